"""Digits the recogniser wrote wrongly: `几10T → 几十T`, `2023~20到今年2024 → 2023到今年2024`."""

from __future__ import annotations

import re
from collections.abc import Callable

from tclean.core.document import Document
from tclean.core.edit import Findings, edit

_ROUND = {"10": "十", "100": "百", "1000": "千", "10000": "万"}
_TENS = dict(zip("一二三四五六七八九", range(10, 100, 10), strict=True))

_Fix = tuple[str, re.Pattern[str], int, Callable[[re.Match[str]], str]]
# rule, pattern, the group that is replaced, what replaces it
_FIXES: tuple[_Fix, ...] = (
    # 几10T → 几十T, 数10亿 → 数十亿
    ("itn:vague", re.compile(r"[几数](10{1,4})(?![\d.。])"), 1, lambda m: _ROUND[m.group(1)]),
    # 从2023~20到今年2024: the second year was begun twice
    ("itn:range-restart", re.compile(r"(?<!\d)(?:19|20)\d\d([~～-]20)(?=[到至])"), 1, lambda m: ""),
    # 在202023年: the same, without a sign between
    ("itn:year-restart", re.compile(r"(?<!\d)(20)20[0-4]\d年"), 1, lambda m: ""),
    # 80%到90的水平 → 80%到90%的水平
    ("itn:percent", re.compile(r"\d%[到至~～-]\d{1,2}()(?=[的，。之左])"), 1, lambda m: "%"),
    # 三四十% → 30%~40%
    (
        "itn:percent",
        re.compile(r"(?<![\d几一二三四五六七八九十百千])(([一二三四五六七八])([二三四五六七八九])十)[%％]"),
        1,
        lambda m: f"{_TENS[m.group(2)]}%~{_TENS[m.group(3)]}",
    ),
    # 一比0.9 → 1比0.9
    ("itn:ratio", re.compile(r"(?<![一二三四五六七八九十第统唯])(一)比(?=\d)"), 1, lambda m: "1"),
    # 7年八年 → 7年8年
    (
        "itn:mixed",
        re.compile(r"\d(年|个|天|月|次|倍)([二三四五六七八九])(?=\1)"),
        2,
        lambda m: str("零一二三四五六七八九".index(m.group(2))),
    ),
)


def written(doc: Document) -> Findings:
    """Repairs of digits, each by its own small rule."""
    text = doc.text
    edits = []
    for rule, pattern, group, build in _FIXES:
        for m in pattern.finditer(text):
            edits.append(edit(text, m.start(group), m.end(group), build(m), rule, confidence=0.85))
    return Findings(edits)
