"""Sounds in brackets (`[音乐]`, `（掌声）`) and sentences a recogniser invents where nobody speaks."""

from __future__ import annotations

import re
from functools import cache

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Mark, edit
from tclean.text.codes import Detector, matches, places
from tclean.text.langdata import language_data, words_of
from tclean.text.literals import alternatives
from tclean.text.spans import Spans

EVENT = "reflow:event"
CREDITS = "reflow:credits"
TAG = "reflow:recogniser-tag"
_BLOCKS = ("heading", "note", "event", "summary")
_EDGE = re.compile(r"[\s，。？！?!…]")


@cache
def _event() -> re.Pattern[str]:
    data = language_data("noise")
    names = alternatives(words_of(data["events"]))
    how = alternatives(words_of(data["how"]))
    return re.compile(rf"[\[［【（(♪](?:[ ]?(?:♪ ?)?(?:{how}){{0,2}}(?:{names})[ ]?[\]］】）)♪]|(?<=♪)♪*)")


@cache
def _tags() -> re.Pattern[str]:
    return re.compile(rf"(?:<\|(?:{alternatives(words_of(language_data('noise')['tags']))})\|>[ ]*)+")


@cache
def _credits() -> re.Pattern[str]:
    """A whole line or sentence; in group 1 what nobody says, in group 2 what somebody may have said."""
    sure, perhaps = ("|".join(language_data("noise")[name]) for name in ("credits", "perhaps"))
    end = r"[。！!]?)[ \t]*(?=$|[。！\n])"
    return re.compile(rf"[ \t]*(?:((?:{sure}){end}|((?:{perhaps}){end})", re.M)


def asides(doc: Document) -> Findings:
    """Marks of events between clauses, and of invented credits; a comma left beside an event goes.

    In the middle of a clause somebody wrote (`我觉得（笑）很好`) the bracket stays part of the text.
    """
    text = doc.text
    known = Spans((m.start, m.end) for m in doc.marked(*_BLOCKS))
    marks: list[Mark] = []
    edits: list[Edit] = []
    for m in matches(_event(), text, places(text, "[［【（(♪")):
        start, end = m.span()
        follows = bool(marks) and marks[-1].end == start  # 【掌声】【欢呼】谢谢
        if start in known or not (follows or _edge(text, start - 1) or _edge(text, end) or _event().match(text, end)):
            continue
        marks.append(Mark(start, end, "event", EVENT))
        if text.startswith(("，", "、"), end):
            edits.append(edit(text, end, end + 1, "", EVENT))
        if start and text[start - 1] == "，" and text[start - 2 : start - 1] not in ("]", "】", "）"):
            edits.append(edit(text, start - 1, start, "。", EVENT, confidence=0.8))
    if "<|" in text:
        edits += [edit(text, *m.span(), "", TAG) for m in _tags().finditer(text)]
    if _credit().any(text):
        marks += _invented(text, known)
    return Findings(edits, marks)


def _invented(text: str, known: Spans) -> list[Mark]:
    """Credits, and what may be one where it is not the only such line."""
    found: list[re.Match[str]] = []
    at = -1
    for hit in _HIT.finditer(text):
        begin = 1 + max(text.rfind(sign, 0, hit.start()) for sign in "。！\n")
        if begin > at and (m := _credits().match(text, begin)) and m.start(m.lastindex or 0) not in known:
            found.append(m)
        at = max(at, begin)
    if len(found) < 2:
        found = [m for m in found if m[1] is not None]
    return [Mark(*m.span(m.lastindex or 0), "boilerplate", CREDITS, {"drop": True}, 0.95) for m in found]


# one of these stands in each of the credits
_CREDIT = (
    *(
        "点赞",
        "點贊",
        "點讚",
        "字幕",
        "订阅",
        "訂閱",
        "Amara",
        "atching",
        "PAO",
        "独播",
        "明镜",
        "明鏡",
        "作曲",
        "词曲",
        "詞曲",
    ),
    *("ubtitles", "ご視聴", "观看", "收看", "收听", "频道", "下集", "下期", "本集", "不迷路", "ubscribe", "See you"),
)
_HIT = re.compile("|".join(_CREDIT))


@cache
def _credit() -> Detector:
    return Detector(_CREDIT)


def _edge(text: str, at: int) -> bool:
    return not 0 <= at < len(text) or _EDGE.match(text[at]) is not None
