"""The ways in which a reading may be heard: with its weak units or without, its first syllables as others near them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tclean.text.phonetics.space import Space

AT_ONCE = 1 << 12  # readings written out at once
Form = tuple[tuple[int, ...], float]
Floats = NDArray[np.float32]
Ints = NDArray[np.intp]


def forms(units: tuple[int, ...], space: Space) -> list[Form]:
    """A reading as said, and with its weak units lost (all of them, or each alone), with what the loss costs.

    >>> from tclean.text.phonetics import readings_of, space
    >>> [len(units) for units, _ in forms(readings_of("law")[0], space())]
    [1]
    """
    if max(units, default=0) < space.mandarin:  # nothing in it is weak
        return [(units, 0.0)]
    weak = [i for i, u in enumerate(units) if space.units[u].weak]
    drops = [(), tuple(weak), *((i,) for i in weak)] if weak else [()]
    out: dict[tuple[int, ...], float] = {}
    for lost in drops:
        form = tuple(u for i, u in enumerate(units) if i not in lost)
        out[form] = min(out.get(form, 9.0), sum(space.loss(units[i]) for i in lost))
    return list(out.items())


def written_out(units: NDArray[np.integer], matrix: Floats, limit: float) -> tuple[NDArray[np.uint16], Ints]:
    """All sequences of syllables within the limit of each row of units, and the row each belongs to."""
    near = _Near(matrix, limit)
    parts = [near.sequences(units[i : i + AT_ONCE]) for i in range(0, max(1, len(units)), AT_ONCE)]
    rows = [row + i * AT_ONCE for i, (_, row) in enumerate(parts)]
    return np.concatenate([heard for heard, _ in parts]), np.concatenate(rows)


class _Near:
    """For each unit the syllables it may be heard as, side by side."""

    def __init__(self, matrix: Floats, limit: float) -> None:
        unit, said = np.nonzero(limit >= matrix.T)
        self._said, self._cost, self._limit = said.astype(np.uint16), matrix[said, unit], limit
        self._from = np.searchsorted(unit, np.arange(matrix.shape[1] + 1))

    def sequences(self, units: NDArray[np.integer]) -> tuple[NDArray[np.uint16], Ints]:
        """What each row of units may be heard as, and the row."""
        row, total = np.arange(len(units)), np.zeros(len(units), np.float32)
        heard = np.zeros((len(units), 0), np.uint16)
        for column in units.T:
            first = self._from[column[row]]
            times = self._from[column[row] + 1] - first
            before = np.repeat(np.arange(len(row)), times)
            at = np.arange(len(before)) + np.repeat(first - np.cumsum(times) + times, times)
            wide = total[before] + self._cost[at]
            keep = np.flatnonzero(wide <= self._limit)
            before, at, total = before[keep], at[keep], wide[keep]
            heard, row = np.column_stack((heard[before], self._said[at])), row[before]
        return heard, row
