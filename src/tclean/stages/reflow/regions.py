"""Stretches of running text: nothing is joined across headings, notes, events, summaries and labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tclean.core.document import Document
from tclean.text.codes import places
from tclean.text.linelayout import FURNITURE

_BLOCKS = ("heading", "note", "event", "summary", "boilerplate")
_LINE = re.compile(r"\S[^\n]*")
_FIRST = "".join(sorted({sign[0] for sign in FURNITURE}))
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
    fences += _furniture(text)
    if "labelled" not in doc.meta.extra:
        lines = (m.span() for m in _LINE.finditer(text))
        fences += [(start, start) for start, end in lines if _LABEL.match(text, start, end)]
    return _between(text, sorted(set(fences)))


def _furniture(text: str) -> Iterator[tuple[int, int]]:
    """The lines that are no running text."""
    for at in places(text, _FIRST).tolist():
        if text.startswith(FURNITURE, at) and not text[text.rfind("\n", 0, at) + 1 : at].strip():
            end = text.find("\n", at)
            yield at, end if end >= 0 else len(text)


def _between(text: str, fences: list[tuple[int, int]]) -> list[Region]:
    out = []
    at = 0
    for start, end in [*fences, (len(text), len(text))]:
        if start > at and (body := text[at:start].strip()):
            begin = text.index(body, at) if len(body) < start - at else at
            out.append(Region(begin, begin + len(body)))
        at = max(at, end)
    return out
