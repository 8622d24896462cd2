"""Profile `corpus`: phrases that fill time. 就是说, 对吧, 这个 before a pronoun; 这个 before a noun stays."""

from __future__ import annotations

import re

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, edit
from tclean.text.langdata import language_data, words_of
from tclean.text.spans import Spans

EMPTY = "disfluency:empty"
TOPIC = "disfluency:topic-particle"
_BLOCKS = ("heading", "note", "event")


def _any(words: str) -> str:
    return "|".join(sorted(map(re.escape, words_of(words)), key=len, reverse=True))


class Phrases:
    """The pass, its patterns built once from the data."""

    def __init__(self) -> None:
        data = language_data("disfluency")["empty"]
        start = r"(?:(?<=[，。？！\n])|^)"
        self._patterns = [
            (EMPTY, re.compile(f"{start}(?:{_any(data['clause'])})，", re.M)),
            (EMPTY, re.compile(f"，(?:{_any(data['tail'])})(?=[，。])")),
            (EMPTY, re.compile(f"(?<=[\\u4e00-\\u9fff])(?:{_any(data['tail'])})(?=[，。])")),
            (EMPTY, re.compile(f"(?:{_any(data['before_pronoun'])})(?={_any(data['pronouns'])})")),
            (EMPTY, re.compile(f"{start}然后(?:，)?(?={_any(data['after_then'])})", re.M)),
            (TOPIC, re.compile(r"(?<=[\u4e00-\u9fff])呢(?=[\u4e00-\u9fff])")),
        ]

    def __call__(self, doc: Document) -> Findings:
        """Deletions; where two patterns meet, the engine keeps the first."""
        text = doc.text
        blocks = Spans((m.start, m.end) for m in doc.marked(*_BLOCKS))
        edits: list[Edit] = []
        for rule, pattern in self._patterns:
            edits += [
                edit(text, m.start(), m.end(), "", rule, confidence=0.75)
                for m in pattern.finditer(text)
                if m.start() not in blocks
            ]
        return Findings(edits)
