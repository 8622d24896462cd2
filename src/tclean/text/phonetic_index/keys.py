"""The keys under which windows of units are looked up; each forgives part of the sound and is a small number.

Two and three units: the first two as they are (what sounds like them is written out in the index). Four: the coarse
class of every unit (8 groups of onsets, 4 of vowels) with one left open, or the onsets alone. Five and more: three
units from the beginning or from the middle on by class, or the first five onsets.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tclean.text.phonetics.space import Space

WRITTEN_OUT, FOUR, LONGEST = 3, 4, 12
ONSETS = {**dict.fromkeys("bpm", 0), **dict.fromkeys("fhw", 1), **dict.fromkeys("dt", 2), **dict.fromkeys("nlr", 3),
          "ng": 3, **dict.fromkeys("gk", 4), "-": 6, "y": 6}  # fmt: skip
VOWELS = {**dict.fromkeys("iɪüɨ", 0), **dict.fromkeys(["ə", "ê", "er"], 1), **dict.fromkeys("aæʌ", 2),
          **dict.fromkeys("ou", 3)}  # fmt: skip
HISSES = ("s", "sh", "z", "zh", "c", "ch", "j", "q", "x")
BITS = {"unit": 9, "full": 5, "onset": 3}  # of the number that stands for a unit in a key
NO_UNIT = (1 << BITS["unit"]) - 1
Codes = NDArray[np.int32]


class Kind(NamedTuple):
    """One kind of key: for which lengths of windows, what it tells of a unit, of which units, and the unit of the
    window from which on these are counted."""

    first: int
    last: int
    part: str
    places: tuple[int, ...]
    offset: int = 0
    open: int = 0  # a unit the key tells nothing of: what share a key mostly differ there

    @property
    def keys(self) -> int:
        """How many keys of this kind there may be."""
        return 1 << BITS[self.part] * len(self.places)


THREE = (0, 1, 2)
SHORT = (Kind(2, WRITTEN_OUT, "unit", (0, 1), open=2),)
MIDDLE = (
    Kind(FOUR, FOUR, "onset", (0, 1, 2, 3)),
    Kind(FOUR, FOUR, "full", THREE, open=3),
    Kind(FOUR, FOUR, "full", (0, 1, 3), open=2),
    Kind(FOUR, FOUR, "full", (0, 2, 3), open=1),
    Kind(FOUR, FOUR, "full", THREE, 1),
)
LONG = (
    Kind(FOUR + 1, LONGEST, "onset", (0, 1, 2, 3, 4)),
    Kind(FOUR + 1, LONGEST, "full", THREE, open=3),
    *(Kind(max(2 * n, 5), min(2 * n + 1, LONGEST), "full", THREE, n) for n in range(2, 7)),
)
GROUPS = (SHORT, MIDDLE, LONG)  # by the lengths of their windows
KINDS = (*SHORT, *MIDDLE, *LONG)
SHORTEST = KINDS[0].first


class Classes:
    """What keys tell of each unit; the last one stands for no unit."""

    def __init__(self, space: Space) -> None:
        onset = [5 if u.onset in HISSES else ONSETS.get(u.onset, 7) for u in space.units]
        vowel = [VOWELS.get(u.nucleus, 0 if u.onset in HISSES else 1) for u in space.units]
        self.onset = np.array([*onset, 0], np.int32)
        self.full = np.array([*(4 * o + v for o, v in zip(onset, vowel, strict=True)), 0], np.int32)
        self.unit = np.minimum(np.arange(len(onset) + 1, dtype=np.int32), NO_UNIT)
        self.mandarin = space.mandarin

    def of(self, part: str) -> Codes:
        """The number of each unit."""
        codes: Codes = getattr(self, part)
        return codes


class Said:
    """A stream of units (-1 for none), ready to tell the keys of its windows."""

    def __init__(self, stream: NDArray[np.integer], classes: Classes) -> None:
        units = np.full(len(stream) + 2 * LONGEST, -1, np.intp)
        units[: len(stream)] = stream
        self.rows = np.where(units < 0, classes.mandarin, units)  # of the distances of Mandarin units
        parts = {part: classes.of(part).take(units) for part in BITS}
        self._wide = len(stream) + LONGEST
        self._keys = np.empty((len(NAMES), self._wide), np.int32)
        for keys, (part, places) in zip(self._keys, NAMES, strict=True):
            _join([parts[part][place : place + self._wide] for place in places], BITS[part], keys)

    def __len__(self) -> int:
        return len(self.rows) - 2 * LONGEST

    def keys(self, number: int, first: int) -> Codes:
        """The keys of one kind (by number) of the windows that begin at each place from a first one on."""
        keys: Codes = self._keys[_ROWS[number], KINDS[number].offset + first :]
        return keys


def form_keys(units: NDArray[np.integer], classes: Classes, kind: Kind) -> Codes:
    """The keys of one kind of forms, a column of units for each."""
    part = classes.of(kind.part)
    keys = np.empty(units.shape[1], np.int32)
    _join([part.take(units[kind.offset + place]) for place in kind.places], BITS[kind.part], keys)
    return keys


def _join(parts: Sequence[Codes], bits: int, out: Codes) -> None:
    """Numbers of several units as one."""
    out[:] = parts[0]
    for part in parts[1:]:
        out <<= bits
        out |= part


NAMES = tuple(dict.fromkeys((k.part, k.places) for k in KINDS))  # kinds that differ in their offset alone are one
_ROWS = [NAMES.index((k.part, k.places)) for k in KINDS]
