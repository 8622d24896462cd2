"""The key of every stretch of a row of numbers, one subtraction away."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tclean.text.phonetic_index.table import Keys

BASE = 0x9E3779B97F4A7C15
_POWER, _INVERSE = np.uint64(BASE), np.uint64(pow(BASE, -1, 1 << 64))
_KEPT = 20  # powers for rows up to two to this many numbers are kept
Places = NDArray[np.integer]


class Sums:
    """A row of numbers, each times a power for its place, added up.

    >>> row = Sums(np.array([7, 8, 9, 7, 8], np.uint64))
    >>> a, b, c = row.keys(np.array([0, 1, 3]), 2).tolist()
    >>> a == c, a == b
    (True, False)
    """

    def __init__(self, values: Keys) -> None:
        powers, self._back = _powers(len(values))
        self._sums = np.zeros(len(values) + 1, np.uint64)
        np.cumsum(values * powers, out=self._sums[1:])

    def keys(self, start: Places, size: Places | int) -> Keys:
        """The keys of some stretches."""
        key: Keys = self._sums[start + size]
        key -= self._sums[start]
        key *= self._back[start]
        return key


def _powers(count: int) -> tuple[Keys, Keys]:
    """The first powers of the base, and of its inverse (one more)."""
    bits = count.bit_length()
    powers, back = _many(bits) if bits <= _KEPT else _many.__wrapped__(bits)
    return powers[:count], back[: count + 1]


@lru_cache(maxsize=4)
def _many(bits: int) -> tuple[Keys, Keys]:
    size = 1 << bits
    powers: Keys = np.cumprod(np.full(size, _POWER), dtype=np.uint64)
    back: Keys = np.cumprod(np.full(size, _INVERSE), dtype=np.uint64)
    return powers, back
