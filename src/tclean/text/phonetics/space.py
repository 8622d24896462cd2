"""The space of sounds: units (onset, medial, nucleus, coda, weak), interned as small numbers, and their distances."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tclean.text.langdata import language_data
from tclean.text.phonetics.mandarin import finals_of, syllables

NONE = "-"
LABIAL = "bpfmw"
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Unit(NamedTuple):
    """One syllable, or (`weak`) one consonant without a vowel."""

    onset: str
    medial: str
    nucleus: str
    coda: str
    weak: bool = False

    def __str__(self) -> str:
        parts = (self.onset, self.medial, self.nucleus, self.coda)
        return "".join(p for p in parts if p != NONE) + ("_" if self.weak else "")


class Space:
    """All units seen so far by number; the first ones are the Mandarin syllables (`space().mandarin` of them).

    >>> s = space()
    >>> s.distance(s.syllable("zhi"), s.syllable("zi")) < 0.1 < s.distance(s.syllable("zhi"), s.syllable("ma"))
    True
    """

    def __init__(self) -> None:
        data = language_data("phonemes")
        self._points = {k: np.array(v, np.float32) for k, v in data["nuclei"].items()}
        self._onset = _Costs(data["onsets"], 1.0)
        self._coda = _Costs(data["codas"], 0.6)
        self._medial = _Costs(data["medials"], 0.3)
        self._loss: dict[str, float] = {p: cost for cost, row in data["losses"].items() for p in row.split()}
        self.units: list[Unit] = []
        self.strong = bytearray()  # 1 for each unit that has a vowel
        self._number: dict[Unit, int] = {}
        self._pairs: dict[tuple[int, int], float] = {}
        self._vowels: dict[tuple[str, str], float] = {}
        self._rows: dict[int, NDArray[np.float64]] = {}
        self._parts: _Parts | None = None
        finals = finals_of(data)
        finals_after = {"r": {**finals, "ui": finals["ei"]}}  # 瑞 is re and ray: the lips are round anyway
        self._syllables = {
            name: self.number(Unit(onset, *finals_after.get(onset, finals)[f])) for name, onset, f in syllables(data)
        }
        self.mandarin = len(self.units)

    def number(self, unit: Unit) -> int:
        """The number of a unit; a new unit gets the next one."""
        if unit.onset == NONE and unit.medial == "u":  # wa: the medial is what is heard first
            unit = unit._replace(onset="w")
        found = self._number.get(unit)
        if found is None:
            found = self._number[unit] = len(self.units)
            self.units.append(unit)
            self.strong.append(not unit.weak)
        return found

    def adopt(self, units: Sequence[Unit]) -> bool:
        """Number units as another process did; False if some already have other numbers here."""
        if any(a != b for a, b in zip(self.units, units, strict=False)):
            return False
        for unit in units[len(self.units) :]:
            self.number(unit)
        return True

    def syllable(self, name: str) -> int:
        """The number of a pinyin syllable without tone, -1 for what is none."""
        return self._syllables.get(name, -1)

    def distance(self, one: int, other: int) -> float:
        """How far two units sound from each other: 0 the same, about 1 nothing in common."""
        if one == other:
            return 0.0
        key = (one, other) if one < other else (other, one)
        found = self._pairs.get(key)
        if found is None:
            found = self._pairs[key] = self._measure(self.units[one], self.units[other])
        return found

    def _measure(self, a: Unit, b: Unit) -> float:
        onset = self._onset(a.onset, b.onset)
        if a.weak and b.weak:
            return 0.6 * onset
        if a.weak or b.weak:
            full = b if a.weak else a
            return 0.6 * onset + _reduced(full)
        rest = self._vowel(a.nucleus, b.nucleus) + self._coda(a.coda, b.coda) + self._medial(a.medial, b.medial)
        return 0.5 * onset + 0.5 * min(1.0, rest)

    def _vowel(self, a: str, b: str) -> float:
        found = self._vowels.get((a, b))
        if found is None:
            gap = self._points[a] - self._points[b]
            found = self._vowels[a, b] = 0.9 * sqrt(float((gap * gap).sum()))
        return found

    def row(self, one: int, width: int) -> NDArray[np.float64]:
        """The distances of a unit to the first `width` units.

        >>> known = space()
        >>> known.row(7, 20).tolist() == [known.distance(7, other) for other in range(20)]
        True
        """
        found = self._rows.get(one)
        if found is None or len(found) < width:
            found = self._rows[one] = self._measure_all(self.units[one])
            found[one] = 0
        return found[:width]

    def _measure_all(self, a: Unit) -> NDArray[np.float64]:
        """`_measure` for all units known so far."""
        parts = self._columns()
        onset = parts.onset.costs(lambda s: self._onset(a.onset, s))
        if a.weak:
            return 0.6 * onset + np.where(parts.weak, 0.0, parts.reduced)
        rest = parts.nucleus.costs(lambda s: self._vowel(a.nucleus, s) if s in self._points else 0.0)
        rest = rest + parts.coda.costs(lambda s: self._coda(a.coda, s))
        rest = rest + parts.medial.costs(lambda s: self._medial(a.medial, s))
        return np.where(parts.weak, 0.6 * onset + _reduced(a), 0.5 * onset + 0.5 * np.minimum(1.0, rest))

    def _columns(self) -> _Parts:
        """All units part by part."""
        if self._parts is None or len(self._parts.weak) < len(self.units):
            onset, medial, nucleus, coda = (_Column.of([u[n] for u in self.units]) for n in range(4))
            reduced = np.array([_reduced(u) for u in self.units])
            self._parts = _Parts(onset, medial, nucleus, coda, reduced, np.array([u.weak for u in self.units]))
        return self._parts

    def loss(self, number: int) -> float:
        """What it costs when a unit is not heard at all."""
        unit = self.units[number]
        if unit.weak:
            return self._loss.get(unit.onset, 0.3)
        if unit.onset == NONE:
            return 0.45
        return 0.55 if unit.nucleus == "ə" and unit.coda == NONE else 0.75

    def matrix(self) -> Floats:
        """Distances of every Mandarin syllable (rows) to every unit known so far (columns)."""
        units = self.units
        onset = self._onset.grid([u.onset for u in units], self.mandarin)
        coda = self._coda.grid([u.coda for u in units], self.mandarin)
        medial = self._medial.grid([u.medial for u in units], self.mandarin)
        points = np.array([self._points.get(u.nucleus, (9, 9, 9)) for u in units], np.float32)
        gap = points[: self.mandarin, None] - points[None]
        vowel = 0.9 * np.sqrt((gap * gap).sum(-1))
        full = 0.5 * onset + 0.5 * np.minimum(1, vowel + coda + medial)
        weak = np.array([u.weak for u in units])
        rows = np.array([_reduced(u) for u in units[: self.mandarin]], np.float32)
        out = np.where(weak[None], 0.6 * onset + rows[:, None], full)
        out[np.arange(self.mandarin), np.arange(self.mandarin)] = 0
        return out.astype(np.float32)


class _Column(NamedTuple):
    """One part of many units: the sounds there are, and which of them each unit has."""

    sounds: tuple[str, ...]
    at: Ints

    @classmethod
    def of(cls, sounds: Sequence[Any]) -> _Column:
        names = {s: n for n, s in enumerate(dict.fromkeys(sounds))}
        return cls(tuple(names), np.array([names[s] for s in sounds]))

    def costs(self, cost: Callable[[str], float]) -> NDArray[np.float64]:
        return np.array([cost(s) for s in self.sounds])[self.at]


class _Parts(NamedTuple):
    """Many units part by part; what each says more than a consonant; which are weak."""

    onset: _Column
    medial: _Column
    nucleus: _Column
    coda: _Column
    reduced: NDArray[np.float64]
    weak: NDArray[np.bool_]


def _reduced(unit: Unit) -> float:
    """What a full syllable says more than a consonant alone: 克, 斯 hardly more than k, s, 布, 姆 than b, m,
    尔 is the l or r that ends a syllable."""
    if unit.nucleus == "er" and unit.onset == NONE:
        return -0.15
    small = unit.nucleus in "əɨɪ" or (unit.nucleus == "u" and unit.onset in LABIAL)
    return (0.08 if small else 0.3) + (0.1 if unit.coda != NONE else 0.0)


class _Costs:
    """A symmetric table of costs; the same sound costs nothing."""

    def __init__(self, rows: dict[float, str], other: float) -> None:
        self._table: dict[tuple[str, str], float] = {}
        self._other = other
        for cost, row in rows.items():
            for pair in row.split():
                a, _, b = pair.partition("-")
                self._table[a, b or NONE] = self._table[b or NONE, a] = float(cost)

    def __call__(self, a: str, b: str) -> float:
        return 0.0 if a == b else self._table.get((a, b), self._other)

    def grid(self, sounds: list[str], rows: int) -> Floats:
        """The costs between the first `rows` of the sounds and all of them."""
        names = {s: n for n, s in enumerate(dict.fromkeys(sounds))}
        table = np.array([[self(a, b) for b in names] for a in names], np.float32)
        at = np.array([names[s] for s in sounds])
        grid: Floats = table[at[:rows, None], at[None]]
        return grid


@cache
def space() -> Space:
    """The one space of this process."""
    return Space()


def show(units: tuple[int, ...] | list[int] | Any) -> str:
    """Units as a person would write them.

    >>> s = space(); show([s.syllable("zhi"), s.syllable("yuan")])
    'zhɨ üên'
    """
    known = space().units
    return " ".join(str(known[int(u)]) for u in units)
