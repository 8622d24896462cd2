"""A decimal point that the recogniser wrote as a full stop: `悟道3。0 → 悟道3.0`."""

from __future__ import annotations

import re

from tclean.core.document import Document
from tclean.core.edit import Findings, edit
from tclean.text.linelayout import layout_of

RULE = "reflow:decimal"
BROKEN = "reflow:broken-number"
# not a year that ends a sentence before another number: 2023。2024年 stays
_POINT = re.compile(r"(?<![\d.])(\d{1,4}|\d{1,4}(?:[.。]\d{1,3}){1,2})。(?=\d)(?!(?:19|20)\d\d)")
# 3。4。 + T b: the number was cut from its unit
_UNIT = re.compile(r"(?<=\d)。\s*(?=(?:[TGMKB] ?[bB]?|[万亿%％倍])(?![A-Za-z]))")


def line_layout(doc: Document) -> Findings:
    """How the lines came about, where no stage before has said so."""
    if "layout" in doc.meta.extra:
        return Findings()
    return Findings(meta={"extra": {"layout": layout_of(doc.text)}})


def decimals(doc: Document) -> Findings:
    """Full stops between digits, and between a decimal number and its unit."""
    text = doc.text
    if "。" not in text:
        return Findings()
    edits = [edit(text, m.end() - 1, m.end(), ".", RULE, confidence=0.97) for m in _POINT.finditer(text)]
    for m in _UNIT.finditer(text):
        if _decimal_before(text, m.start()):
            edits.append(edit(text, m.start(), m.end(), "", BROKEN, confidence=0.9))
    return Findings(edits)


def _decimal_before(text: str, at: int) -> bool:
    return re.search(r"\d[.。]\d+$", text[max(0, at - 10) : at]) is not None
