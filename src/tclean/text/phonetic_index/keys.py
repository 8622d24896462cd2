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
UNIT_BITS = 9  # of a unit in a code
NO_UNIT = (1 << UNIT_BITS) - 1
_PLACE = [np.uint64(pow(BASE, k, 1 << 64)) for k in range(4)]
Codes = NDArray[np.int32]


class Kind(NamedTuple):
    """One kind of key: for which lengths, its number among those of one length, the codes it begins with."""

    first: int
    last: int
    number: int
    codes: str

    def offset(self, size: Ints) -> Ints | int:
        """Where in a window the code stands."""
        if self.first > FOUR:
            return size // 2 if self.number == 2 else 0
        return 1 if self.first == FOUR and self.number == 1 else 0


KINDS = (
    *(Kind(size, size, 0, "units") for size in range(2, WRITTEN_OUT + 1)),
    *(Kind(FOUR, FOUR, n, codes) for n, codes in enumerate(["onsets4", "threes", "gap2", "gap3", "threes"])),
    *(Kind(FOUR + 1, LONGEST, n, codes) for n, codes in enumerate(["onsets5", "threes", "threes"])),
)


class Classes:
    """The classes of all units (the last one of none), and their random numbers: the same wherever the units are."""

    def __init__(self, space: Space) -> None:
        chance = np.random.default_rng(7)
        onset = np.array([5 if u.onset in HISSES else ONSETS.get(u.onset, 7) for u in space.units])
        vowel = np.array([VOWELS.get(u.nucleus, 0 if u.onset in HISSES else 1) for u in space.units])
        self.onset = np.append(onset, 0).astype(np.int32)
        self.full = np.append(onset * 4 + vowel, 0).astype(np.int32)
        self.chance = chance.integers(1, 2**63, 32, np.uint64)
        self.salt = chance.integers(1, 2**63, (LONGEST + 1, 5), np.uint64)
        self.unit = chance.integers(1, 2**63, len(onset) + 1, np.uint64)


class Said:
    """A stream of units (-1 for none), ready to tell codes and keys of its windows."""

    def __init__(self, stream: NDArray[np.integer], classes: Classes) -> None:
        ahead = np.concatenate((stream.astype(np.int32), np.full(LONGEST, -1, np.int32)))
        self.stream, self._classes = ahead, classes
        self._length = len(stream)
        self._codes: dict[str, Codes] = {}

    @cached_property
    def _full(self) -> Codes:
        return self._classes.full[self.stream]

    def codes(self, name: str) -> Codes:
        """What keys begin with, if they begin with the unit at each place."""
        if name not in self._codes:
            self._codes[name] = self._coded(name)
        return self._codes[name]

    def _coded(self, name: str) -> Codes:
        if name == "units":
            unit = np.where(self.stream < 0, NO_UNIT, self.stream)
            return _joined([unit[:-1], unit[1:]], UNIT_BITS)
        if name.startswith("onsets"):
            onset, count = self._classes.onset[self.stream], int(name[-1])
            return _joined([onset[k : self._length + k] for k in range(count)], 3)
        places = {"threes": (0, 1, 2), "gap2": (0, 2, 3), "gap3": (0, 1, 3)}[name]
        return _joined([self._full[k : self._length + k] for k in places], 5)

    @cached_property
    def _value(self) -> Keys:
        return self._classes.chance[self._full]

    @cached_property
    def _sums(self) -> Sums:
        return Sums(self._value[: self._length])

    @cached_property
    def _onset_sums(self) -> Sums:
        return Sums(self._classes.chance[self._classes.onset[self.stream[: self._length]]])

    def keys(self, start: Ints, size: Ints, kind: Kind) -> Keys:
        """The keys of one kind."""
        keys = self._keys(start, size, kind)
        keys += self._classes.salt[size, kind.number]
        return keys

    def _keys(self, start: Ints, size: Ints, kind: Kind) -> Keys:
        if kind.first <= WRITTEN_OUT:
            return self._units(start, kind.first)
        if kind.number == 0:
            return self._onset_sums.keys(start, size)
        if kind.first > FOUR:
            return self._sums.keys(start + kind.offset(size), (size + 1) // 2)
        key = self._sums.keys(start, size)
        key -= self._value[start + kind.number - 1] * _PLACE[kind.number - 1]
        return key

    def _units(self, start: Ints, size: int) -> Keys:
        key: Keys = self._classes.unit[self.stream[start]]
        for k in range(1, size):
            key *= _PLACE[1]
            key += self._classes.unit[self.stream[start + k]]
        return key


def _joined(parts: list[Codes], bits: int) -> Codes:
    """Several small numbers as one."""
    out = parts[0]
    for part in parts[1:]:
        out = out << bits | part[: len(out)]
    return out
