"""Terms by sound. A window of n units is looked up under a few keys that forgive part of the sound, then measured.

Two and three units: all sequences of syllables near enough are written out. Four and more: the coarse class of every
unit (8 groups of onsets, 4 of vowels), with one unit or one half left open. A weak unit of an English term (the l of
`Law`) is indexed both as heard and as lost. Keys are sums of random numbers by place and class, so that the key of a
window with one unit left open is one subtraction away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tclean.text.phonetic_index.table import Ints, Keys, KeyTable
from tclean.text.phonetics.space import Space

Floats = NDArray[np.float32]
SHORTEST, WRITTEN_OUT, LONGEST = 2, 3, 12
LIMITS = {2: 0.26, 3: 0.42, 4: 0.9, 5: 1.2}
BLOCK = 1 << 17  # windows looked up at once
MANY, TIGHT = 10_000, 0.6  # with more readings of one length, only this share of the limit is written out
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


class Readings(NamedTuple):
    """All forms of one length: their units, the reading they belong to, what was lost, and the tables by mask."""

    units: Ints
    reading: Ints
    loss: Floats
    tables: list[tuple[Mask, KeyTable, NDArray[np.integer]]]


class Mask(NamedTuple):
    """Which units of a window count for a key, and how closely: `unit`, `full` (coarse class) or `onset`."""

    places: tuple[int, ...]
    kind: str


class PhoneticIndex:
    """Readings (sequences of unit numbers) to be found in streams of Mandarin units.

    >>> from tclean.text.phonetics import readings_of, space
    >>> index = PhoneticIndex([readings_of("具身智能")[0]], space())
    >>> heard = np.array(readings_of("居神智能")[0])
    >>> index.search(heard, lambda size: np.arange(len(heard) - size + 1)).start.tolist()
    [0]
    """

    def __init__(self, readings: Sequence[tuple[int, ...]], space: Space) -> None:
        variants = [(row, *form) for row, units in enumerate(readings) for form in forms(units, space)]
        self._classes = _classes(space)
        self._matrix = space.matrix()
        chance = np.random.default_rng(7)
        self._chance = {
            kind: chance.integers(1, 2**63, (LONGEST, int(c.max()) + 1), np.uint64) for kind, c in self._classes.items()
        }
        self._sizes: dict[int, Readings] = {}
        for size in range(SHORTEST, LONGEST + 1):
            some = [v for v in variants if len(v[1]) == size]
            if some:
                self._sizes[size] = self._prepare(some, size)

    def _prepare(self, some: list[tuple[int, tuple[int, ...], float]], size: int) -> Readings:
        units = np.array([u for _, u, _ in some])
        tables = []
        for mask in masks(size):
            heard: NDArray[np.integer] = units
            rows: NDArray[np.integer] = np.arange(len(units))
            if mask.kind == "unit":
                limit = LIMITS[size] * (TIGHT if len(units) > MANY else 1)
                heard, rows = _written_out(units, self._matrix, limit)
            keys = self._summed([heard[:, k] for k in range(size)], mask)
            tables.append((mask, KeyTable(keys), rows))
        loss = np.array([x for _, _, x in some], np.float32)
        return Readings(units, np.array([r for r, _, _ in some]), loss, tables)

    def _summed(self, columns: Sequence[NDArray[np.integer]], mask: Mask) -> Keys:
        classes, chance = self._classes[mask.kind], self._chance[mask.kind]
        keys: Keys = np.add.reduce([chance[k][classes[columns[k]]] for k in mask.places])
        return keys

    def search(self, stream: Ints, windows: Callable[[int], Ints]) -> Hits:
        """All hits at the windows `windows(size)` (first units) that are worth a look."""
        found = [self._search(stream, some, size) for size in self._sizes for some in _blocks(windows(size))]
        return Hits(*map(np.concatenate, zip(*found, strict=True))) if found else _nothing()

    def _search(self, stream: Ints, starts: Ints, size: int) -> Hits:
        if not len(starts):
            return _nothing()
        places, rows = [], []
        columns = [stream[starts + k] for k in range(size)]
        parts: dict[str, list[Keys]] = {}
        for mask, table, owner in self._sizes[size].tables:
            if mask.kind not in parts:
                classes, chance = self._classes[mask.kind], self._chance[mask.kind]
                parts[mask.kind] = [chance[k][classes[c]] for k, c in enumerate(columns)]
            summed = parts[mask.kind]
            keys = summed[mask.places[0]].copy()
            for k in mask.places[1:]:
                keys += summed[k]
            at, found = table.find(keys)
            places.append(at)
            rows.append(owner[found])
        return self._measure(starts, columns, np.concatenate(places), np.concatenate(rows), size)

    def _measure(self, starts: Ints, columns: list[Ints], place: Ints, row: Ints, size: int) -> Hits:
        known = self._sizes[size]
        limit = LIMITS.get(size, 1.2 + 0.2 * (size - 5))
        total = known.loss[row]
        worst = np.zeros(len(row), np.float32)
        for k in range(size):
            part = self._matrix[columns[k][place], known.units[row, k]]
            total = total + part
            worst = np.maximum(worst, part)
            keep = np.flatnonzero(total <= limit)
            if len(keep) < len(total):
                place, row, total, worst = place[keep], row[keep], total[keep], worst[keep]
        _, first = np.unique(place * len(known.units) + row, return_index=True)
        place, row = place[first], row[first]
        return Hits(starts[place], np.full(len(place), size), known.reading[row], total[first], worst[first])


def _blocks(starts: Ints) -> list[Ints]:
    """The windows in blocks, so that memory does not grow with the document."""
    return [starts[i : i + BLOCK] for i in range(0, len(starts), BLOCK)]


def masks(size: int) -> list[Mask]:
    """The keys of windows of this many units."""
    every = tuple(range(size))
    if size <= WRITTEN_OUT:
        return [Mask(every, "unit")]
    if size == WRITTEN_OUT + 1:
        parts = [Mask(c, "full") for c in combinations(every, size - 1)]
    else:
        parts = [Mask(every[: (size + 1) // 2], "full"), Mask(every[size // 2 :], "full")]
    return [*parts, Mask(every, "onset")]


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
    return {"onset": onset, "full": onset * 4 + vowel, "unit": np.arange(len(space.units))}


def _written_out(units: Ints, matrix: Floats, limit: float) -> tuple[NDArray[np.int16], NDArray[np.int32]]:
    """All sequences of syllables within the limit of each short reading, and the form each belongs to."""
    near = {int(u): np.flatnonzero(matrix[:, u] <= limit).astype(np.int16) for u in np.unique(units)}
    cost = {u: matrix[some, u] for u, some in near.items()}
    heard, rows = [], []
    for row, reading in enumerate(units.tolist()):
        some, total = near[reading[0]][:, None], cost[reading[0]]
        for u in reading[1:]:
            wide = total[:, None] + cost[u]
            left, right = np.nonzero(wide <= limit)
            some, total = np.column_stack((some[left], near[u][right])), wide[left, right]
        heard.append(some)
        rows.append(np.full(len(some), row, np.int32))
    return np.concatenate(heard), np.concatenate(rows)


def _nothing() -> Hits:
    none = np.zeros(0, np.int64)
    return Hits(none, none, none, none.astype(np.float32), none.astype(np.float32))
