"""Paragraphs of a word or two at the edges of turns join their neighbour: `| 好。⏎⏎谢谢张老师… → | 好。谢谢张老师…`."""

from __future__ import annotations

import re
from bisect import bisect_right

from tclean.core.document import Document
from tclean.core.edit import Findings, edit

RULE = "disfluency:turn-paragraph"
TINY = 40
"""Characters of a paragraph that is none."""
_BLOCKS = ("heading", "note", "event", "summary", "boilerplate", "duplicate")
_BREAK = re.compile(r"\n\s*")


def tiny_paragraphs(doc: Document) -> Findings:
    """Breaks close to where somebody begins or stops to speak, in text that was laid out before turns were known."""
    text, turns = doc.text, doc.marked("turn")
    if not turns or doc.meta.extra.get("layout", "prose") == "prose":
        return Findings()
    edges = {0, len(text), *(m.start for m in turns)}
    for block in doc.marked(*_BLOCKS):
        edges |= {block.start, block.end}
    order = sorted(edges)
    edits = []
    for m in _BREAK.finditer(text):
        start, end = m.span()
        n = bisect_right(order, start)
        inside = start not in edges and 0 < n < len(order) and order[n] > end
        if inside and (start - order[n - 1] < TINY or len(text[end : order[n]].rstrip()) < TINY):
            edits.append(edit(text, start, end, "", RULE, confidence=0.8))
    return Findings(edits)
