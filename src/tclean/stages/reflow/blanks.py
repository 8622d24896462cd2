"""Exactly one blank line between paragraphs."""

from __future__ import annotations

import re

from tclean.core.document import Document
from tclean.core.edit import Findings, edit

RULE = "reflow:blank-line"
_BREAK = re.compile(r"[ \t\u3000]*(?:\r?\n|\r)\s*")


def blank_lines(doc: Document) -> Findings:
    """Line breaks with the white space around them become one blank line: `甲。⏎⏎⏎　乙。 → 甲。⏎⏎乙。`."""
    text = doc.text
    if "\n" not in text and "\r" not in text:
        return Findings()
    edits = []
    for m in _BREAK.finditer(text):
        start, end = m.span()
        if m.group() != "\n\n" and start and end < len(text):
            if text.startswith("\n\n", start):
                start += 2
                edits.append(edit(text, start, end, "", RULE))
            elif m.group() == "\n":
                edits.append(edit(text, end, end, "\n", RULE))
            else:
                edits.append(edit(text, start, end, "\n\n", RULE))
    return Findings(edits)
