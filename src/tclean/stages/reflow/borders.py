"""All places of a text where a clause may end: commas, stops that stand already, line ends, beginnings of stretches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from tclean.stages.reflow.regions import Region
from tclean.text.clauseends import NEVER, Clauses, Row, weigher

COMMA, STOP, LINE, EDGE = range(4)
"""A comma; a stop inside a line; a line's end; where a stretch of running text begins."""
STOPS = frozenset("。？！?!")
ASKING = "吗呢啊看办样"  # a question may end so
_MARKS = "，。？！?!"
_LINE_END = re.compile(r"\n\s*")
_NO_START = "”’」』）) \t\r\n\f\v\u3000"  # a stop before one of these is no border

Array = Any  # numpy arrays


class Borders(NamedTuple):
    """What is known of the borders, in text order; `live` are the numbers of those where something may change."""

    clauses: Clauses
    kinds: list[int]
    live: list[int]


def borders(text: str, stretches: Sequence[Region]) -> Borders:
    """The borders of all stretches. A stretch's first one is its beginning; where it ends there is none."""
    chars = _codes(text)
    know = weigher()
    seen: list[Row] = know.openings.findall(text)
    seen += know.openings_at(text, [region.start for region in stretches])
    rows = [know[row] for row in seen]
    kinds, ends, starts, number = _places(text, chars, stretches)
    clauses = Clauses.of(text, chars, ends, starts, [rows[n] for n in number.tolist()])
    asking = _table(ASKING)[chars[np.maximum(ends - 1, 0)]]
    live = (kinds != COMMA) | asking | (np.array(clauses.need) != NEVER)
    return Borders(clauses, kinds.tolist(), np.flatnonzero(live).tolist())


def _codes(text: str) -> Array:
    """One number a character; those beyond two bytes as one odd sign."""
    short = text.encode("utf-16-le", "surrogatepass")
    if len(short) == 2 * len(text):
        return np.frombuffer(short, "<u2")
    return np.minimum(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4"), 0xFFFF).astype(np.uint16)


@cache
def _table(some: str) -> Array:
    """For every character whether it is one of `some`."""
    table = np.zeros(0x10000, bool)
    table[[ord(c) for c in some]] = True
    return table


def _places(text: str, chars: Array, stretches: Sequence[Region]) -> tuple[Array, Array, Array, Array]:
    """(kinds, ends, starts, numbers of their rows) of all borders in text order.

    Rows are those of all marks and bare line ends in text order, then those of the stretches.
    """
    edges = np.array([region.start for region in stretches])
    limits = np.array([region.end for region in stretches])
    lines = np.array(_lines(text), np.int64).reshape(-1, 3)
    marks = np.flatnonzero(_table(_MARKS)[chars])
    seen = np.sort(np.concatenate((marks, lines[:, 2][chars[lines[:, 2]] == ord("\n")])))
    marks = marks[_inside(text, chars, marks, lines)]
    kinds = np.where(chars[marks] == ord("，"), COMMA, STOP)
    kinds = np.concatenate((np.full(len(edges), EDGE), kinds, np.full(len(lines), LINE)))
    ends = np.concatenate((edges, marks, lines[:, 0]))
    starts = np.concatenate((edges, marks + 1, lines[:, 1]))
    rows = np.concatenate((np.arange(len(edges)) + len(seen), seen.searchsorted(np.concatenate((marks, lines[:, 2])))))
    order = ends.argsort(kind="stable")
    kinds, ends, starts, rows = kinds[order], ends[order], starts[order], rows[order]
    region = edges.searchsorted(ends, "right") - 1
    within = (region >= 0) & (starts < limits[region]) & ((ends > edges[region]) | (kinds == EDGE))
    return kinds[within], ends[within], starts[within], rows[within]


def _inside(text: str, chars: Array, marks: Array, lines: Array) -> Array:
    """Which marks are borders inside a line: not part of its end, no stop before a closing bracket."""
    behind = chars[np.minimum(marks + 1, len(chars) - 1)]
    out = (chars[marks] == ord("，")) | ~_table(_NO_START)[behind]
    if len(lines):
        line = lines[:, 0].searchsorted(marks, "right") - 1
        out &= (line < 0) | (marks >= lines[line, 1])
    return out


def _lines(text: str) -> list[tuple[int, int, int]]:
    """(start, end, row) of the line ends with the blanks, commas and the one stop before them: `好处呢，。⏎⏎`."""
    out = []
    for m in _LINE_END.finditer(text):
        at, end = m.span()
        row = at
        while at and text[at - 1] in " \t":
            at -= 1
        if at and text[at - 1] in _MARKS:
            row = at - 1
            at -= text[at - 1] != "，"
        while at and text[at - 1] in " \t，、":
            at -= 1
        out.append((at, end, row))
    return out
