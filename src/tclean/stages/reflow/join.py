"""What should stand where a line ends: nothing, a comma, or the full stop that may be real."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from tclean.text.clauseborders import Clauses
from tclean.text.clauseends import BOUND, BOUND_NOT, weigher
from tclean.text.langdata import language_data
from tclean.text.lexicon import words
from tclean.text.linelayout import broken, closed_lines, hard_wrapped, solid_lines
from tclean.text.wordcut import word_cut

_STOPS = ("，", "。", "？", "！")
_REPLIES = frozenset("对好嗯是啊呃行来哎诶唉有没会能懂")
_SPARSE = 25  # characters a comma
_MARKS = "，、；：。？！?!"


class Style(NamedTuple):
    """How the lines were cut.

    `cuts`: some cuts run through phrases; `blind`: they fall anywhere; `forced`: a full stop at the end means nothing;
    `least`: the evidence a new sentence end needs, more where there are few commas: sentences seem long there.
    """

    layout: str
    cuts: bool = True
    blind: bool = False
    forced: bool = True
    least: float = 0.0


def style_of(text: str, layout: str) -> Style:
    """How the lines of a text were cut.

    >>> style_of("我们今天看三\\n个例子，第一\\n个例子很简单\\n单但是第二个", "chunked")
    Style(layout='hard', cuts=True, blind=True, forced=False, least=1.0)
    """
    if layout == "lines":
        return Style(layout, cuts=False, forced=False)
    lines = solid_lines(text)
    least = 1.0 if text.count("，") * _SPARSE < len(text) else 0.0
    hard = hard_wrapped(lines)
    cut, borders = broken(lines)
    blind = hard or (cut > 1 and cut * 4 >= borders)
    name = "hard" if hard else layout
    return Style(name, hard or cut > borders // 16, blind, closed_lines(lines) >= 0.7, least)


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


def join(clauses: Clauses, first: int, i: int, style: Style) -> tuple[str, float]:
    """The mark for the line end at border `i`, and how sure that is; the sentence began at border `first`."""
    text, at, after = clauses.text, clauses.ends[i], clauses.starts[i]
    old = text[at]
    if text[after] in _MARKS:
        return "", 0.95  # the next line begins with the mark of this one
    if old in "？！?!" or (old == "。" and not style.forced):
        return old, 1.0
    know = weigher()
    head, begins = clauses.heads[i], clauses.flags[i]
    whole = _whole(text, at, after, style, begins & (BOUND | BOUND_NOT) == BOUND)
    if whole is not None:
        return whole
    if old not in "。，" and not style.forced and style.layout != "lines":
        return "", 0.8  # a line cut somewhere, by a program that writes its marks
    score = clauses.ends_here(first, i)
    if style.layout == "hard":
        return _hard(clauses, i, score)
    if score > 0:
        return "。", min(0.95, 0.6 + score / 8)
    if know.open(text, at):
        return "", 0.7
    if head <= know.other_head and (know.leans(text, at) or (style.blind and know.tail(text, at) <= 0)):
        return "", 0.6
    return "，", min(0.95, 0.6 - score / 10)


def _whole(text: str, at: int, after: int, style: Style, bound: bool) -> tuple[str, float] | None:
    """What puts a number, a Latin name, a word or a phrase cut in two together again."""
    old, last, first = text[at], text[at - 1], text[after]
    if last.isdigit() or (last in ".。" and text[at - 2 : at - 1].isdigit()):
        if first.isdigit() and old == "。":
            return ".", 0.7
        if _UNIT.match(text, after):
            return "", 0.85
    if last.isascii():
        if last.isalpha() and first.isascii() and first.islower():
            return (" " if old != "。" or last.islower() else "，"), 0.7
    elif bound:
        return "", 0.9
    if text[after + 1 : after + 2] in _STOPS and first.isalpha() and first not in _REPLIES:
        return "", 0.8  # 大家一起往外 + 跑，: one character is no clause
    if style.cuts and (word_cut(text, at, after) or number_cut(text, at, after)):
        return "", 0.9
    return None


def _hard(clauses: Clauses, i: int, score: float) -> tuple[str, float]:
    """At a line cut by count nothing is known of clauses: only strong signs on both sides put a mark there."""
    if clauses.heads[i] <= 1 or weigher().tail(clauses.text, clauses.ends[i]) < 0:
        return "", 0.7
    return ("。", 0.6) if score > 1 else ("，", 0.5)
