"""Terms by sound. A window of n units is looked up under a few keys that forgive part of the sound, then measured.

Two and three units: all sequences of syllables near enough are written out beforehand. A weak unit of an English term
(the l of `Law`) is indexed both as heard and as lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from tclean.text.phonetic_index.keys import LONGEST, SHAPES, WRITTEN_OUT, Classes, Said, Shape
from tclean.text.phonetic_index.table import Ints, Keys, KeyTable
from tclean.text.phonetics.space import Space

Floats = NDArray[np.float32]
SHORTEST = 2
LIMITS = {2: 0.26, 3: 0.42, 4: 0.9, 5: 1.2}
BLOCK = 1 << 17  # windows looked up at once
AT_ONCE = 1 << 12  # readings written out at once
MANY, TIGHT = 10_000, 0.6  # with more readings of one length, only this share of the limit is written out
_NONE = np.zeros(0, np.int64)
_LIMIT = np.array([LIMITS.get(n, 1.2 + 0.2 * (n - 5)) for n in range(LONGEST + 1)], np.float32)


class Hits(NamedTuple):
    """Windows that sound like a term: first unit, number of units, reading, distance, worst unit."""

    start: Ints
    size: Ints
    reading: Ints
    distance: Floats
    worst: Floats


class Windows(Protocol):
    """The windows of a stream: first unit and length of each."""

    def between(self, first: int, last: int) -> tuple[Ints, Ints]:
        """All windows of these lengths that may be looked up."""
        ...

    def reach(self, start: Ints, size: Ints) -> Floats:
        """How far each may sound from what was said; -inf for what is not worth a look."""
        ...


class Everything(NamedTuple):
    """Every window of a stream of this length, whatever it sounds like."""

    length: int

    def between(self, first: int, last: int) -> tuple[Ints, Ints]:
        """All of them."""
        sizes = [s for s in range(first, last + 1) if s <= self.length]
        starts = [np.arange(self.length - size + 1) for size in sizes]
        return np.concatenate([_NONE, *starts]), np.repeat(np.array(sizes, np.int64), list(map(len, starts)))

    def reach(self, start: Ints, size: Ints) -> Floats:
        """No limit."""
        return np.full(len(start), np.inf, np.float32)


class Batch(NamedTuple):
    """Windows that are looked up under a key each."""

    start: Ints
    size: Ints
    reach: Floats
    keys: Keys


class PhoneticIndex:
    """Readings (sequences of unit numbers) to be found in streams of Mandarin units.

    >>> from tclean.text.phonetics import readings_of, space
    >>> index = PhoneticIndex([readings_of("具身智能")[0]], space())
    >>> index.search(np.array(readings_of("用居神智能")[0]), Everything(5)).start.tolist()
    [1]
    """

    def __init__(self, readings: Sequence[tuple[int, ...]], space: Space) -> None:
        self._classes = Classes(space)
        self._matrix = np.pad(space.matrix(), ((0, 1), (0, 1)))  # what stands for no unit costs nothing
        variants = [v for row, units in enumerate(readings) for v in _variants(row, units, space)]
        sizes = np.array([len(v[1]) for v in variants], np.int64)
        self._units = np.full((LONGEST, len(variants)), len(space.units), np.uint16)
        flat = np.fromiter(chain.from_iterable(v[1] for v in variants), np.uint16, int(sizes.sum()))
        row = np.repeat(np.arange(len(variants)), sizes)
        self._units[np.arange(len(flat)) - np.repeat(np.cumsum(sizes) - sizes, sizes), row] = flat
        self._reading = np.array([v[0] for v in variants], np.int64)
        self._loss = np.array([v[2] for v in variants], np.float32)
        self._gates: dict[tuple[Shape, int], NDArray[np.bool_]] = {}
        parts = list(self._index(sizes))
        rows = np.concatenate([_NONE, *(rows for _, rows in parts)]).astype(np.int32)
        self._table = KeyTable(np.concatenate([_NONE.astype(np.uint64), *(keys for keys, _ in parts)]), rows)

    def _index(self, sizes: Ints) -> Iterator[tuple[Keys, Ints]]:
        """All keys of the forms of these lengths, with the forms they belong to."""
        for shape in SHAPES:
            rows = np.flatnonzero((shape.first <= sizes) & (sizes <= shape.last))
            if not len(rows):
                continue
            units = self._units[: shape.last, rows].T
            if shape.first <= WRITTEN_OUT:
                limit = LIMITS[shape.first] * (TIGHT if len(units) > MANY else 1)
                units, owner = _written_out(units, self._matrix[:-1], limit)
                rows = rows[owner]
            said = Said(units.ravel(), self._classes)
            start, size = np.arange(len(rows)) * shape.last, sizes[rows]
            for kind in range(shape.kinds):
                known = np.zeros((shape.last - shape.first + 1, shape.codes), np.bool_)
                known[size - shape.first, said.codes(start, size, shape, kind)] = True
                self._gates[shape, kind] = known
                yield said.keys(start, size, shape, kind), rows

    def search(self, stream: Ints, windows: Windows, credit: Floats | None = None) -> Hits:
        """All hits at some windows, by length and place.

        A window may sound as far from a reading as its own reach and the reading's `credit` allow together.
        """
        said = Said(stream, self._classes)
        allowed = np.zeros(len(self._loss), np.float32) if credit is None else credit[self._reading]
        found = [self._find(said, some, allowed) for some in _batches(self._looks(said, windows))]
        if not found:
            return Hits(_NONE, _NONE, _NONE, _NONE.astype(np.float32), _NONE.astype(np.float32))
        start, size, row, total, worst = map(np.concatenate, zip(*found, strict=True))
        _, first = np.unique((size * len(stream) + start) * len(self._loss) + row, return_index=True)
        row = row[first]
        return Hits(start[first], size[first], self._reading[row], total[first], worst[first])

    def _looks(self, said: Said, windows: Windows) -> Iterator[Batch]:
        """The windows that begin as some reading does and are worth a look, by kind of key."""
        for shape in sorted({shape for shape, _ in self._gates}):
            starts, sizes = windows.between(shape.first, shape.last)
            for at in range(0, len(starts), BLOCK):
                start, size = starts[at : at + BLOCK], sizes[at : at + BLOCK]
                for kind in range(shape.kinds):
                    known = self._gates[shape, kind]
                    some = np.flatnonzero(known[size - shape.first, said.codes(start, size, shape, kind)])
                    reach = windows.reach(start[some], size[some])
                    keep = np.flatnonzero(reach > -np.inf)
                    a, b = start[some[keep]], size[some[keep]]
                    yield Batch(a, b, reach[keep], said.keys(a, b, shape, kind))

    def _find(self, said: Said, batch: Batch, credit: Floats) -> Hits:
        """The pairs of window and form that have a key in common and are near enough."""
        at, times, row = self._table.find(batch.keys)
        spare = np.repeat(batch.reach[at], times) + (credit - self._loss)[row]
        keep = np.flatnonzero(spare >= 0)
        place, row = np.repeat(at, times)[keep], row[keep]
        start, size, total = batch.start[place], batch.size[place], self._loss[row]
        limit = np.minimum(_LIMIT[size], batch.reach[place] + credit[row])
        worst = np.zeros(len(row), np.float32)
        width = self._matrix.shape[1]
        heard, matrix = said.stream % len(self._matrix) * width, self._matrix.ravel()
        for k in range(LONGEST):
            part = matrix[heard[start + k] + self._units[k][row]]
            total, worst = total + part, np.maximum(worst, part)
            keep = np.flatnonzero(total <= limit)
            if len(keep) < len(total):
                start, size, row = start[keep], size[keep], row[keep]
                total, worst, limit = total[keep], worst[keep], limit[keep]
        return Hits(start, size, row.astype(np.int64), total, worst)


def _batches(looks: Iterable[Batch]) -> Iterator[Batch]:
    """Windows of several lengths, to be looked up at once."""
    batch: list[Batch] = []
    count = 0
    for look in looks:
        if batch and count + len(look.start) > BLOCK:
            yield Batch(*map(np.concatenate, zip(*batch, strict=True)))
            batch, count = [], 0
        batch.append(look)
        count += len(look.start)
    if batch:
        yield Batch(*map(np.concatenate, zip(*batch, strict=True)))


def _variants(row: int, units: tuple[int, ...], space: Space) -> list[tuple[int, tuple[int, ...], float]]:
    """The forms of a reading that may be found."""
    if max(units, default=0) < space.mandarin:  # nothing in it is weak
        return [(row, units, 0.0)] if SHORTEST <= len(units) <= LONGEST else []
    some = ((row, *form) for form in forms(units, space))
    return [v for v in some if SHORTEST <= len(v[1]) <= LONGEST and v[2] <= _LIMIT[len(v[1])]]


def forms(units: tuple[int, ...], space: Space) -> list[tuple[tuple[int, ...], float]]:
    """A reading as said, and with its weak units lost (all of them, or each alone), with what the loss costs."""
    weak = [i for i, u in enumerate(units) if space.units[u].weak]
    drops = [(), tuple(weak), *((i,) for i in weak)] if weak else [()]
    out: dict[tuple[int, ...], float] = {}
    for lost in drops:
        form = tuple(u for i, u in enumerate(units) if i not in lost)
        out[form] = min(out.get(form, 9.0), sum(space.loss(units[i]) for i in lost))
    return list(out.items())


def _written_out(units: NDArray[np.integer], matrix: Floats, limit: float) -> tuple[NDArray[np.uint16], Ints]:
    """All sequences of syllables within the limit of each short reading, and the form each belongs to."""
    near = Near(matrix, limit)
    parts = [near.sequences(units[i : i + AT_ONCE]) for i in range(0, len(units), AT_ONCE)]
    rows = [row + i * AT_ONCE for i, (_, row) in enumerate(parts)]
    return np.concatenate([heard for heard, _ in parts]), np.concatenate(rows)


class Near:
    """For each unit the syllables it may be heard as, side by side."""

    def __init__(self, matrix: Floats, limit: float) -> None:
        unit, said = np.nonzero(limit >= matrix.T)
        self._said, self._cost, self._limit = said.astype(np.uint16), matrix[said, unit], limit
        self._from = np.searchsorted(unit, np.arange(matrix.shape[1] + 1))

    def sequences(self, units: NDArray[np.integer]) -> tuple[NDArray[np.uint16], Ints]:
        """What each row of units may be heard as, and the row."""
        row, total = np.arange(len(units)), np.zeros(len(units), np.float32)
        heard = np.zeros((len(units), 0), np.uint16)
        for column in units.T:
            first = self._from[column[row]]
            times = self._from[column[row] + 1] - first
            before = np.repeat(np.arange(len(row)), times)
            at = np.arange(len(before)) + np.repeat(first - np.cumsum(times) + times, times)
            wide = total[before] + self._cost[at]
            keep = np.flatnonzero(wide <= self._limit)
            before, at, total = before[keep], at[keep], wide[keep]
            heard, row = np.column_stack((heard[before], self._said[at])), row[before]
        return heard, row
