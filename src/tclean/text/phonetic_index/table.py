"""A multimap from 64-bit keys to row numbers for arrays of keys: a bit filter first, then a walk along one bucket."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Ints = NDArray[np.int64]
Rows = NDArray[np.int32]
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_END = np.uint64(0xFFFFFFFFFFFFFFFF)  # behind all keys


def rolling(windows: NDArray[np.integer]) -> Keys:
    """One key for each row of a two-dimensional array of numbers."""
    out = np.zeros(len(windows), np.uint64)
    for column in range(windows.shape[1]):
        out = rolled(out, windows[:, column])
    return out


def rolled(keys: Keys, column: NDArray[np.integer]) -> Keys:
    """The keys of rows that are longer by one number each."""
    out = keys + column.astype(np.uint64)
    out *= _PRIME
    out ^= out >> _SHIFT
    return out


class KeyTable:
    """Rows by key (`rows`; else they are counted): the distinct keys in order, and the rows of each side by side.

    Keys are as good as chance, so that their first bits tell where in this order to look.

    >>> table = KeyTable(rolling(np.array([[7], [9], [7]])))
    >>> place, times, row = table.find(rolling(np.array([[1], [7]])))
    >>> place.tolist(), times.tolist(), row.tolist()
    ([1], [2], [0, 2])
    """

    def __init__(self, keys: Keys, rows: Rows | None = None) -> None:
        order = np.argsort(keys, kind="stable").astype(np.int32)
        keys = keys[order]
        edges = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))[: len(keys)])
        self._rows = order if rows is None else rows[order]
        self._from = np.append(edges, len(keys)).astype(np.int32)
        self._keys = np.append(keys[edges], _END)
        self._gate = np.uint64(64 - min(26, len(keys).bit_length() + 3))
        self._open = np.zeros(1 << (64 - int(self._gate)), np.bool_)
        self._open[keys >> self._gate] = True
        self._near = np.uint64(64 - min(24, len(edges).bit_length() + 1))
        buckets = np.bincount((keys[edges] >> self._near).astype(np.intp), minlength=1 << (64 - int(self._near)))
        self._first = np.concatenate(([0], np.cumsum(buckets))).astype(np.int32)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def first_rows(self) -> Rows:
        """The first row of each distinct key."""
        return self._rows.take(self._from[:-1])

    def find_first(self, keys: Keys) -> tuple[Ints, Rows]:
        """For keys that are known: their place in `keys`, and the first row that has it."""
        at, known = self.find_distinct(keys)
        return at, self._rows.take(self._from.take(known))

    def find(self, keys: Keys) -> tuple[Ints, Rows, Rows]:
        """For keys that are known: their place in `keys`, how many rows have it, and these rows one after the other."""
        at, known = self.find_distinct(keys)
        first = self._from.take(known)
        times = self._from.take(known + 1) - first
        ends = np.cumsum(times, dtype=np.int32)
        along = np.arange(ends[-1] if len(ends) else 0, dtype=np.int32)
        along += np.repeat(first - ends + times, times)
        return at, times, self._rows.take(along)

    def find_distinct(self, keys: Keys) -> tuple[Ints, Ints]:
        """For keys that are known: their place in `keys` and in the distinct keys of the table."""
        at = self._open.take((keys >> self._gate).astype(np.intp)).nonzero()[0]
        wanted = keys.take(at)
        place = self._first.take((wanted >> self._near).astype(np.intp)).astype(np.intp)
        rest = (self._keys.take(place) < wanted).nonzero()[0]
        while len(rest):  # along the keys, which are in order
            place[rest] += 1
            rest = rest[self._keys.take(place.take(rest)) < wanted.take(rest)]
        found = (self._keys.take(place) == wanted).nonzero()[0]
        return at.take(found), place.take(found)
