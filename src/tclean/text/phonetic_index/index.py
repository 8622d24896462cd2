"""Terms by sound. A window of n units is looked up under a few keys that forgive part of the sound, then measured.

Two and three units: all pairs of syllables near enough to the first two are written out beforehand. A weak unit of an
English term (the l of `Law`) is indexed both as heard and as lost. A long stream is searched block by block.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from tclean.text.phonetic_index.forms import Floats, Form, Ints, forms, written_out
from tclean.text.phonetic_index.keys import GROUPS, LONGEST, WRITTEN_OUT, Classes, Codes, Kind, Said
from tclean.text.phonetic_index.postings import Looked, Postings, Rows
from tclean.text.phonetics.space import Space

SHORTEST = 2
LIMITS = {2: 0.26, 3: 0.42, 4: 0.9, 5: 1.2}
BLOCK, PAIRS = 1 << 15, 1 << 15  # places looked at, pairs of window and form measured at once
MANY, TIGHT = 10_000, 0.6  # with more readings of two or three units, only this share of the limit is forgiven
Flags = NDArray[np.bool_]
_LIMIT = np.array([LIMITS.get(n, 1.2 + 0.2 * (n - 5)) for n in range(LONGEST + 1)], np.float32)


class Hits(NamedTuple):
    """Windows that sound like a term: first unit, number of units, reading, distance, worst unit."""

    start: Ints
    size: Ints
    reading: Ints
    distance: Floats
    worst: Floats


class Pairs(NamedTuple):
    """Windows, each with a form and how far it may be."""

    start: Ints
    size: Ints
    row: Ints
    limit: Floats


class Windows(Protocol):
    """The windows of a stream."""

    def look(self, first: int, last: int, size: int) -> tuple[Flags, Floats]:
        """For each place `[first, last)`, whether a window of this length that begins there is worth a look, and what
        it is worth to hear something else in it."""
        ...


class Everything(NamedTuple):
    """Every window of a stream of this length, whatever it sounds like."""

    length: int

    def look(self, first: int, last: int, size: int) -> tuple[Flags, Floats]:
        """No limit but the end of the stream."""
        return np.arange(first, last) + size <= self.length, np.full(last - first, np.inf, np.float32)


class Credit(NamedTuple):
    """For each reading, what it is worth to hear it, and how far all worth lets it be off."""

    worth: Floats
    buys: Floats

    def of(self, readings: Ints, loss: Floats) -> Credit:
        """The same for forms of the readings that have lost something: what is left when nothing else is worth."""
        buys = self.buys.take(readings)
        return Credit(self.worth.take(readings) * buys - loss, buys)


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
        heard = [(row, *form) for row, units in enumerate(readings) for form in _findable(units, space)]
        sizes = np.array([len(form) for _, form, _ in heard], np.intp)
        self._none = len(space.units)
        self._units = np.full((LONGEST, len(heard)), self._none, np.uint16)
        flat = np.fromiter(chain.from_iterable(form for _, form, _ in heard), np.uint16, int(sizes.sum()))
        row = np.repeat(np.arange(len(heard)), sizes)
        self._units[np.arange(len(flat)) - np.repeat(np.cumsum(sizes) - sizes, sizes), row] = flat
        self._reading = np.array([row for row, _, _ in heard], np.intp)
        self._loss = np.array([loss for _, _, loss in heard], np.float32)
        self._limit = _LIMIT.copy()
        self._limit[[n for n in range(WRITTEN_OUT + 1) if (sizes == n).sum() > MANY]] *= TIGHT
        self._listed = np.zeros(0, np.int32)  # the forms of all keys
        self._groups = [[self._list(kind, group[0].first, sizes) for kind in group] for group in GROUPS]

    def _list(self, kind: Kind, shortest: int, sizes: Ints) -> Postings:
        """All forms by one kind of key."""
        keys, rows = self._keyed(kind, sizes)
        found = Postings(kind, shortest, len(self._listed), keys, sizes[rows])
        self._listed = np.concatenate((self._listed, rows[found.order].astype(np.int32)))
        return found

    def _keyed(self, kind: Kind, sizes: Ints) -> tuple[Codes, Ints]:
        """The keys of one kind of all forms, and the forms they belong to."""
        rows = np.flatnonzero((kind.first <= sizes) & (sizes <= kind.last))
        units = self._units[:LONGEST, rows].T
        if kind.part == "unit" and len(rows):
            parts = [(n, np.flatnonzero(sizes[rows] == n)) for n in range(kind.first, kind.last + 1)]
            near = [(rows[some], *written_out(units[some, :2], self._matrix[:-1], self._limit[n])) for n, some in parts]
            rows = np.concatenate([some[owner] for some, _, owner in near])
            units = np.concatenate([heard for _, heard, _ in near])
        said = Said(units.ravel(), self._classes)
        return said.keys(np.arange(len(rows)) * units.shape[1], kind), rows

    def said(self, stream: Ints) -> Said:
        """A stream ready to be searched, by this index and by every other one."""
        return Said(stream, self._classes)

    def search(self, said: Said, windows: Windows, credit: Credit | None = None) -> Hits:
        """The hits at some windows that share a key with a reading, by length and place."""
        if credit is None:
            credit = Credit(np.zeros(len(self._reading), np.float32), np.ones(len(self._reading), np.float32))
        credit = credit.of(self._reading, self._loss)
        blocks = (self._block(said, first, windows, credit) for first in range(0, len(said), BLOCK))
        return self._sorted(said, [self._measure(said, _all(pairs)) for pairs in blocks])

    def listen(self, said: Said, windows: Windows, readings: Ints, credit: Credit) -> Hits:
        """The hits of a few readings at some windows, whatever keys they share."""
        ends = zip(*(np.searchsorted(self._reading, readings, side) for side in ("left", "right")), strict=True)
        forms = np.concatenate([np.zeros(0, np.intp), *(np.arange(a, b) for a, b in ends)])
        sizes = (self._units[:, forms] < self._none).sum(0)
        found: list[Pairs] = []
        for first in range(0, len(said), BLOCK):
            for size in sorted(set(sizes.tolist())):
                worth, gain = windows.look(first, min(first + BLOCK, len(said)), size)
                start = worth.nonzero()[0]
                start, gain = start + first, gain[start]
                found += [self._hear(said, start, gain, size, row, credit) for row in forms[sizes == size].tolist()]
        return self._sorted(said, [self._measure(said, _all(found))])

    def _hear(self, said: Said, start: Ints, gain: Floats, size: int, row: int, credit: Credit) -> Pairs:
        """The windows that begin as one form does."""
        worth, buys = credit.of(self._reading[[row]], self._loss[[row]])
        limit = gain * buys + worth
        total = self._matrix[:, self._units[0, row]].take(said.rows.take(start))
        total += self._matrix[:, self._units[1, row]].take(said.rows.take(start + 1))
        some = (total <= limit).nonzero()[0]
        return Pairs(start[some], np.full(len(some), size), np.full(len(some), row), limit[some])

    def _sorted(self, said: Said, found: Sequence[Hits]) -> Hits:
        """All hits, each once."""
        start, size, row, total, worst = map(np.concatenate, zip(_NOTHING, *found, strict=True))
        _, first = np.unique((size * len(said) + start) * len(self._loss) + row, return_index=True)
        return Hits(start[first], size[first], self._reading[row[first]], total[first], worst[first])

    def _block(self, said: Said, first: int, windows: Windows, credit: Credit) -> Iterator[Pairs]:
        """Windows that begin in one block of places, with the forms they share a key with, if these may be near."""
        last = min(first + BLOCK, len(said))
        worth, gains = zip(*(windows.look(first, last, n) for n in range(SHORTEST, LONGEST + 1)), strict=True)
        gain = np.concatenate(gains)
        for group, listed in zip(GROUPS, self._groups, strict=True):
            lengths = _lengths(worth[group[0].first - SHORTEST : max(kind.last for kind in group) - SHORTEST + 1])
            place = lengths.nonzero()[0]
            lengths = lengths[place]
            for postings in listed:
                looked = postings.find(said, place + first, lengths)
                gained = gain.take((looked.size - SHORTEST) * (last - first) + looked.start - first)
                for a, b in _portions(looked.times):
                    yield self._pairs(said, looked.part(a, b), gained[a:b], credit, postings.kind.open)

    def _pairs(self, said: Said, some: Looked, gain: Floats, credit: Credit, unit: int) -> Pairs:
        """The windows and forms with a common key that are near enough in one unit: few of all."""
        window = np.repeat(np.arange(len(some.start)), some.times)
        along = np.arange(len(window)) + np.repeat(some.begin - np.cumsum(some.times) + some.times, some.times)
        row = self._listed.take(along)
        limit = gain.take(window) * credit.buys.take(row) + credit.worth.take(row)
        heard = said.rows.take(some.start + unit) * self._matrix.shape[1]
        near = self._matrix.ravel().take(heard.take(window) + self._units[unit].take(row)) <= limit
        keep = near.nonzero()[0]
        window = window[keep]
        return Pairs(some.start.take(window), some.size.take(window), row[keep], limit[keep])

    def _measure(self, said: Said, pairs: Pairs) -> Hits:
        """The pairs that are near enough."""
        matrix, wide = self._matrix.ravel(), self._matrix.shape[1]
        start, size, row, limit = pairs
        total, parts, here = np.zeros(len(row), np.float32), [], np.arange(len(row))
        limit = np.minimum(limit, self._limit.take(size) - self._loss.take(row))
        for k in range(int(size.max(initial=SHORTEST))):
            parts.append(matrix.take(said.rows.take(start + k) * wide + self._units[k].take(row)))
            total = total + parts[-1]
            keep = (total <= limit).nonzero()[0]
            if len(keep) < len(total):
                start, row, limit, total, here = start[keep], row[keep], limit[keep], total[keep], here[keep]
                parts = [part[keep] for part in parts]
        return Hits(start, size[here], row.astype(np.intp), total + self._loss[row], np.max(parts, 0))


def _lengths(worth: Sequence[Flags]) -> NDArray[np.uint8]:
    """For each place, the lengths of its windows worth a look as bits."""
    lengths = np.zeros(len(worth[0]), np.uint8)
    for n, some in enumerate(worth):
        lengths |= some.view(np.uint8) << np.uint8(n)
    return lengths


def _all(pairs: Iterable[Pairs]) -> Pairs:
    """All of them, one after the other."""
    return Pairs(*map(np.concatenate, zip(_NO_PAIRS, *pairs, strict=True)))


_NO_PAIRS = Pairs(*(np.zeros(0, np.intp),) * 3, np.zeros(0, np.float32))
_NOTHING = Hits(*(np.zeros(0, np.intp),) * 3, *(np.zeros(0, np.float32),) * 2)


def _findable(units: tuple[int, ...], space: Space) -> list[Form]:
    """The forms of a reading that are neither too short nor too long, nor lose too much."""
    if max(units, default=0) < space.mandarin:
        return [(units, 0.0)] if SHORTEST <= len(units) <= LONGEST else []
    some = (form for form in forms(units, space) if SHORTEST <= len(form[0]) <= LONGEST)
    return [(form, loss) for form, loss in some if loss <= _LIMIT[len(form)]]


def _portions(times: Rows) -> Iterable[tuple[int, int]]:
    """Stretches of windows with so many pairs at once."""
    ends = np.cumsum(times)
    cuts = np.searchsorted(ends, np.arange(PAIRS, int(ends[-1]) if len(ends) else 0, PAIRS))
    return ((a, b) for a, b in pairwise([0, *cuts.tolist(), len(ends)]) if a < b)
