"""The keys under which windows of units are looked up; each forgives part of the sound.

Two and three units: the units themselves. Four and more: the coarse class of every unit (8 groups of onsets, 4 of
vowels), with one unit or one half left open, or the onsets alone. Every class is a random number and a window the sum
of them, each times a power for its place, so that the key of any window of a stream is one subtraction away. What a
key begins with is a small number, its code: most windows end at a gate that knows which codes there are.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tclean.text.phonetic_index.sums import BASE, Sums
from tclean.text.phonetic_index.table import Ints, Keys
from tclean.text.phonetics.space import Space

WRITTEN_OUT, FOUR, LONGEST = 3, 4, 12
ONSETS = {**dict.fromkeys("bpm", 0), **dict.fromkeys("fhw", 1), **dict.fromkeys("dt", 2), **dict.fromkeys("nlr", 3),
          "ng": 3, **dict.fromkeys("gk", 4), "-": 6, "y": 6}  # fmt: skip
VOWELS = {**dict.fromkeys("iɪüɨ", 0), **dict.fromkeys(["ə", "ê", "er"], 1), **dict.fromkeys("aæʌ", 2),
          **dict.fromkeys("ou", 3)}  # fmt: skip
HISSES = ("s", "sh", "z", "zh", "c", "ch", "j", "q", "x")
_UNIT = 9  # bits of a unit in a code
_PLACE = [np.uint64(pow(BASE, k, 1 << 64)) for k in range(4)]
Codes = NDArray[np.int32]


class Shape(NamedTuple):
    """Lengths that have the same kinds of key: how many, and how many codes each kind has."""

    first: int
    last: int
    kinds: int
    codes: int


SHAPES = (
    *(Shape(size, size, 1, 1 << 2 * _UNIT) for size in range(2, WRITTEN_OUT + 1)),
    Shape(FOUR, FOUR, 5, 1 << 15),
    Shape(FOUR + 1, LONGEST, 3, 1 << 15),
)


class Classes:
    """The classes of all units (the last one of none), and their random numbers."""

    def __init__(self, space: Space) -> None:
        chance = np.random.default_rng(7)
        onset = np.array([5 if u.onset in HISSES else ONSETS.get(u.onset, 7) for u in space.units])
        vowel = np.array([VOWELS.get(u.nucleus, 0 if u.onset in HISSES else 1) for u in space.units])
        self.onset = np.append(onset, 0).astype(np.int32)
        self.full = np.append(onset * 4 + vowel, 0).astype(np.int32)
        self.chance = chance.integers(1, 2**63, 32, np.uint64)
        self.unit = chance.integers(1, 2**63, len(onset) + 1, np.uint64)
        self.salt = chance.integers(1, 2**63, (LONGEST + 1, 5), np.uint64)


class Said:
    """A stream of units (-1 for none), ready to tell codes and keys of its windows.

    Windows are given by first unit and length, those of one shape at once: `SHAPES` are the lengths that have the same
    kinds of key.
    """

    def __init__(self, stream: NDArray[np.integer], classes: Classes) -> None:
        ahead = np.concatenate((stream.astype(np.int32), np.full(LONGEST, -1, np.int32)))
        self.stream, self._classes = ahead, classes
        self._length = len(stream)

    @cached_property
    def _full(self) -> Codes:
        return self._classes.full[self.stream]

    @cached_property
    def _pairs(self) -> Codes:
        pairs: Codes = self._full[:-1] << 5 | self._full[1:]
        return pairs

    @cached_property
    def _onsets(self) -> Codes:
        onset = self._classes.onset[self.stream]
        five: Codes = onset[:-4] << 12 | onset[1:-3] << 9 | onset[2:-2] << 6 | onset[3:-1] << 3 | onset[4:]
        return five

    @cached_property
    def _value(self) -> Keys:
        return self._classes.chance[self._full]

    @cached_property
    def _sums(self) -> Sums:
        return Sums(self._value[: self._length])

    @cached_property
    def _onset_sums(self) -> Sums:
        return Sums(self._classes.chance[self._classes.onset[self.stream[: self._length]]])

    def codes(self, start: Ints, size: Ints, shape: Shape, kind: int) -> Codes:
        """What the keys of one kind begin with."""
        codes: Codes
        if shape.first <= WRITTEN_OUT:
            codes = self.stream[start] << _UNIT | self.stream[start + 1]
        elif kind == 0:
            codes = self._onsets[start] >> (3 if shape.first == FOUR else 0)
        elif shape.first > FOUR:
            start = start + size // 2 if kind == 2 else start
            codes = self._pairs[start] << 5 | self._full[start + 2]
        elif kind < 3:
            codes = self._full[start + 2 - kind] << 10 | self._pairs[start + 2]
        else:
            codes = self._pairs[start] << 5 | self._full[start + 6 - kind]
        return codes

    def keys(self, start: Ints, size: Ints, shape: Shape, kind: int) -> Keys:
        """The keys of one kind."""
        keys = self._keys(start, size, shape, kind)
        keys += self._classes.salt[size, kind]
        return keys

    def _keys(self, start: Ints, size: Ints, shape: Shape, kind: int) -> Keys:
        if shape.first <= WRITTEN_OUT:
            return self._units(start, shape.first)
        if kind == 0:
            return self._onset_sums.keys(start, size)
        if shape.first > FOUR:
            return self._sums.keys(start if kind == 1 else start + size // 2, (size + 1) // 2)
        key = self._sums.keys(start, size)
        key -= self._value[start + kind - 1] * _PLACE[kind - 1]
        return key

    def _units(self, start: Ints, size: int) -> Keys:
        key: Keys = self._classes.unit[self.stream[start]]
        for k in range(1, size):
            key *= _PLACE[1]
            key += self._classes.unit[self.stream[start + k]]
        return key
