"""Terms by sound. A window of n units is looked up under a few keys that forgive part of the sound, then measured.

Two and three units: all pairs of syllables near enough to the first two are written out beforehand. A weak unit of an
English term (the l of `Law`) is indexed both as heard and as lost. A long stream is searched block by block.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from typing import NamedTuple, Protocol

import numpy as np

from tclean.text.phonetic_index.forms import Floats, Form, Ints, forms, written_out
from tclean.text.phonetic_index.keys import KINDS, LONGEST, SHORTEST, WRITTEN_OUT, Classes, Codes, Kind, Said, form_keys
from tclean.text.phonetic_index.postings import Flags, Looked, Postings, Rows
from tclean.text.phonetics.space import Space

LIMITS = {2: 0.26, 3: 0.42, 4: 0.9, 5: 1.2}
BLOCK, PAIRS = 1 << 14, 1 << 16  # places looked at, pairs of window and form measured at once
MANY, TIGHT = 10_000, 0.6  # with more readings of two or three units, only this share of the limit is forgiven
SIZES = np.arange(SHORTEST, LONGEST + 1)
FEW = 32  # forms listened for at once
FIRST = 3  # units of a pair that are measured before all others
ROUNDING = np.float32(1e-4)
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
    row: Rows
    limit: Floats


class Windows(Protocol):
    """The windows of a stream."""

    def look(self, first: int, last: int) -> Flags:
        """By length and place, whether a window that begins at one of the places `[first, last)` is worth a look."""
        ...

    def gain(self, start: Ints, size: Ints) -> Floats:
        """What it is worth to hear something else in some windows."""
        ...


class Everything(NamedTuple):
    """Every window of a stream of this length, whatever it sounds like."""

    length: int

    def look(self, first: int, last: int) -> Flags:
        """All that lies in the stream."""
        return np.arange(first, last) + SIZES[:, None] <= self.length

    def gain(self, start: Ints, size: Ints) -> Floats:
        """No limit."""
        return np.full(len(start), np.inf, np.float32)


class Credit(NamedTuple):
    """For each form, what it is worth to hear it, and how far each unit of all worth lets it be off; `usual` is that of
    most forms, and `at_most` what any is worth there."""

    worth: Floats
    buys: Floats
    usual: np.float32
    at_most: Floats


class PhoneticIndex:
    """Readings (sequences of unit numbers) to be found in streams of Mandarin units.

    >>> from tclean.text.phonetics import readings_of, space
    >>> index = PhoneticIndex([readings_of("具身智能")[0]], space())
    >>> index.search(index.said(np.array(readings_of("用居神智能")[0])), Everything(5)).start.tolist()
    [1]
    """

    def __init__(self, readings: Sequence[tuple[int, ...]], space: Space, late: Flags | None = None) -> None:
        """`late` are readings that are sought in few streams only."""
        self._classes = Classes(space)
        self._matrix = np.pad(space.matrix(), ((0, 1), (0, 1)))  # what stands for no unit costs nothing
        heard = [(row, *form) for row, units in enumerate(readings) for form in _findable(units, space)]
        self._sizes = sizes = np.array([len(form) for _, form, _ in heard], np.intp)
        self._units = np.full((LONGEST, len(heard)), len(space.units), np.uint16)
        flat = np.fromiter(chain.from_iterable(form for _, form, _ in heard), np.uint16, int(sizes.sum()))
        row = np.repeat(np.arange(len(heard)), sizes)
        self._units[np.arange(len(flat)) - np.repeat(np.cumsum(sizes) - sizes, sizes), row] = flat
        self._reading = np.array([row for row, _, _ in heard], np.intp)
        self._loss = np.array([loss for _, _, loss in heard], np.float32)
        limit = _LIMIT.copy()
        limit[[n for n in range(WRITTEN_OUT + 1) if (sizes == n).sum() > MANY]] *= TIGHT
        self._limit = limit.take(sizes) - self._loss
        keyed = [self._keyed(kind, limit) for kind in KINDS]
        late = np.zeros(len(heard), np.bool_) if late is None else late[self._reading]
        self._postings = Postings(keyed, sizes, self._units, late)

    def _keyed(self, kind: Kind, limit: Floats) -> tuple[Codes, Ints]:
        """The keys of one kind of all forms, and the forms they belong to."""
        sizes = self._sizes
        if kind.part != "unit":
            rows = np.flatnonzero((kind.first <= sizes) & (sizes <= kind.last))
            return form_keys(self._units[:, rows], self._classes, kind), rows
        parts = [(np.flatnonzero(sizes == n), limit[n]) for n in range(kind.first, kind.last + 1)]
        near = [(some, *written_out(self._units[:2, some].T, self._matrix[:-1], most)) for some, most in parts]
        keys = [form_keys(heard.T, self._classes, kind) for _, heard, _ in near]
        return np.concatenate(keys), np.concatenate([some[owner] for some, _, owner in near])

    def said(self, stream: Ints) -> Said:
        """A stream ready to be searched, by this index and by every other one."""
        return Said(stream, self._classes)

    def credit(self, worth: Floats, buys: Floats, most: float) -> Credit:
        """What readings are worth and how far this lets them be off, where no window gains more than so much."""
        return self._credit(np.arange(len(self._reading)), worth.take(self._reading), buys.take(self._reading), most)

    def _credit(self, forms: Ints, worth: Floats, buys: Floats, most: float, usual: np.float32 | None = None) -> Credit:
        usual = np.float32(buys.min(initial=1)) if usual is None else usual
        worth = worth * buys - self._loss.take(forms)
        at_most: Floats = worth + np.float32(most) * (buys - usual) + ROUNDING
        return Credit(worth, buys, usual, at_most)

    def changed(self, credit: Credit, readings: Ints, worth: Floats, buys: Floats, most: float) -> Credit:
        """The same but for some readings."""
        forms, owner = self._forms_of(readings)
        new = self._credit(forms, worth.take(owner), buys.take(owner), most, credit.usual)
        columns = credit.worth.copy(), credit.buys.copy(), credit.at_most.copy()
        for column, values in zip(columns, (new.worth, new.buys, new.at_most), strict=True):
            column[forms] = values
        return Credit(columns[0], columns[1], credit.usual, columns[2])

    def _forms_of(self, readings: Ints) -> tuple[Ints, Ints]:
        """The forms of some readings, and the number in these of the reading each belongs to."""
        first, last = (np.searchsorted(self._reading, readings, side) for side in ("left", "right"))
        times = last - first
        owner = np.repeat(np.arange(len(readings)), times)
        return np.arange(len(owner)) + np.repeat(first - np.cumsum(times) + times, times), owner

    def search(self, said: Said, windows: Windows, credit: Credit | None = None, *, late: bool = True) -> Hits:
        """The hits at some windows that share a key with a reading, by length and place; late readings too?"""
        if credit is None:
            count = len(self._reading)
            credit = self.credit(np.zeros(count, np.float32), np.ones(count, np.float32), 0)
        firsts = range(0, len(said), BLOCK)
        return self._sorted(said, [self._block(said, first, windows, credit, late) for first in firsts])

    def listen(self, said: Said, windows: Windows, readings: Ints, worth: Floats, buys: Floats) -> Hits:
        """The hits of a few readings at some windows, whatever keys they share."""
        forms, owner = self._forms_of(readings)
        credit = self._credit(forms, worth.take(owner), buys.take(owner), 0)
        found: list[Hits] = []
        for first in range(0, len(said), BLOCK):
            worthy = windows.look(first, min(first + BLOCK, len(said)))
            for size in sorted(set(self._sizes.take(forms).tolist())):
                start = worthy[size - SHORTEST].nonzero()[0] + first
                gain = windows.gain(start, np.full(len(start), size))
                some = (self._sizes.take(forms) == size).nonzero()[0]
                parts = [some[i : i + FEW] for i in range(0, len(some), FEW)]
                pairs = [self._hear(said, start, gain, forms[part], credit, part) for part in parts]
                found.append(self._measure(said, _all(pairs)))
        return self._sorted(said, found)

    def _hear(self, said: Said, start: Ints, gain: Floats, forms: Ints, credit: Credit, at: Ints) -> Pairs:
        """The windows of one length that begin as one of these forms does."""
        total = self._matrix[:, self._units[0, forms]].T.take(said.rows.take(start), axis=1)
        total += self._matrix[:, self._units[1, forms]].T.take(said.rows.take(start + 1), axis=1)
        limit = gain * credit.buys[at, None] + credit.worth[at, None]
        form, window = (total <= limit).nonzero()
        sizes = np.full(len(form), self._sizes[forms[0]])
        return Pairs(start[window], sizes, forms[form].astype(np.int32), limit[form, window])

    def _sorted(self, said: Said, found: Sequence[Hits]) -> Hits:
        """All hits, each once."""
        start, size, row, total, worst = map(np.concatenate, zip(_NOTHING, *found, strict=True))
        _, first = np.unique((size * len(said) + start) * len(self._loss) + row, return_index=True)
        return Hits(start[first], size[first], self._reading[row[first]], total[first], worst[first])

    def _block(self, said: Said, first: int, windows: Windows, credit: Credit, late: bool) -> Hits:
        """The hits at windows that begin in one block of places."""
        worth = windows.look(first, min(first + BLOCK, len(said)))
        looked = self._postings.find(said, first, worth, late)
        gain = windows.gain(looked.start, looked.size)
        parts = (self._pairs(said, looked.part(a, b), gain[a:b], credit) for a, b in _portions(looked.times))
        return self._measure(said, _all(parts))

    def _pairs(self, said: Said, some: Looked, gain: Floats, credit: Credit) -> Pairs:
        """The windows and forms with a common key that are near enough in one unit: few of all."""
        ends = np.cumsum(some.times)
        window = np.repeat(np.arange(len(ends)), some.times)
        along = (some.begin - (ends - some.times)).take(window)
        along += np.arange(len(window))
        cell = (said.rows.take(some.open) * self._matrix.shape[1]).take(window)
        cell += self._postings.open.take(along)
        row = self._postings.forms.take(along)
        most = (gain * credit.usual).take(window)
        most += credit.at_most.take(row)
        far = self._matrix.ravel().take(cell)
        keep = (far <= most).nonzero()[0]
        row, window, far, most = row.take(keep), window.take(keep), far.take(keep), most.take(keep)
        keep = (far + self._next(said, some, window, row) <= most).nonzero()[0]
        row, window = row.take(keep), window.take(keep)
        limit = gain.take(window) * credit.buys.take(row) + credit.worth.take(row)
        return Pairs(some.start.take(window), some.size.take(window), row, limit)

    def _next(self, said: Said, some: Looked, window: Ints, row: Rows) -> Floats:
        """How far another unit is: the first one, or the second where the first was the one to be looked at."""
        second = some.open == some.start
        cell = (said.rows.take(some.start + second) * self._matrix.shape[1]).take(window)
        cell += self._units[:2].ravel().take(second.take(window) * self._units.shape[1] + row)
        far: Floats = self._matrix.ravel().take(cell)
        return far

    def _measure(self, said: Said, pairs: Pairs) -> Hits:
        """The pairs that are near enough: first those that are in a few units, then in all of them."""
        start, size, row, limit = pairs
        limit = np.minimum(limit, self._limit.take(row))
        total = self._far(said, start, row, range(FIRST)).sum(0)
        keep = (total <= limit + ROUNDING).nonzero()[0]
        start, size, row, limit = start[keep], size[keep], row[keep], limit[keep]
        parts = self._far(said, start, row, range(int(size.max(initial=SHORTEST))))
        total = np.zeros(len(row), np.float32)
        for part in parts:  # always in this order
            total += part
        keep = (total <= limit).nonzero()[0]
        row = row[keep]
        worst = parts.max(0)[keep]
        return Hits(start[keep], size[keep], row.astype(np.intp), total[keep] + self._loss[row], worst)

    def _far(self, said: Said, start: Ints, row: Rows, places: range) -> Floats:
        """How far some of the units of each pair are."""
        cells = said.rows.take(start + np.array(places)[:, None]) * self._matrix.shape[1]
        cells += self._units[places.start : places.stop].take(row, axis=1)
        far: Floats = self._matrix.ravel().take(cells)
        return far


def _all(pairs: Iterable[Pairs]) -> Pairs:
    """All of them, one after the other."""
    return Pairs(*map(np.concatenate, zip(_NO_PAIRS, *pairs, strict=True)))


_NO_PAIRS = Pairs(*(np.zeros(0, np.intp),) * 2, np.zeros(0, np.int32), np.zeros(0, np.float32))
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
