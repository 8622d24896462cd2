"""Terms by sound. A window of n units is looked up under a few keys that forgive part of the sound, then measured.

Two units: all pairs of syllables near enough are written out. Three and more: the coarse class of every unit (8 groups
of onsets, 4 of vowels), with one unit or one half left open. A weak unit of an English term (the l of `Law`) is indexed
both as heard and as lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tclean.text.phonetic_index.table import Ints, Keys, KeyTable, rolling
from tclean.text.phonetics.space import Space

Floats = NDArray[np.float32]
SHORTEST, LONGEST = 2, 9
LIMITS = {2: 0.26, 3: 0.8, 4: 1.0, 5: 1.3}
ONSETS = {**dict.fromkeys("bpm", 0), **dict.fromkeys("fhw", 1), **dict.fromkeys("dt", 2), **dict.fromkeys("nlr", 3),
          "ng": 3, **dict.fromkeys("gk", 4), "-": 6, "y": 6}  # fmt: skip
VOWELS = {**dict.fromkeys("iɪüɨ", 0), **dict.fromkeys(["ə", "ê", "er"], 1), **dict.fromkeys("aæʌ", 2),
          **dict.fromkeys("ou", 3)}  # fmt: skip
HISSES = ("s", "sh", "z", "zh", "c", "ch", "j", "q", "x")


class Hits(NamedTuple):
    """Windows that sound like a term: first unit, number of units, reading, distance, worst unit."""

    start: Ints
    size: Ints
    reading: Ints
    distance: Floats
    worst: Floats


class Lookup(NamedTuple):
    """One key of a window length: the units that count, how closely, and the readings by key."""

    places: tuple[int, ...]
    kind: str
    table: KeyTable
    rows: Ints


class PhoneticIndex:
    """Readings (sequences of unit numbers) to be found in streams of Mandarin units.

    >>> from tclean.text.phonetics import readings_of, space
    >>> index = PhoneticIndex([readings_of("具身智能")[0]], space())
    >>> heard = np.array(readings_of("居神智能")[0])
    >>> index.search(heard, lambda size: np.arange(len(heard) - size + 1)).start.tolist()
    [0]
    """

    def __init__(self, readings: Sequence[tuple[int, ...]], space: Space) -> None:
        variants = [(row, form) for row, units in enumerate(readings) for form in forms(units, space)]
        self._classes = _classes(space)
        self._matrix = space.matrix()
        self._rows: dict[int, Ints] = {}
        self._units: dict[int, Ints] = {}
        self._loss: dict[int, Floats] = {}
        self._tables: dict[int, list[Lookup]] = {}
        for size in range(SHORTEST, LONGEST + 1):
            some = [(row, units, loss) for row, (units, loss) in variants if len(units) == size]
            if some:
                self._rows[size] = np.array([r for r, _, _ in some])
                self._units[size] = np.array([u for _, u, _ in some]).reshape(-1, size)
                self._loss[size] = np.array([x for _, _, x in some], np.float32)
                self._tables[size] = list(self._keys(size))

    def _keys(self, size: int) -> Iterator[Lookup]:
        units = self._units[size]
        if size == 2:
            keys, rows = _pairs(units, self._matrix, LIMITS[2])
            yield Lookup((0, 1), "exact", KeyTable(keys), rows)
            return
        for places, kind in masks(size):
            table = KeyTable(rolling(self._classes[kind][units[:, places]]))
            yield Lookup(places, kind, table, np.arange(len(units)))

    def search(self, stream: Ints, windows: Callable[[int], Ints]) -> Hits:
        """All hits at the windows `windows(size)` (first units) that are worth a look."""
        found = [self._search(stream, np.asarray(windows(size)), size) for size in self._tables]
        return Hits(*map(np.concatenate, zip(*found, strict=True))) if found else _nothing()

    def _search(self, stream: Ints, starts: Ints, size: int) -> Hits:
        if not len(starts):
            return _nothing()
        heard = stream[starts[:, None] + np.arange(size)]
        place, row = [], []
        for places, kind, table, rows in self._tables[size]:
            keys = _exact(heard) if kind == "exact" else rolling(self._classes[kind][heard[:, places]])
            at, found = table.find(keys)
            place.append(at)
            row.append(rows[found])
        return self._measure(starts, heard, np.concatenate(place), np.concatenate(row), size)

    def _measure(self, starts: Ints, heard: Ints, place: Ints, row: Ints, size: int) -> Hits:
        limit = LIMITS.get(size, 1.3 + 0.2 * (size - 5))
        total = self._loss[size][row]
        worst = np.zeros(len(row), np.float32)
        for k in range(size):
            part = self._matrix[heard[place, k], self._units[size][row, k]]
            total = total + part
            worst = np.maximum(worst, part)
            keep = total <= limit
            if not keep.all():
                place, row, total, worst = place[keep], row[keep], total[keep], worst[keep]
        _, first = np.unique(place * len(self._rows[size]) + row, return_index=True)
        place, row = place[first], row[first]
        return Hits(starts[place], np.full(len(place), size), self._rows[size][row], total[first], worst[first])


def masks(size: int) -> list[tuple[tuple[int, ...], str]]:
    """The keys of windows of this many units: which units count, and how closely."""
    every = tuple(range(size))
    if size <= 4:
        parts = [(c, "full") for c in combinations(every, size - 1)]
    else:
        parts = [(every[: (size + 1) // 2], "full"), (every[size // 2 :], "full")]
    return parts if size == 3 else [*parts, (every, "onset")]


def forms(units: tuple[int, ...], space: Space) -> list[tuple[tuple[int, ...], float]]:
    """A reading as said, and with its weak units lost (all of them, or each alone), with what the loss costs."""
    weak = [i for i, u in enumerate(units) if space.units[u].weak]
    drops = [(), tuple(weak), *((i,) for i in weak)] if weak else [()]
    out: dict[tuple[int, ...], float] = {}
    for lost in drops:
        form = tuple(u for i, u in enumerate(units) if i not in lost)
        out[form] = min(out.get(form, 9.0), sum(space.loss(units[i]) for i in lost))
    return list(out.items())


def _classes(space: Space) -> dict[str, Ints]:
    onset = np.array([5 if u.onset in HISSES else ONSETS.get(u.onset, 7) for u in space.units])
    vowel = np.array([VOWELS.get(u.nucleus, 0 if u.onset in HISSES else 1) for u in space.units])
    return {"onset": onset, "full": onset * 4 + vowel}


def _exact(heard: Ints) -> Keys:
    return (heard[:, 0] << 16 | heard[:, 1]).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)


def _pairs(units: Ints, matrix: Floats, limit: float) -> tuple[Keys, Ints]:
    """The keys of all pairs of syllables within the limit of each two-unit reading."""
    keys, rows = [], []
    near = {int(u): np.flatnonzero(matrix[:, u] <= limit) for u in np.unique(units)}
    for row, (a, b) in enumerate(units.tolist()):
        first, second = near[a], near[b]
        left, right = np.nonzero(matrix[first, a][:, None] + matrix[second, b][None] <= limit)
        keys.append(_exact(np.stack([first[left], second[right]], 1)))
        rows.append(np.full(len(left), row))
    return np.concatenate(keys), np.concatenate(rows)


def _nothing() -> Hits:
    none = np.zeros(0, np.int64)
    return Hits(none, none, none, none.astype(np.float32), none.astype(np.float32))
