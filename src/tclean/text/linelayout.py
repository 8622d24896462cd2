"""What the lines of a transcript are: raw ASR chunks, subtitle lines or real paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

Layout = Literal["chunked", "spaced", "lines", "prose"]

_INNER_STOP = re.compile(r"(?<![\dA-Za-z])[。！？!?](?=[^\s”’」』)）!?！？。])")
_HAN_BLANK = re.compile(r" (?<=[\u4e00-\u9fff] )(?=[\u4e00-\u9fff])")
# how lines begin that are no running text
FURNITURE = ("#", "![", "http", "|", ">", "---", "```")
_SAMPLE = 2000  # lines looked at; a transcript does not change its layout half-way


def layout_of(text: str) -> Layout:
    """How the lines of `text` came about.

    - `chunked`: recognised speech cut at about one length, each piece closed with a full stop that means nothing;
    - `spaced`: the same, with spaces where commas should be;
    - `lines`: one short subtitle-like line after another, mostly without a full stop;
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
    return "lines" if _subtitles(lines) else "prose"


def solid_lines(text: str) -> list[str]:
    """The lines that hold text: no headings, images, links or blank lines.

    >>> solid_lines("# 标题\\n\\n 你好。\\n![](a.png)")
    ['你好。']
    """
    return [s for line in text.splitlines() if (s := line.strip()) and not s.startswith(FURNITURE)]


def _chunked(lines: Sequence[str]) -> bool:
    """Nearly every line ends in a full stop, hardly any has one inside, and most are about as long as the longest."""
    if len(lines) < 3:
        return False
    sizes = sorted(map(len, lines))
    cap = sizes[int(0.95 * (len(sizes) - 1))]
    if not 40 <= cap <= 170:
        return False
    closed = sum(line.endswith(("。", "？", "！")) for line in lines)
    long = sum(size >= 0.7 * cap for size in sizes)
    if closed < 0.85 * len(lines) or long < 0.5 * len(lines):
        return False
    return _few_inside(lines, closed, int(0.25 * len(lines)))


def _few_inside(lines: Sequence[str], closed: int, most: int) -> bool:
    """Whether at most so many full stops stand inside lines; all of them are counted first, which is cheap."""
    every = "\n".join(lines)
    marks = sum(map(every.count, "。！？!?"))
    return marks - closed <= most or len(_INNER_STOP.findall(every)) <= most


def _subtitles(lines: Sequence[str]) -> bool:
    """Many short lines, few of them closed by a full stop."""
    if len(lines) < 5:
        return False
    sizes = sorted(map(len, lines))
    closed = sum(line.endswith(("。", "？", "！", "?", "!", "：", ":")) for line in lines)
    return sizes[int(0.9 * (len(sizes) - 1))] <= 40 and closed <= 0.3 * len(lines)


def hard_wrapped(text: str) -> bool:
    """Whether nearly all lines have one and the same length: cut by count, in the middle of words.

    >>> hard_wrapped("一二三四五。\\n一二三四五。\\n一二三四五。\\n一二三四五。\\n一二。")
    True
    """
    sizes = sorted(map(len, solid_lines(text)[:_SAMPLE]))
    return len(sizes) > 3 and sum(size >= sizes[-2] - 1 for size in sizes) >= 0.75 * len(sizes)
