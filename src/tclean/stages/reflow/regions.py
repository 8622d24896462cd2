"""Stretches of running text: nothing is joined across headings, notes, events, summaries and labels."""

from __future__ import annotations

import re
from typing import NamedTuple

from tclean.core.document import Document
from tclean.text.linelayout import FURNITURE

_BLOCKS = ("heading", "note", "event", "summary", "boilerplate")
_LINE = re.compile(r"\S[^\n]*")
_LABEL = re.compile(r"\s*[^，。！？、\s：:]{1,12}\s?[：:]\s*")


class Region(NamedTuple):
    """`text[start:end]`, running text of one voice or unknown voices."""

    start: int
    end: int


def regions(doc: Document) -> list[Region]:
    """The stretches between blocks and labels, without white space at their ends.

    Where no stage has marked anything, a line that is no running text (`# …`, `![](…)`) or begins with a short label
    and a colon is a border by itself.
    """
    text = doc.text
    fences = [(m.start, m.end) for m in doc.marked(*_BLOCKS)]
    fences += [(m.start, m.start) for m in doc.marked("label", "turn")]
    labelled = "labelled" in doc.meta.extra
    for m in _LINE.finditer(text):
        start, end = m.span()
        if text.startswith(FURNITURE, start):
            fences.append((start, end))
        elif not labelled and _LABEL.match(text, start, end):
            fences.append((start, start))
    return _between(text, sorted(set(fences)))


def _between(text: str, fences: list[tuple[int, int]]) -> list[Region]:
    out = []
    at = 0
    for start, end in [*fences, (len(text), len(text))]:
        if start > at and (body := text[at:start].strip()):
            begin = text.index(body, at) if len(body) < start - at else at
            out.append(Region(begin, begin + len(body)))
        at = max(at, end)
    return out
