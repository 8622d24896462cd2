"""Terms by sound. A window of n units is looked up under a few keys that forgive part of the sound, then measured.

Two and three units: all sequences of syllables near enough are written out beforehand. A weak unit of an English term
(the l of `Law`) is indexed both as heard and as lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tclean.text.phonetic_index.keys import LONGEST, WRITTEN_OUT, Classes, Said
from tclean.text.phonetic_index.table import Ints, Keys, KeyTable
from tclean.text.phonetics.space import Space

Floats = NDArray[np.float32]
SHORTEST = 2
LIMITS = {2: 0.26, 3: 0.42, 4: 0.9, 5: 1.2}
BLOCK = 1 << 17  # windows looked up at once
MANY, TIGHT = 10_000, 0.6  # with more readings of one length, only this share of the limit is written out
_LIMIT = np.array([LIMITS.get(n, 1.2 + 0.2 * (n - 5)) for n in range(LONGEST + 1)], np.float32)


class Hits(NamedTuple):
    """Windows that sound like a term: first unit, number of units, reading, distance, worst unit."""

    start: Ints
    size: Ints
    reading: Ints
    distance: Floats
    worst: Floats


class Look(NamedTuple):
    """Windows of one length that are worth a look (first units), and how far each may sound from what was said."""

    start: Ints
    reach: Floats


class Batch(NamedTuple):
    """Windows of several lengths."""

    start: Ints
    size: Ints
    reach: Floats


class PhoneticIndex:
    """Readings (sequences of unit numbers) to be found in streams of Mandarin units.

    >>> from tclean.text.phonetics import readings_of, space
    >>> index = PhoneticIndex([readings_of("具身智能")[0]], space())
    >>> index.search(np.array(readings_of("用居神智能")[0]), lambda size: everything(5, size)).start.tolist()
    [1]
    """

    def __init__(self, readings: Sequence[tuple[int, ...]], space: Space) -> None:
        variants = [(row, *form) for row, units in enumerate(readings) for form in forms(units, space)]
        variants = [v for v in variants if SHORTEST <= len(v[1]) <= LONGEST]
        self._classes = Classes(space)
        self._matrix = np.pad(space.matrix(), ((0, 1), (0, 1)))  # what stands for no unit costs nothing
        self._units = np.full((len(variants), LONGEST), len(space.units), np.uint16)
        for row, (_, units, _) in enumerate(variants):
            self._units[row, : len(units)] = units
        self._reading = np.array([v[0] for v in variants], np.int64)
        self._loss = np.array([v[2] for v in variants], np.float32)
        sizes = np.array([len(v[1]) for v in variants], np.int64)
        self._sizes = np.unique(sizes).tolist()
        parts = [part for size in self._sizes for part in self._keys(np.flatnonzero(sizes == size), size)]
        self._table = KeyTable(np.concatenate([np.zeros(0, np.uint64), *(keys for keys, _ in parts)]))
        self._owner = np.concatenate([np.zeros(0, np.int32), *(rows.astype(np.int32) for _, rows in parts)])

    def _keys(self, rows: Ints, size: int) -> Iterator[tuple[Keys, Ints]]:
        """All keys of the forms of one length, with the forms they belong to."""
        units: NDArray[np.integer] = self._units[rows, :size].astype(np.int64)
        if size <= WRITTEN_OUT:
            units, owner = _written_out(units, self._matrix[:-1], LIMITS[size] * (TIGHT if len(units) > MANY else 1))
            rows = rows[owner]
        start = np.arange(len(rows)) * size
        for keys in Said(units.ravel(), self._classes).keys(start, size):
            yield keys, rows

    def search(self, stream: Ints, look: Callable[[int], Look], credit: Floats | None = None) -> Hits:
        """All hits at the windows `look(size)`, by length and place.

        A window may sound as far from a reading as its own reach and the reading's `credit` allow together.
        """
        said = Said(stream, self._classes)
        heard = np.concatenate((stream, np.full(LONGEST, -1)))
        allowed = np.zeros(len(self._loss), np.float32) if credit is None else credit[self._reading]
        blocks = ((size, block) for size in self._sizes for block in _blocks(look(size)))
        found = [self._search(heard, said, batch, allowed) for batch in _batches(blocks)]
        return Hits(*map(np.concatenate, zip(*found, strict=True))) if found else _nothing()

    def _search(self, heard: Ints, said: Said, looks: Sequence[tuple[int, Look]], credit: Floats) -> Hits:
        keys, place, at = [], [], 0
        for size, look in looks:
            some = said.keys(look.start, size)
            keys += some
            place += [np.arange(at, at + len(look.start))] * len(some)
            at += len(look.start)
        found, entry = self._table.find(np.concatenate(keys))
        sizes = np.repeat([size for size, _ in looks], [len(look.start) for _, look in looks])
        batch = Batch(np.concatenate([w.start for _, w in looks]), sizes, np.concatenate([w.reach for _, w in looks]))
        return self._measure(heard, batch, np.concatenate(place)[found], self._owner[entry], credit)

    def _measure(self, heard: Ints, batch: Batch, place: Ints, row: NDArray[np.int32], credit: Floats) -> Hits:
        """The pairs of window and form that are near enough."""
        limit = np.minimum(_LIMIT[batch.size[place]], batch.reach[place] + credit[row])
        start, total = batch.start[place], self._loss[row]
        worst = np.zeros(len(row), np.float32)
        for k in range(LONGEST + 1):
            keep = np.flatnonzero(total <= limit)
            if len(keep) < len(total):
                place, row, start = place[keep], row[keep], start[keep]
                total, worst, limit = total[keep], worst[keep], limit[keep]
            if k < LONGEST:
                part = self._matrix[heard[start + k], self._units[row, k]]
                total, worst = total + part, np.maximum(worst, part)
        _, first = np.unique(place * len(self._loss) + row, return_index=True)
        place, row = place[first], row[first]
        return Hits(batch.start[place], batch.size[place], self._reading[row], total[first], worst[first])


def everything(length: int, size: int) -> Look:
    """Every window of a stream of this length, whatever it sounds like.

    >>> everything(5, 4).start.tolist()
    [0, 1]
    """
    start = np.arange(max(0, length - size + 1))
    return Look(start, np.full(len(start), np.inf, np.float32))


def _blocks(look: Look) -> list[Look]:
    """The windows in blocks, so that memory does not grow with the document."""
    return [Look(look.start[i : i + BLOCK], look.reach[i : i + BLOCK]) for i in range(0, len(look.start), BLOCK)]


def _batches(blocks: Iterable[tuple[int, Look]]) -> Iterator[list[tuple[int, Look]]]:
    """Blocks of several lengths that are looked up at once."""
    batch: list[tuple[int, Look]] = []
    count = 0
    for block in blocks:
        if batch and count + len(block[1].start) > BLOCK:
            yield batch
            batch, count = [], 0
        batch.append(block)
        count += len(block[1].start)
    if batch:
        yield batch


def forms(units: tuple[int, ...], space: Space) -> list[tuple[tuple[int, ...], float]]:
    """A reading as said, and with its weak units lost (all of them, or each alone), with what the loss costs."""
    weak = [i for i, u in enumerate(units) if space.units[u].weak]
    drops = [(), tuple(weak), *((i,) for i in weak)] if weak else [()]
    out: dict[tuple[int, ...], float] = {}
    for lost in drops:
        form = tuple(u for i, u in enumerate(units) if i not in lost)
        out[form] = min(out.get(form, 9.0), sum(space.loss(units[i]) for i in lost))
    return list(out.items())


def _written_out(
    units: NDArray[np.integer], matrix: Floats, limit: float
) -> tuple[NDArray[np.int16], NDArray[np.int32]]:
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
