"""A multimap from 64-bit keys to row numbers for arrays of keys: a bit filter first, then a binary search."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Ints = NDArray[np.int64]
_PRIME = np.uint64(0x9E3779B97F4A7C15)


def rolling(windows: NDArray[np.integer]) -> Keys:
    """One key for each row of a two-dimensional array of numbers."""
    out = np.zeros(len(windows), np.uint64)
    for column in range(windows.shape[1]):
        out = (out + windows[:, column].astype(np.uint64)) * _PRIME
        out ^= out >> np.uint64(29)
    return out


class KeyTable:
    """Rows by key. `order[i]` is the row that stands at place i of the sorted keys.

    >>> table = KeyTable(np.array([7, 9, 7], np.uint64))
    >>> [a.tolist() for a in table.find(np.array([1, 7], np.uint64))]
    [[1, 1], [0, 2]]
    """

    def __init__(self, keys: Keys) -> None:
        self.order: Ints = np.argsort(keys, kind="stable")
        self._keys = keys[self.order]
        bits = max(10, min(26, len(keys).bit_length() + 4))
        self._shift = np.uint64(64 - bits)
        self._filter = np.zeros(1 << bits, np.bool_)
        self._filter[self._slot(keys)] = True

    def __len__(self) -> int:
        return len(self._keys)

    def _slot(self, keys: Keys) -> Keys:
        return (keys * _PRIME) >> self._shift

    def find(self, keys: Keys) -> tuple[Ints, Ints]:
        """All pairs (place in `keys`, row) with equal keys."""
        at = np.flatnonzero(self._filter[self._slot(keys)])
        wanted = keys[at]
        low = np.searchsorted(self._keys, wanted, side="left")
        count = np.searchsorted(self._keys, wanted, side="right") - low
        place = np.repeat(at, count)
        row = np.repeat(low - (np.cumsum(count) - count), count) + np.arange(len(place))
        return place, self.order[row]

    def find_last(self, keys: Keys) -> tuple[Ints, Ints]:
        """For keys that are known: their place in `keys`, and the place in the sorted keys of the last equal one."""
        at = np.flatnonzero(self._filter[self._slot(keys)])
        last = np.searchsorted(self._keys, keys[at], side="right") - 1
        same = (last >= 0) & (self._keys[last] == keys[at])
        return at[same], last[same]
