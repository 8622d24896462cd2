"""A reply that runs into the sentence behind it: `对我觉得很难 → 对，我觉得很难`."""

from __future__ import annotations

import re
from functools import cache

from tclean.core.document import Document
from tclean.core.edit import Findings, edit
from tclean.text.langdata import language_data, words_of
from tclean.text.literals import trie
from tclean.text.spans import Spans

RULE = "disfluency:reply-comma"
_BLOCKS = ("heading", "note", "event", "summary")
_FRONT = frozenset("，。？！\n")
_TOPIC = re.compile(r"[^，。？！\n]{0,16}(?:来说|来讲|来看|而言)")  # 对我们所有人来说 is no reply


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A reply at the front of a sentence; one at its end, in front of a word that goes on."""
    data = language_data("disfluency")["replies"]
    front = "|".join(f"{said}(?={trie(words_of(then))})" for said, then in data["front"].items())
    behind = trie(words_of(data["behind"]))
    return re.compile(front), re.compile(f"对(?=[，。]\\s*{behind})(?:(?<![{data['behind_not']}]对)|(?<=之一对))")


def replies(doc: Document) -> Findings:
    """Commas behind 对, 好, 是的 where somebody goes on, and in front of a closing 对 in text nobody edited."""
    text = doc.text
    front, behind = _patterns()
    starts = {m.start for m in doc.marked("turn")} | {0}
    places = {
        m.end()
        for m in front.finditer(text)
        if (m.start() in starts or text[m.start() - 1] in _FRONT) and not _TOPIC.match(text, m.end())
    }
    if doc.meta.extra.get("layout", "prose") != "prose":
        closing = (m.start() for m in behind.finditer(text))
        places |= {at for at in closing if at not in starts and text[at - 1].isalnum()}
    blocks = Spans((m.start, m.end) for m in doc.marked(*_BLOCKS))
    return Findings([edit(text, at, at, "，", RULE, confidence=0.8) for at in sorted(places) if at not in blocks])
