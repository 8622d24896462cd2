"""All places of a text where a clause may end: commas, stops that stand already, line ends, beginnings of stretches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tclean.stages.reflow.regions import Region
from tclean.text.clauseborders import Clauses
from tclean.text.clauseends import NEVER
from tclean.text.codes import SPACE, Array, codes, places, skipped, table

COMMA, STOP, LINE, EDGE = range(4)
"""A comma; a stop inside a line; a line's end; where a stretch of running text begins."""
STOPS = frozenset("。？！?!")
ASKING = "吗呢啊看办样"  # a question may end so
_MARKS = "，。？！?!"
_NO_START = "”’」』）) \t\r\n\f\v\u3000"  # a stop before one of these is no border


class Borders(NamedTuple):
    """What is known of the borders, in text order; `live` are the numbers of those where something may change."""

    clauses: Clauses
    kinds: list[int]
    asks: list[bool]  # a question may end there
    live: list[int]


def borders(text: str, stretches: Sequence[Region]) -> Borders:
    """The borders of all stretches. A stretch's first one is its beginning; where it ends there is none."""
    chars = codes(text)
    kinds, ends, starts = _places(text, chars, stretches)
    clauses = Clauses.of(text, chars, ends, starts, skipped(chars, starts, SPACE), kinds != LINE)
    asks = clauses.asks
    live = (kinds != COMMA) | (asks & table(ASKING)[chars[ends - 1]]) | (np.array(clauses.need) != NEVER)
    return Borders(clauses, kinds.tolist(), asks.tolist(), np.flatnonzero(live).tolist())


def _places(text: str, chars: Array, stretches: Sequence[Region]) -> tuple[Array, Array, Array]:
    """(kinds, ends, starts) of all borders in text order."""
    edges, limits = np.array(stretches).T
    lines, behind = _lines(chars, places(text, "\n"))
    marks = places(text, _MARKS)
    marks = marks[_inside(chars, marks, lines, behind)]
    kinds = np.where(chars[marks] == ord("，"), COMMA, STOP)
    kinds = np.concatenate((np.full(len(edges), EDGE), kinds, np.full(len(lines), LINE)))
    ends = np.concatenate((edges, marks, lines))
    starts = np.concatenate((edges, marks + 1, behind))
    order = ends.argsort(kind="stable")
    kinds, ends, starts = kinds[order], ends[order], starts[order]
    region = edges.searchsorted(ends, "right") - 1
    within = (region >= 0) & (starts < limits[region]) & ((ends > edges[region]) | (kinds == EDGE))
    return kinds[within], ends[within], starts[within]


def _inside(chars: Array, marks: Array, lines: Array, behind: Array) -> Array:
    """Which marks are borders inside a line: not part of its end, no stop before a closing bracket."""
    out = (chars[marks] == ord("，")) | ~table(_NO_START)[chars[marks + 1]]
    if len(lines):
        line = lines.searchsorted(marks, "right") - 1
        out &= (line < 0) | (marks >= behind[line])
    return out


def _lines(chars: Array, breaks: Array) -> tuple[Array, Array]:
    """(starts, ends) of the line ends with the blanks, commas and the one stop before them: `好处呢，。⏎⏎`."""
    behind = skipped(chars, breaks + 1, SPACE)
    first = np.flatnonzero(np.append(True, behind[1:] != behind[:-1])[: len(behind)])
    at = skipped(chars, breaks[first], " \t", -1)
    last = chars[at - 1]
    at = at - (table(_MARKS)[last] & (last != ord("，")))
    return skipped(chars, at, " \t，、", -1), behind[first]
