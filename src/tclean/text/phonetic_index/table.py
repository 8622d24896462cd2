"""A multimap from 64-bit keys to row numbers for arrays of keys: a bit filter first, then a walk along one bucket."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Ints = NDArray[np.int64]
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


def rolling(windows: NDArray[np.integer]) -> Keys:
    """One key for each row of a two-dimensional array of numbers."""
    out = np.zeros(len(windows), np.uint64)
    for column in range(windows.shape[1]):
        out = (out + windows[:, column].astype(np.uint64)) * _PRIME
        out ^= out >> _SHIFT
    return out


class KeyTable:
    """Rows by key. `order[i]` is the row that stands at place i of the sorted keys.

    >>> table = KeyTable(rolling(np.array([[7], [9], [7]])))
    >>> [a.tolist() for a in table.find(rolling(np.array([[1], [7]])))]
    [[1, 1], [0, 2]]
    """

    def __init__(self, keys: Keys) -> None:
        keys = keys * _PRIME
        self.order = np.argsort(keys, kind="stable").astype(np.int32)
        self._keys = np.append(keys[self.order], np.uint64(0))
        size = len(keys).bit_length()
        self._near = np.uint64(64 - min(24, size + 1))
        self._far = np.uint64(64 - min(26, size + 3))
        buckets = (self._keys[:-1] >> self._near).astype(np.int64)
        self._first = np.searchsorted(buckets, np.arange((1 << (64 - int(self._near))) + 1))
        self._filter = np.zeros(1 << (64 - int(self._far)), np.bool_)
        self._filter[keys >> self._far] = True

    def __len__(self) -> int:
        return len(self.order)

    def find_first(self, keys: Keys) -> tuple[Ints, Ints]:
        """For keys that are known: their place in `keys`, and the place in the sorted keys of the first equal one."""
        keys = keys * _PRIME
        at = np.flatnonzero(self._filter[keys >> self._far])
        wanted = keys[at]
        bucket = (wanted >> self._near).astype(np.int64)
        low, high = self._first[bucket], self._first[bucket + 1]
        places, found = [at[:0]], [low[:0]]
        while len(at):
            same = (self._keys[low] == wanted) & (low < high)
            places.append(at[same])
            found.append(low[same])
            on = ~same & (low + 1 < high)
            at, wanted, low, high = at[on], wanted[on], low[on] + 1, high[on]
        return np.concatenate(places), np.concatenate(found)

    def find(self, keys: Keys) -> tuple[Ints, Ints]:
        """All pairs (place in `keys`, row) with equal keys."""
        place, row = self.find_first(keys)
        places, rows = [place], [row]
        while len(place):
            more = self._keys[row + 1] == self._keys[row]
            more &= row + 1 < len(self.order)
            place, row = place[more], row[more] + 1
            places.append(place)
            rows.append(row)
        return np.concatenate(places), self.order[np.concatenate(rows)].astype(np.int64)
