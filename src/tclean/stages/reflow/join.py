"""What should stand where a line ends: nothing, a comma, or the full stop that may be real."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import islice
from typing import NamedTuple

from tclean.text.langdata import language_data
from tclean.text.lexicon import words
from tclean.text.sentences import ends, evidence
from tclean.text.wordcut import word_cut

_SAMPLE = 32
_LINE_END = re.compile(r"[，。]?\n\s*")


class Style(NamedTuple):
    """How the lines were cut: the layout, and whether the cuts run through words."""

    layout: str
    cuts: bool


def cuts_words(text: str, regions: Iterable[tuple[int, int]]) -> bool:
    """Whether line ends run through words at all: seen on the first ones, for a program cuts all lines in one way."""
    ends = (m for start, end in regions for m in _LINE_END.finditer(text, start, end))
    sample = list(islice(ends, _SAMPLE))
    cut = sum(word_cut(text, *m.span()) for m in sample)
    return cut > len(sample) // 16


_UNIT = re.compile(r"[年月日号点分秒个万亿千百十倍岁元块人次台项家篇种层度%％]|[A-Za-z]")


_NUMERAL = re.compile(r"(?:第|[零一二两三四五六七八九十百千万亿几]+)$")
_DIGIT = re.compile(r"[一二三四五六七八九十几]")


@cache
def _measure() -> re.Pattern[str]:
    names = sorted(map(re.escape, language_data("numbers")["measures"].split()), key=len, reverse=True)
    return re.compile("|".join(names))


def number_cut(text: str, at: int, after: int) -> bool:
    """Whether a counted thing goes on behind a line's end: 第 + 一个, 四千 + 个; 个人 and 统一 are words of their own.

    >>> number_cut("我的第。一个教训", 3, 4), number_cut("用四千。个问题", 3, 4), number_cut("要统一。个问题", 3, 4)
    (True, True, False)
    """
    said = _NUMERAL.search(text, max(0, at - 8), at)
    if said is None:
        return False
    if said[0] == "第":
        return _DIGIT.match(text, after) is not None
    counted = _measure().match(text, after)
    known = words()
    before = text[said.start() - 1 : said.start() + 1] if said.start() else ""
    return counted is not None and before not in known and text[after : after + 2] not in known


def join(text: str, start: int, at: int, after: int, style: Style) -> tuple[str, float]:
    """The mark for the line end `text[at:after]`, and how sure that is; the sentence began at `start`.

    >>> join("我们看到的是人工智。\\n\\n能的又一次浪潮，", 0, 9, 12, Style("chunked", True))[0]
    ''
    """
    old = text[at]
    if old in "？！?!" or (old == "。" and style.layout == "lines"):
        return old, 1.0
    last, first = text[at - 1], text[after]
    if last.isdigit() or (last in ".。" and text[at - 2 : at - 1].isdigit()):
        if first.isdigit() and old == "。":
            return ".", 0.7
        if _UNIT.match(text, after):
            return "", 0.85
    if last.isascii() and last.isalpha() and first.isascii() and first.islower():
        return (" " if old != "。" or last.islower() else "，"), 0.7
    if style.cuts and (word_cut(text, at, after) or number_cut(text, at, after)):
        return "", 0.9
    score = ends(text, start, at, after)
    if style.layout == "hard":
        return _hard(text, at, after, score)
    if score > 0:
        return "。", min(0.95, 0.6 + score / 8)
    return ("", 0.7) if evidence().opens(text, at) else ("，", min(0.95, 0.6 - score / 10))


def _hard(text: str, at: int, after: int, score: float) -> tuple[str, float]:
    """At a line cut by count nothing is known of clauses: only strong signs on both sides put a mark there."""
    know = evidence()
    if score > 1 and know.head(text, after) > 1 and know.tail(text, at) >= 0:
        return "。", 0.6
    return ("，", 0.5) if know.head(text, after) > 1 and know.tail(text, at) >= 0 else ("", 0.7)
