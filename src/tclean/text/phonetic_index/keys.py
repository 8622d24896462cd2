"""The keys under which windows of units are looked up; each forgives part of the sound.

Two and three units: the units themselves. Four and more: the coarse class of every unit (8 groups of onsets, 4 of
vowels), with one unit or one half left open, and the onsets alone. Every class is a random number and a window the sum
of them, each times a power for its place, so that the key of any window of a stream is one subtraction away.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tclean.text.phonetic_index.table import Ints, Keys
from tclean.text.phonetics.space import Space

WRITTEN_OUT, LONGEST = 3, 12
ONSETS = {**dict.fromkeys("bpm", 0), **dict.fromkeys("fhw", 1), **dict.fromkeys("dt", 2), **dict.fromkeys("nlr", 3),
          "ng": 3, **dict.fromkeys("gk", 4), "-": 6, "y": 6}  # fmt: skip
VOWELS = {**dict.fromkeys("iɪüɨ", 0), **dict.fromkeys(["ə", "ê", "er"], 1), **dict.fromkeys("aæʌ", 2),
          **dict.fromkeys("ou", 3)}  # fmt: skip
HISSES = ("s", "sh", "z", "zh", "c", "ch", "j", "q", "x")
_BASE = 0x9E3779B97F4A7C15
_POWER, _INVERSE = np.uint64(_BASE), np.uint64(pow(_BASE, -1, 1 << 64))
_PLACE = np.uint64(_BASE), np.uint64(_BASE**2 % 2**64), np.uint64(_BASE**3 % 2**64)
_KINDS = 8  # at most so many keys of one window


class Classes:
    """The random numbers of all units, by class."""

    def __init__(self, space: Space) -> None:
        chance = np.random.default_rng(7)
        onset = np.array([5 if u.onset in HISSES else ONSETS.get(u.onset, 7) for u in space.units])
        vowel = np.array([VOWELS.get(u.nucleus, 0 if u.onset in HISSES else 1) for u in space.units])
        self.onset = chance.integers(1, 2**63, 8, np.uint64)[np.append(onset, 0)]
        self.full = chance.integers(1, 2**63, 32, np.uint64)[np.append(onset * 4 + vowel, 0)]
        self.unit = chance.integers(1, 2**63, len(onset) + 1, np.uint64)
        self.salt = chance.integers(1, 2**63, (LONGEST + 1, _KINDS), np.uint64)


class Said:
    """A stream of units (-1 for none), ready to tell the keys of its windows."""

    def __init__(self, stream: NDArray[np.integer], classes: Classes) -> None:
        powers = np.cumprod(np.full(len(stream) + 1, _POWER))
        self._back = np.cumprod(np.full(len(stream) + 1, _INVERSE))
        self._unit, self._value = classes.unit[stream], classes.full[stream]
        self._full = _sums(self._value * powers[:-1])
        self._onset = _sums(classes.onset[stream] * powers[:-1])
        self._salt = classes.salt

    def keys(self, start: Ints, size: int) -> list[Keys]:
        """The keys of the windows of one length, one array a kind of key."""
        salt = self._salt[size]
        if size <= WRITTEN_OUT:
            return [self._units(start, size) + salt[0]]
        parts = [self._window(self._onset, start, size)]
        if size == WRITTEN_OUT + 1:
            whole = self._window(self._full, start, size)
            parts += [whole - self._value[start]]
            parts += [whole - self._value[start + k] * _PLACE[k - 1] for k in range(1, size)]
        else:
            half = (size + 1) // 2
            parts += [self._window(self._full, start, half), self._window(self._full, start + size // 2, half)]
        return [part + salt[n] for n, part in enumerate(parts)]

    def _units(self, start: Ints, size: int) -> Keys:
        key: Keys = self._unit[start]
        for k in range(1, size):
            key = key * _POWER + self._unit[start + k]
        return key

    def _window(self, sums: Keys, start: Ints, size: int) -> Keys:
        key = sums[start + size]
        key -= sums[start]
        key *= self._back[start]
        return key


def _sums(values: Keys) -> Keys:
    return np.concatenate((np.zeros(1, np.uint64), np.cumsum(values, dtype=np.uint64)))
