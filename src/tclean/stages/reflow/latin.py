"""Blanks between Chinese and Latin letters or digits: a document that leaves them out leaves them out everywhere."""

from __future__ import annotations

import re
from itertools import islice

from tclean.core.document import Document
from tclean.core.edit import Findings, edit
from tclean.text.spans import Spans

RULE = "reflow:latin-blank"
MOST = 9
"""So many times as often as there is a blank there must be none."""
_H = "[\u4e00-\u9fff]"
_WITHOUT = re.compile(f"{_H}(?=[A-Za-z0-9])|[A-Za-z0-9%](?={_H})")
_BLANK = re.compile(r"[ \u3000]+(?=[A-Za-z0-9\u4e00-\u9fff])")
_LATIN = re.compile("[A-Za-z0-9%]")
_BLOCKS = ("heading", "note", "event", "summary", "label", "boilerplate")
_NUMBERED = re.compile(r"(?:^|\n)[ \t]*[\w.()]{1,6}$")  # 1 苹果, at the front of a line


def latin_blanks(doc: Document) -> Findings:
    """Stray blanks in recognised speech (文心 4.0版本 → 文心4.0版本); prose and headings stay as they are."""
    text = doc.text
    if doc.meta.extra["layout"] == "prose" or " " not in text:
        return Findings()
    found = [m.span() for m in _BLANK.finditer(text) if m.start() and _mixed(text[m.start() - 1], text[m.end()])]
    without = MOST * len(found)
    if not found or sum(1 for _ in islice(_WITHOUT.finditer(text), without)) < without:
        return Findings()
    closed = Spans((m.start, m.end) for m in doc.marked(*_BLOCKS))
    loose = (
        span for span in found if span[0] not in closed and not _NUMBERED.search(text, max(0, span[0] - 8), span[0])
    )
    return Findings([edit(text, *span, "", RULE, confidence=0.8) for span in loose])


def _mixed(before: str, after: str) -> bool:
    """Whether a Chinese character stands on one side, and a Latin letter or a digit on the other."""
    one = _LATIN.match(before) is not None
    other = _LATIN.match(after) is not None
    return one != other and "\u4e00" <= (after if one else before) <= "\u9fff"
