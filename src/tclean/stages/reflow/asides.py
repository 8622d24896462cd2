"""Sounds in brackets (`[音乐]`, `（掌声）`) and sentences a recogniser invents where nobody speaks."""

from __future__ import annotations

import re
from functools import cache

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Mark, edit
from tclean.text.langdata import language_data, words_of
from tclean.text.literals import alternatives
from tclean.text.spans import Spans

EVENT = "reflow:event"
CREDITS = "reflow:credits"
_BLOCKS = ("heading", "note", "event", "summary")
_EDGE = re.compile(r"[\s，。？！?!…]")


@cache
def _event() -> re.Pattern[str]:
    names = alternatives(words_of(language_data("noise")["events"]))
    return re.compile(rf"[\[［【（(♪](?:(?<=♪)♪*|[ ]?(?:♪ ?)?(?:{names})[ ]?[\]］】）)♪])")


@cache
def _credits() -> re.Pattern[str]:
    """A whole line or sentence; in group 1 where nobody says it, in group 2 where somebody may have."""
    sure, perhaps = ("|".join(language_data("noise")[name]) for name in ("credits", "perhaps"))
    end = r"[。！!]?)[ \t]*(?=$|[。！\n])"
    return re.compile(rf"(?:^|(?<=[。！\n]))[ \t]*(?:((?:{sure}){end}|((?:{perhaps}){end})", re.M)


def asides(doc: Document) -> Findings:
    """Marks of events between clauses, and of invented credits; a comma left beside an event goes.

    In the middle of a clause somebody wrote (`我觉得（笑）很好`) the bracket stays part of the text.
    """
    text = doc.text
    known = Spans((m.start, m.end) for m in doc.marked(*_BLOCKS))
    marks: list[Mark] = []
    edits: list[Edit] = []
    for m in _event().finditer(text) if _BRACKET.search(text) else ():
        start, end = m.span()
        if start in known or not (_edge(text, start - 1) or _edge(text, end)):
            continue
        marks.append(Mark(start, end, "event", EVENT))
        if text.startswith(("，", "、"), end):
            edits.append(edit(text, end, end + 1, "", EVENT))
        if start and text[start - 1] == "，" and text[start - 2 : start - 1] not in ("]", "】", "）"):
            edits.append(edit(text, start - 1, start, "。", EVENT, confidence=0.8))
    if any(word in text for word in _CREDIT):
        marks += _invented(text, known)
    return Findings(edits, marks)


def _invented(text: str, known: Spans) -> list[Mark]:
    """Credits, and what may be one where it is not the only such line."""
    found = [m for m in _credits().finditer(text) if m.start(m.lastindex or 0) not in known]
    if len(found) < 2:
        found = [m for m in found if m[1] is not None]
    return [Mark(*m.span(m.lastindex or 0), "boilerplate", CREDITS, {"drop": True}, 0.95) for m in found]


_BRACKET = re.compile(r"[\[［【（(♪]")
_CREDIT = (
    *("字幕", "订阅", "Amara", "atching", "PAO", "独播", "明镜", "作曲", "词曲", "詞曲", "Subtitles", "ご視聴"),
    *("观看", "收看", "收听", "频道", "下集", "下期", "本集", "不迷路", "ubscribe", "See you", "未完待续", "全剧终"),
)


def _edge(text: str, at: int) -> bool:
    return not 0 <= at < len(text) or _EDGE.match(text[at]) is not None
