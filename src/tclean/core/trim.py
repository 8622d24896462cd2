"""White space at the ends of segments: out of the span, or struck by an edit of its own."""

from __future__ import annotations

from tclean.core.edit import Span
from tclean.core.offsets import Change

TRIM = "reflow:trim"


def trim(source: str, start: int, end: int) -> Span:
    """The stretch without white space at its ends.

    >>> trim(" ab ", 0, 4)
    (1, 3)
    """
    while start < end and source[start].isspace():
        start += 1
    while end > start and source[end - 1].isspace():
        end -= 1
    return start, end


def strip(source: str, start: int, end: int, edits: list[Change]) -> list[Change]:
    """Take white space off both ends of the replayed text by edits of its own or by shortening those there."""
    out = list(edits)
    for _ in range(2 * len(edits) + 2):  # left end
        at = start
        i = 0
        while i < len(out) and out[i].start == at and not out[i].after:
            at = out[i].end
            i += 1
        if i < len(out) and out[i].start == at:
            c = out[i]
            out[i] = c._replace(after=c.after.lstrip())
            if out[i].after:
                break
            continue
        stop = at
        limit = out[i].start if i < len(out) else end
        while stop < limit and source[stop].isspace():
            stop += 1
        if stop == at:
            break
        out.insert(i, Change(at, stop, "", (TRIM,), 1.0))
    for _ in range(2 * len(edits) + 2):  # right end
        at = end
        i = len(out)
        while i and out[i - 1].end == at and not out[i - 1].after:
            at = out[i - 1].start
            i -= 1
        if i and out[i - 1].end == at:
            c = out[i - 1]
            out[i - 1] = c._replace(after=c.after.rstrip())
            if out[i - 1].after:
                break
            continue
        stop = at
        limit = out[i - 1].end if i else start
        while stop > limit and source[stop - 1].isspace():
            stop -= 1
        if stop == at:
            break
        out.insert(i, Change(stop, at, "", (TRIM,), 1.0))
    return [c for c in out if source[c.start : c.end] != c.after]
