"""Many readings measured against many at once: one step for all pairs where `skeleton.alignment` goes cell by cell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tclean.text.phonetics.space import space

BLOCK = 1 << 12  # pairs measured at once
Costs = NDArray[np.float64]


class Aligner:
    """Readings ready to be measured.

    >>> from tclean.text.phonetic_index.skeleton import alignment
    >>> from tclean.text.phonetics import readings_of
    >>> skin, law = readings_of("skin law")[0], readings_of("Scaling Law")[0]
    >>> Aligner([law])([(skin, [0])])[0].tolist() == [alignment(skin, law, 9.0)]
    True
    """

    def __init__(self, readings: Sequence[Sequence[int]]) -> None:
        self._sizes = np.array([len(r) for r in readings], np.int64)
        self._units = np.zeros((len(readings), max(map(len, readings), default=0)), np.int64)
        for row, units in enumerate(readings):
            self._units[row, : len(units)] = units
        known = space()
        self._width = len(known.units)
        self._losses = np.array([known.loss(u) for u in range(self._width)], np.float64)

    def __call__(self, pairs: Sequence[tuple[Sequence[int], Sequence[int]]]) -> list[Costs]:
        """For each reading that was heard, what it costs to turn it into each of the numbered ones."""
        heard = [units for units, rows in pairs for _ in rows]
        rows = np.array([row for _, some in pairs for row in some], np.int64)
        parts = [self._measure(heard[i : i + BLOCK], rows[i : i + BLOCK]) for i in range(0, len(heard), BLOCK)]
        costs = np.concatenate([np.zeros(0), *parts])
        ends = np.cumsum([len(some) for _, some in pairs]).tolist()
        return [costs[end - len(some) : end] for end, (_, some) in zip(ends, pairs, strict=True)]

    def _measure(self, heard: Sequence[Sequence[int]], rows: NDArray[np.int64]) -> Costs:
        """The least cost of each pair, as `alignment` would find it."""
        known = space()
        numbers = sorted({u for units in heard for u in units})
        at = {u: n for n, u in enumerate(numbers)}
        table = np.array([known.row(u, self._width) for u in numbers])
        extra = np.array([known.loss(u) for u in numbers])
        sizes = np.array([len(units) for units in heard])
        mine = np.zeros((int(sizes.max()), len(heard)), np.int64)
        for n, units in enumerate(heard):
            mine[: len(units), n] = [at[u] for u in units]
        theirs, last = self._units[rows].T, self._sizes[rows]
        gone = self._losses[theirs]
        row = np.concatenate((np.zeros((1, len(heard))), np.cumsum(gone, 0)))
        out = row[last, np.arange(len(heard))]
        for i, said in enumerate(mine):
            row = _next(row, table[said, theirs], extra[said], gone)
            done = np.flatnonzero(sizes == i + 1)
            out[done] = row[last[done], done]
        return out


def _next(last: Costs, changed: Costs, extra: Costs, gone: Costs) -> Costs:
    """One more unit heard: changed into another, said too much, or another lost before it."""
    row = np.empty_like(last)
    row[0] = last[0] + extra
    best = np.minimum(last[:-1] + changed, last[1:] + extra)
    for j in range(len(gone)):
        np.minimum(best[j], row[j] + gone[j], out=row[j + 1])
    return row
