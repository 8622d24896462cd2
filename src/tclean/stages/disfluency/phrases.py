"""Profile `corpus`: phrases that fill time. 就是说, 对吧, 这个 before 这种; 这个 before a noun or as a topic stays."""

from __future__ import annotations

import re

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, edit
from tclean.text.langdata import language_data, words_of
from tclean.text.literals import alternatives
from tclean.text.spans import Spans

EMPTY = "disfluency:empty"
TOPIC = "disfluency:topic-particle"
_BLOCKS = ("heading", "note", "event")
_START = r"(?:(?<=[，。？！\n])|^)"
_TOPIC = re.compile(r"呢(?=[\u4e00-\u9fff])(?<=[\u4e00-\u9fff]呢)(?<!着呢)")
_MARKS = "，。？！；：\n"
_CLAUSE = 24  # characters before a particle that are looked at


def _patterns(data: dict[str, str]) -> list[re.Pattern[str]]:
    """What goes: the group, where there is one, or all of it."""
    some = {name: alternatives(words_of(words)) for name, words in data.items()}
    unanswered = f"(?!{some['answers']})"
    return [
        re.compile(f"{_START}(?:{some['clause']})，{unanswered}", re.M),
        re.compile(f"(，(?:{some['tail']}))(?=[，。])(?:.{unanswered})"),
        re.compile(f"(?<=[\\u4e00-\\u9fff])(?<![{data['tail_not']}])({some['tail']})(?=[，。])(?:.{unanswered})"),
        re.compile(f"(?:{some['determiner']})(?={some['determiners']})"),
        re.compile(f"{_START}那个(?={some['before']})", re.M),
        re.compile(f"{_START}然后(?:，)?(?={some['after_then']})", re.M),
        re.compile(f"{_START}(?:{some['that_is']})(就是说)(?=[\\u4e00-\\u9fff])", re.M),
        re.compile(f"{_START}(?:{some['that_is']})(这个)(?={some['told']})", re.M),
        re.compile(f"{_START}就是说(?={some['that_is_before']})", re.M),
    ]


class Phrases:
    """The pass, its patterns built once from the data."""

    def __init__(self) -> None:
        data = language_data("disfluency")["empty"]
        self._empty = _patterns(data)
        self._asked = re.compile(alternatives(words_of(data["topic_not"])))
        self._reply = words_of(data["topic_reply"])

    def __call__(self, doc: Document) -> Findings:
        """Deletions; where two patterns meet, the engine keeps the first."""
        text = doc.text
        blocks = Spans((m.start, m.end) for m in doc.marked(*_BLOCKS))
        spans = [(EMPTY, m.span(m.lastindex or 0)) for pattern in self._empty for m in pattern.finditer(text)]
        turns = {m.start for m in doc.marked("turn")}
        topics = (m.span() for m in _TOPIC.finditer(text))
        spans += [(TOPIC, span) for span in topics if span[1] not in turns and self._particle(text, *span)]
        found: list[Edit] = [
            edit(text, start, end, "", rule, confidence=0.75) for rule, (start, end) in spans if start not in blocks
        ]
        return Findings(found)

    def _particle(self, text: str, start: int, end: int) -> bool:
        """Whether 呢 only marks a topic (内销呢今年不好做), does not ask (还有一半呢还有一半是地不平)."""
        begin = max(text.rfind(mark, max(0, start - _CLAUSE), start) for mark in _MARKS) + 1
        clause = text[max(begin, start - _CLAUSE) : start]
        if self._asked.search(clause) or text.startswith(self._reply, end):
            return False
        return text[end : end + 2] not in clause
