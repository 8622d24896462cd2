"""What the lines of a transcript are: raw ASR chunks, subtitle lines or real paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise
from typing import Literal

from tclean.text.sentences import evidence
from tclean.text.wordcut import word_cut

Layout = Literal["chunked", "spaced", "lines", "bare", "prose"]

_INNER_STOP = re.compile(r"(?<![\dA-Za-z])[。！？!?](?=[^\s”’」』)）!?！？。])")
_HAN_BLANK = re.compile(r" (?<=[\u4e00-\u9fff] )(?=[\u4e00-\u9fff])")
_MARK = re.compile(r"[，。？！、；：?!…](?!$)|(?<=[\u4e00-\u9fff])[,;:]")
_HAN_END = re.compile(r"[\u4e00-\u9fff][。，]?$")
_ITEM = re.compile(r"第.{1,4}[章节条讲篇]|[\d一二三四五六七八九十]{1,3}[.、．)）]|[-*•·（(]")
# how lines begin that are no running text
FURNITURE = ("#", "![", "http", "|", ">", "---", "```")
_SAMPLE = 2000  # lines looked at; a transcript does not change its layout half-way
_BORDERS = 24  # line ends looked at: a program cuts all lines in one way
_BARE = 60  # characters a mark, in text that has none
_BARE_LEAST = 80
_STOP = re.compile(r"[。？！；?!;…]")
_MANY = 8  # lines from which on one length for all is no accident
_HUGE = 800  # characters on one line: no paragraph that somebody made


def layout_of(text: str) -> Layout:
    """How the lines of `text` came about.

    - `chunked`: recognised speech cut at about one length, mostly closed with a full stop that means nothing;
    - `spaced`: the same, with spaces where commas should be;
    - `lines`: one short subtitle-like line after another, mostly without a full stop;
    - `bare`: long lines without punctuation or without a full stop, or the whole talk on one line;
    - `prose`: paragraphs somebody wrote (and everything too short to tell).

    >>> layout_of("今天的天气很好。我们出去走走吧。\\n\\n好的，走吧。")
    'prose'
    >>> layout_of("大家好\\n今天我们来聊一聊\\n什么是大模型\\n先看一张图\\n它画得很清楚\\n谢谢")
    'lines'
    """
    lines = solid_lines(text)[:_SAMPLE]
    if _chunked(lines):
        blanks = len(_HAN_BLANK.findall("\n".join(lines))) if any(" " in line for line in lines) else 0
        return "spaced" if blanks >= 5 and blanks * 40 >= len(lines) else "chunked"
    if _subtitles(lines):
        return "lines"
    return "bare" if _bare(lines) else "prose"


def solid_lines(text: str) -> list[str]:
    """The lines that hold text: no headings, images, links or blank lines.

    >>> solid_lines("# 标题\\n\\n 你好。\\n![](a.png)")
    ['你好。']
    """
    return [s for line in text.splitlines() if (s := line.strip()) and not s.startswith(FURNITURE)]


def closed_lines(lines: Sequence[str]) -> float:
    """The share of lines that end in a full stop."""
    return sum(line.endswith(("。", "？", "！")) for line in lines) / max(1, len(lines))


def broken(lines: Sequence[str]) -> tuple[int, int]:
    """How many of how many line ends (the first ones) run through words or phrases: 人工智 + 能, 一共铺 + 了三万个.

    >>> broken(["我们今天看的是人工智", "能的应用，我们一共铺", "了三万个，然后就开", "始了。"])
    (3, 3)
    """
    borders = list(islice((pair for pair in pairwise(lines) if _HAN_END.search(pair[0][-2:])), _BORDERS))
    return sum(_broken(*pair) for pair in borders), len(borders)


def _broken(line: str, following: str) -> bool:
    line = line.rstrip("。，")
    if following[0] in "，。、" or evidence().goes_on(following, 0):
        return True
    if line[-2:-1] in "，。？" or following[1:2] in "，。？":
        return True  # one character alone: ，这 + 个叫做
    return bool(line) and word_cut(line[-4:] + following[:4], len(line[-4:]), len(line[-4:]))


def _chunked(lines: Sequence[str]) -> bool:
    """Most lines are about as long as the longest, and their ends mean nothing."""
    if len(lines) < 3:
        return False
    sizes = sorted(map(len, lines))
    cap = sizes[int(0.95 * (len(sizes) - 1))]
    long = sum(size >= 0.7 * cap for size in sizes) / len(lines)
    if long < 0.5 or not 16 <= cap <= 600:
        return False
    closed = closed_lines(lines)
    if closed >= 0.85 and 40 <= cap <= 260 and (_even(sizes) or _few_inside(lines, closed)):
        return True
    if len(lines) < 4 or long < 0.6:
        return False
    cut, borders = broken(lines)
    open_ends = closed < 0.4 and cap > 40
    return cut >= max(2, borders // 16 + 1) or (cut > 0 and (open_ends or (cap >= 30 and _equal(sizes))))


def _even(sizes: Sequence[int]) -> bool:
    """Whether so many lines are so nearly of one length that somebody counted: no paragraphs are."""
    low, middle, high = (sizes[int(part * (len(sizes) - 1))] for part in (0.1, 0.5, 0.9))
    return len(sizes) >= _MANY and high - low <= 0.3 * middle


def _few_inside(lines: Sequence[str], closed: float) -> bool:
    """Whether hardly a full stop stands inside lines; all of them are counted first, which is cheap."""
    every, most = "\n".join(lines), int(0.25 * len(lines))
    marks = sum(map(every.count, "。！？!?"))
    return marks - closed * len(lines) <= most or len(_INNER_STOP.findall(every)) <= most


def _subtitles(lines: Sequence[str]) -> bool:
    """Many short lines, few of them closed by a full stop, that are no list."""
    if len(lines) < 5 or 2 * sum(_ITEM.match(line) is not None for line in lines) > len(lines):
        return False
    sizes = sorted(map(len, lines))
    closed = sum(line.endswith(("。", "？", "！", "?", "!", "：", ":")) for line in lines)
    return sizes[int(0.9 * (len(sizes) - 1))] <= 40 and closed <= 0.3 * len(lines)


def _bare(lines: Sequence[str]) -> bool:
    """Most of the text stands on long lines without punctuation, or without a full stop, or on one huge line."""
    size = sum(map(len, lines))
    if size < _BARE_LEAST:
        return False
    bare = sum(len(line) for line in lines if len(line) >= _BARE_LEAST and _endless(line))
    return bare > 0.5 * size or (size >= _HUGE and max(map(len, lines)) > 0.9 * size)


def _endless(line: str) -> bool:
    """Whether a long line has hardly a mark, or hardly a full stop."""
    size = len(line)
    return len(_MARK.findall(line)) * _BARE < size or (size >= 200 and len(_STOP.findall(line)) * 160 < size)


def hard_wrapped(lines: Sequence[str]) -> bool:
    """Whether nearly all lines have one and the same length: cut by count, in the middle of words.

    >>> hard_wrapped(["一二三四五。", "一二三四五。", "一二三四五。", "一二三四五。", "一二。"])
    True
    """
    return _equal(sorted(map(len, lines[:_SAMPLE])))


def _equal(sizes: Sequence[int]) -> bool:
    """Whether nearly all of the sorted sizes are one and the same."""
    return len(sizes) > 3 and sum(size >= sizes[-2] - 1 for size in sizes) >= 0.75 * len(sizes)
