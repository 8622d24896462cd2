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

from tclean.text.phonetic_index.keys import KINDS, LONGEST, UNIT_BITS, WRITTEN_OUT, Classes, Kind, Said
from tclean.text.phonetic_index.table import Ints, Keys, KeyTable
from tclean.text.phonetics.space import Space

Floats = NDArray[np.float32]
SHORTEST = 2
LIMITS = {2: 0.26, 3: 0.42, 4: 0.9, 5: 1.2}
BLOCK = 1 << 17  # windows looked up at once
AT_ONCE = 1 << 12  # readings written out at once
MANY, TIGHT = 10_000, 0.6  # with more readings of one length, only this share of the limit is written out
ROUNDING = np.float32(1e-4)
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

    def room(self) -> Ints:
        """For each place, how long the windows may be that begin there; 0 for none."""
        ...

    def reach(self, start: Ints, size: Ints) -> Floats:
        """How far each may sound from what was said; -inf for what is not worth a look."""
        ...


class Everything(NamedTuple):
    """Every window of a stream of this length, whatever it sounds like."""

    length: int

    def room(self) -> Ints:
        """As far as the stream goes."""
        return np.arange(self.length, 0, -1)

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
    >>> index.search(index.said(np.array(readings_of("用居神智能")[0])), Everything(5)).start.tolist()
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
        self._gates: dict[Kind, NDArray[np.uint8]] = {}  # by code, the lengths of which there are forms
        parts = list(self._index(sizes))
        rows = np.concatenate([_NONE, *(rows for _, rows in parts)]).astype(np.int32)
        self._table = KeyTable(np.concatenate([_NONE.astype(np.uint64), *(keys for keys, _ in parts)]), rows)

    def _index(self, sizes: Ints) -> Iterator[tuple[Keys, Ints]]:
        """All keys of the forms of these lengths, with the forms they belong to."""
        for first, last in dict.fromkeys((kind.first, kind.last) for kind in KINDS):
            rows = np.flatnonzero((first <= sizes) & (sizes <= last))
            if not len(rows):
                continue
            units = self._units[:last, rows].T
            if first <= WRITTEN_OUT:
                limit = LIMITS[first] * (TIGHT if len(units) > MANY else 1)
                units, owner = _written_out(units, self._matrix[:-1], limit)
                rows = rows[owner]
            said = Said(units.ravel(), self._classes)
            start, size = np.arange(len(rows)) * last, sizes[rows]
            for kind in (k for k in KINDS if k.first == first):
                gate = np.zeros(1 << 2 * UNIT_BITS if first <= WRITTEN_OUT else 1 << 15, np.uint8)
                codes = said.codes(kind.codes)[start + kind.offset(size)]
                np.bitwise_or.at(gate, codes, (1 << size - first).astype(np.uint8))
                self._gates[kind] = gate
                yield said.keys(start, size, kind), rows

    def said(self, stream: Ints) -> Said:
        """A stream ready to be searched, by this index and by every other one."""
        return Said(stream, self._classes)

    def search(self, said: Said, windows: Windows, credit: Floats | None = None) -> Hits:
        """All hits at some windows, by length and place.

        A window may sound as far from a reading as its own reach and the reading's `credit` allow together.
        """
        allowed = np.zeros(len(self._loss), np.float32) if credit is None else credit[self._reading]
        found = [self._find(said, some, allowed) for some in _batches(self._looks(said, windows))]
        if not found:
            return Hits(_NONE, _NONE, _NONE, _NONE.astype(np.float32), _NONE.astype(np.float32))
        start, size, row, total, worst = map(np.concatenate, zip(*found, strict=True))
        _, first = np.unique((size * len(said.stream) + start) * len(self._loss) + row, return_index=True)
        row = row[first]
        return Hits(start[first], size[first], self._reading[row], total[first], worst[first])

    def _looks(self, said: Said, windows: Windows) -> Iterator[Batch]:
        """The windows that begin as some reading does and are worth a look, by kind of key."""
        room = windows.room()
        for kind, gate in self._gates.items():
            codes = said.codes(kind.codes)
            for at in range(0, len(room), BLOCK):
                lengths = gate[codes[at : at + BLOCK]]
                start = np.flatnonzero(lengths)
                size = np.full(len(start), kind.first)
                if kind.last > kind.first:
                    bits = np.flatnonzero(np.unpackbits(lengths[start], bitorder="little").view(np.bool_))
                    start, size = start[bits >> 3], (bits & 7) + kind.first
                start = start + at - kind.offset(size)
                fits = np.flatnonzero(room[start] >= size)
                start, size = start[fits], size[fits]
                reach = windows.reach(start, size)
                keep = np.flatnonzero(reach > -np.inf)
                start, size = start[keep], size[keep]
                yield Batch(start, size, reach[keep], said.keys(start, size, kind))

    def _find(self, said: Said, batch: Batch, credit: Floats) -> Hits:
        """The pairs of window and form that have a key in common and are near enough.

        Nearly all fall with the first two units, which are measured before anything else is known of a pair.
        """
        at, times, row = self._table.find(batch.keys)
        start, matrix, width = batch.start[at], self._matrix.ravel(), self._matrix.shape[1]
        heard = said.stream % len(self._matrix) * width
        spare = np.repeat(batch.reach[at], times) + (credit - self._loss)[row]
        total = matrix[np.repeat(heard[start], times) + self._units[0][row]]
        total += matrix[np.repeat(heard[start + 1], times) + self._units[1][row]]
        keep = np.flatnonzero(total <= np.minimum(spare, _LIMIT[-1]) + ROUNDING)
        place, row = np.repeat(at, times)[keep], row[keep]
        start, size, total = batch.start[place], batch.size[place], self._loss[row]
        limit = np.minimum(_LIMIT[size], batch.reach[place] + credit[row])
        worst = np.zeros(len(row), np.float32)
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
