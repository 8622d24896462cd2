"""A multimap from 64-bit keys to row numbers for arrays of keys: a bit filter first, then a walk along one bucket."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Ints = NDArray[np.int64]
Rows = NDArray[np.int32]
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


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


class KeySet:
    """Keys of which it is quickly said that they are not there; now and then a stranger passes for one of them.

    >>> keys = rolling(np.array([[7], [9]]))
    >>> KeySet(keys).may_hold(keys).tolist()
    [True, True]
    """

    def __init__(self, keys: Keys) -> None:
        self._shift = np.uint64(64 - min(26, len(keys).bit_length() + 3))
        self._bits = np.zeros(1 << (64 - int(self._shift)), np.bool_)
        self._bits[keys * _PRIME >> self._shift] = True

    def may_hold(self, keys: Keys) -> NDArray[np.bool_]:
        """Whether each key may be there."""
        found: NDArray[np.bool_] = self._bits[keys * _PRIME >> self._shift]
        return found


class KeyTable:
    """Rows by key (`rows`; else they are counted): the distinct keys in order, and the rows of each side by side.

    >>> table = KeyTable(rolling(np.array([[7], [9], [7]])))
    >>> place, times, row = table.find(rolling(np.array([[1], [7]])))
    >>> place.tolist(), times.tolist(), row.tolist()
    ([1], [2], [0, 2])
    """

    def __init__(self, keys: Keys, rows: Rows | None = None) -> None:
        self._set = KeySet(keys)
        keys = keys * _PRIME
        order = np.argsort(keys, kind="stable").astype(np.int32)
        keys = keys[order]
        edges = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))[: len(keys)])
        self._rows = order if rows is None else rows[order]
        self._from = np.append(edges, len(keys)).astype(np.int32)
        self._keys = keys[edges]
        self._near = np.uint64(64 - min(24, len(edges).bit_length() + 1))
        buckets = np.bincount((self._keys >> self._near).astype(np.int64), minlength=1 << (64 - int(self._near)))
        self._first = np.concatenate(([0], np.cumsum(buckets))).astype(np.int32)

    def __len__(self) -> int:
        return len(self._rows)

    def find_first(self, keys: Keys) -> tuple[Ints, Rows]:
        """For keys that are known: their place in `keys`, and the first row that has it."""
        at, known = self._find(keys)
        return at, self._rows[self._from[known]]

    def find(self, keys: Keys) -> tuple[Ints, Rows, Rows]:
        """For keys that are known: their place in `keys`, how many rows have it, and these rows one after the other."""
        at, known = self._find(keys)
        first, times = self._from[known], self._from[known + 1] - self._from[known]
        ends = np.cumsum(times, dtype=np.int32)
        along = np.arange(ends[-1] if len(ends) else 0, dtype=np.int32)
        along += np.repeat(first - ends + times, times)
        return at, times, self._rows[along]

    def _find(self, keys: Keys) -> tuple[Ints, Ints]:
        """For keys that are known: their place in `keys` and in the distinct keys of the table."""
        at = np.flatnonzero(self._set.may_hold(keys))
        wanted = keys[at] * _PRIME
        bucket = (wanted >> self._near).astype(np.int64)
        low = self._first[bucket]
        first = self._keys[np.minimum(low, len(self._keys) - 1)] == wanted
        far = np.flatnonzero(~first & (low + 1 < self._first[bucket + 1]))
        place = np.searchsorted(self._keys, wanted[far])
        low[far], first[far] = place, self._keys[np.minimum(place, len(self._keys) - 1)] == wanted[far]
        return at[first], low[first]
