"""Many readings measured against many at once: one step for all pairs where `skeleton.alignment` goes cell by cell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tclean.text.phonetics.space import space

BLOCK = 1 << 12  # pairs measured at once
Costs = NDArray[np.float64]
Numbers = NDArray[np.int64]


class Aligner:
    """Readings ready to be measured.

    >>> from tclean.text.phonetic_index.skeleton import alignment
    >>> from tclean.text.phonetics import readings_of
    >>> skin, law = readings_of("skin law")[0], readings_of("Scaling Law")[0]
    >>> Aligner([law])([skin], np.array([0]), np.array([0])).tolist() == [alignment(skin, law, 9.0)]
    True
    """

    def __init__(self, readings: Sequence[Sequence[int]]) -> None:
        self._sizes, self._units = _table(readings)
        known = space()
        self._width = len(known.units)
        self._losses = np.array([known.loss(u) for u in range(self._width)], np.float64)

    def __call__(self, heard: Sequence[Sequence[int]], which: Numbers, rows: Numbers) -> Costs:
        """What it costs to turn some of the readings that were heard into some of the others, both by number."""
        known, numbers = space(), sorted({u for units in heard for u in units})
        at = {u: n for n, u in enumerate(numbers)}
        sizes, units = _table([[at[u] for u in some] for some in heard])
        distances = np.array([known.row(u, self._width) for u in numbers])
        extra = np.array([known.loss(u) for u in numbers])
        costs = np.zeros(len(rows))
        for i in range(0, len(rows), BLOCK):
            some = which[i : i + BLOCK]
            costs[i : i + BLOCK] = self._measure(sizes[some], units[some], rows[i : i + BLOCK], distances, extra)
        return costs

    def _measure(self, sizes: Numbers, heard: Numbers, rows: Numbers, distances: Costs, extra: Costs) -> Costs:
        """The least cost of each pair, as `alignment` would find it."""
        last = self._sizes[rows]
        theirs = self._units[rows, : last.max()].T
        gone = self._losses[theirs]
        row = np.concatenate((np.zeros((1, len(rows))), np.cumsum(gone, 0)))
        out = row[last, np.arange(len(rows))]
        for i, said in enumerate(heard[:, : sizes.max()].T):
            row = _next(row, distances[said, theirs], extra[said], gone)
            done = (sizes == i + 1).nonzero()[0]
            out[done] = row[last[done], done]
        return out


def _table(readings: Sequence[Sequence[int]]) -> tuple[Numbers, Numbers]:
    """How long each reading is, and all of them side by side."""
    sizes = np.array([len(r) for r in readings], np.int64)
    units = np.zeros((len(readings), max(map(len, readings), default=0)), np.int64)
    units[np.arange(units.shape[1]) < sizes[:, None]] = [u for units in readings for u in units]
    return sizes, units


def _next(last: Costs, changed: Costs, extra: Costs, gone: Costs) -> Costs:
    """One more unit heard: changed into another, said too much, or another lost before it."""
    row = np.empty_like(last)
    row[0] = last[0] + extra
    best = np.minimum(last[:-1] + changed, last[1:] + extra)
    for j in range(len(gone)):
        np.minimum(best[j], row[j] + gone[j], out=row[j + 1])
    return row
