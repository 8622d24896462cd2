"""A document as blocks that could be repeated: paragraphs, cut where speakers change and where they grow too long."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from tclean.core.document import Document
from tclean.core.edit import Mark, Span
from tclean.text.shingles import Array

LONGEST = 2000  # characters; longer paragraphs are compared piece by piece
ENDS = "。！？!?…"
_LINE = re.compile(r"\n")
_APART = ("heading", "note", "event", "duplicate", "boilerplate")


class Blocks(NamedTuple):
    """The blocks of a text: block `i` is `text[cuts[i]:cuts[i + 1]]`, white space at its ends and all."""

    text: str
    cuts: Array
    summaries: list[Mark]
    of_summary: Array  # by block: which summary mark covers it, or -1
    apart: Array  # by block: whether it is a heading, a note, an event

    @classmethod
    def of(cls, doc: Document) -> Blocks:
        """The blocks of a document."""
        summaries = [m for m in doc.marked("summary") if m.end > m.start]
        apart = [m for m in doc.marked(*_APART) if m.end > m.start]
        lines = [m.start() + 1 for m in _LINE.finditer(doc.text)]
        borders = {p for m in (*summaries, *apart, *doc.marked("turn")) for p in (m.start, m.end)}
        cuts = np.array(sorted({0, len(doc.text), *lines, *borders}))
        cuts = np.union1d(cuts, _cuts_in_long(doc.text, cuts)).astype(np.int64)
        return cls(doc.text, cuts, summaries, _covered(cuts, summaries), _covered(cuts, apart) >= 0)

    def span(self, block: int) -> Span:
        """Where a block stands, without the white space at its ends."""
        return trimmed(self.text, int(self.cuts[block]), int(self.cuts[block + 1]))

    def summary(self, block: int) -> Mark | None:
        """The summary mark over a block."""
        i = int(self.of_summary[block])
        return self.summaries[i] if i >= 0 else None


def trimmed(text: str, start: int, end: int) -> Span:
    """A span without the white space at its ends.

    >>> trimmed(" ab \\n", 0, 5)
    (1, 3)
    """
    row = text[start:end]
    return start + len(row) - len(row.lstrip()), end - len(row) + len(row.rstrip())


def _covered(cuts: Array, marks: Iterable[Mark]) -> Array:
    """For each block the number of the mark that covers it, or -1."""
    out = np.full(len(cuts) - 1, -1)
    for n, m in enumerate(marks):
        out[np.searchsorted(cuts, m.start) : np.searchsorted(cuts, m.end)] = n
    return out


def _cuts_in_long(text: str, cuts: Array) -> list[int]:
    """Sentence ends at which long paragraphs are cut."""
    out = []
    for i in np.flatnonzero(np.diff(cuts) > LONGEST):
        start, end = int(cuts[i]), int(cuts[i + 1])
        while end - start > LONGEST:
            start = max(text.rfind(c, start, start + LONGEST) for c in ENDS) + 1 or start + LONGEST
            out.append(start)
    return out
