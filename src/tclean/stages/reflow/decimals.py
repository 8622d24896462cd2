"""A decimal point that the recogniser wrote as a full stop: `悟道3。0 → 悟道3.0`."""

from __future__ import annotations

import re

from tclean.core.document import Document
from tclean.core.edit import Findings, edit
from tclean.text.linelayout import layout_of

RULE = "reflow:decimal"
BROKEN = "reflow:broken-number"
_POINT = re.compile(r"。(?:(?=\d)|(?<=\d。)\s*(?=(?:[TGMKB] ?[bB]?|[万亿%％倍])(?![A-Za-z])))")
_WHOLE = re.compile(r"(?<![\d.])\d{1,4}(?:[.。]\d{1,3}){0,2}$")
_DATE = re.compile(r"(?:19|20)\d\d|\d{1,2}[月号日年]")
_DECIMAL = re.compile(r"\d[.。]\d+$")


def line_layout(doc: Document) -> Findings:
    """How the lines came about, where no stage before has said so."""
    if "layout" in doc.meta.extra:
        return Findings()
    return Findings(meta={"extra": {"layout": layout_of(doc.text)}})


def decimals(doc: Document) -> Findings:
    """Full stops between digits, and between a decimal number and its unit (3。4。⏎T b → 3.4T b)."""
    text = doc.text
    edits = []
    for m in _POINT.finditer(text):
        at, end = m.span()
        if text[end].isdigit():
            if not _DATE.match(text, end) and _WHOLE.search(text, max(0, at - 12), at):
                edits.append(edit(text, at, end, ".", RULE, confidence=0.97))
        elif _DECIMAL.search(text, max(0, at - 10), at):
            edits.append(edit(text, at, end, "", BROKEN, confidence=0.9))
    return Findings(edits)
