"""Exactly one blank line between paragraphs; marks that stand too much."""

from __future__ import annotations

import re

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, edit

RULE = "reflow:blank-line"
RULE_MARK = "reflow:stray-mark"
_DOUBLED = re.compile(r"。(?<=[^。]。。)(?!。)|，(?=[的了](?![确士解结话])[\u4e00-\u9fff])(?<=[\u4e00-\u9fff]，)")
_TELLING = ("。。", "，的", "，了")
_BLANK = " \t\u3000"
_BREAK = re.compile(r"[\r\n]\s*")


def blank_lines(doc: Document) -> Findings:
    """Line breaks with the white space around them become one blank line: `甲。⏎⏎⏎　乙。 → 甲。⏎⏎乙。`."""
    text = doc.text
    edits = []
    for m in _BREAK.finditer(text):
        if m.group() == "\n\n" and text[m.start() - 1] not in _BLANK:
            continue
        start, end = m.span()
        while start and text[start - 1] in _BLANK:
            start -= 1
        if start and end < len(text):
            edits.append(_edit(text, start, end))
    return Findings(edits)


def doubled(doc: Document) -> Findings:
    """In recognised speech two full stops are one, and no comma splits a phrase (技术，的提升 → 技术的提升)."""
    text = doc.text
    if doc.meta.extra["layout"] == "prose" or not any(sign in text for sign in _TELLING):
        return Findings()
    edits = [edit(text, m.start(), m.end(), "", RULE_MARK, confidence=0.85) for m in _DOUBLED.finditer(text)]
    return Findings(edits)


def _edit(text: str, start: int, end: int) -> Edit:
    """The smallest change that leaves one blank line."""
    if text[start:end] == "\n":
        return edit(text, end, end, "\n", RULE)
    if text.startswith("\n\n", start):
        return edit(text, start + 2, end, "", RULE)
    return edit(text, start, end, "\n\n", RULE)
