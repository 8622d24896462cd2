"""Digits the recogniser wrote wrongly: `几10T → 几十T`, `2023~20到今年2024 → 2023到今年2024`."""

from __future__ import annotations

import re
from collections.abc import Callable

from tclean.core.document import Document
from tclean.core.edit import Findings, edit
from tclean.text.codes import occurrences

_ROUND = {"10": "十", "100": "百", "1000": "千", "10000": "万"}
_TENS = dict(zip("一二三四五六七八九", range(10, 100, 10), strict=True))

_Fix = tuple[str, str, int, re.Pattern[str], Callable[[re.Match[str]], str]]
# rule, a text without which nothing is to be done, how far before it what is replaced begins, that, what replaces it
_FIXES: tuple[_Fix, ...] = (
    # 几10T → 几十T, 数10亿 → 数十亿
    ("itn:vague", "10", 0, re.compile(r"1(?<=[几数]1)0{1,4}(?![\d.。])"), lambda m: _ROUND[m.group()]),
    # 从2023~20到今年2024: the second year was begun twice
    ("itn:range-restart", "20到", 1, re.compile(r"[~～-]20(?=到)(?<=(?:19|20)\d\d.20)"), lambda m: ""),
    # 在202023年: the same, without a sign between
    ("itn:year-restart", "2020", 0, re.compile(r"20(?=20[0-4]\d年)(?<!\d20)"), lambda m: ""),
    # 80%到90的水平 → 80%到90%的水平
    ("itn:percent", "%", 0, re.compile(r"%[到至~～-]\d{1,2}(?=[的，。之左])"), lambda m: m.group() + "%"),
    # 三四十% → 30%~40%
    ("itn:percent", "十%", 2, re.compile(r"[一二三四五六七八][二三四五六七八九]十%"), lambda m: _tens(m.group())),
    # 一比0.9 → 1比0.9
    ("itn:ratio", "一比", 0, re.compile(r"一(?=比\d)(?<![一二三四五六七八九十第统唯]一)"), lambda m: "1"),
    # 7年八年 → 7年8年
    (
        "itn:mixed",
        "年",
        1,
        re.compile(r"[二三四五六七八九](?=年)(?<=\d年.)"),
        lambda m: str("零一二三四五六七八九".index(m.group())),
    ),
)


def _tens(text: str) -> str:
    """`三四十%` as a range; anything that does not count up by one stays.

    >>> _tens("三四十%"), _tens("三五十%")
    ('30%~40%', '三五十%')
    """
    low, high = _TENS[text[0]], _TENS[text[1]]
    return f"{low}%~{high}%" if high - low == 10 else text


def written(doc: Document) -> Findings:
    """Repairs of digits, each by its own small rule."""
    text = doc.text
    edits = []
    for rule, needed, before, pattern, build in _FIXES:
        for at in occurrences(needed, text):
            m = pattern.match(text, at - before) if at >= before else None
            if m and (after := build(m)) != m.group():
                edits.append(edit(text, m.start(), m.end(), after, rule, confidence=0.85))
    return Findings(edits)
