"""For each block, the stretch elsewhere in the document that says the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from tclean.stages.dedup.blocks import Blocks
from tclean.stages.dedup.limits import LEAST
from tclean.text.align import overlap
from tclean.text.shingles import Array, grams, repeats, stream

GRAM = 6  # letters; at 15 % edits more than a third of the grams stays whole
SEEDS = 4  # fewer shared grams are chance
SHARE = 0.08  # so much of a block must be shared, roughly in order, before it is looked at closer …
RUN = 50  # … or so many grams
DRIFT = 256  # letters by which edits may move what follows


class Match(NamedTuple):
    """Letters `own` of a block say what letters `other` elsewhere say; `matched` of them are the same, in order."""

    own: tuple[int, int]
    other: tuple[int, int]
    matched: int
    alone: int  # the longest stretch of the block that has no counterpart

    @property
    def length(self) -> int:
        """Letters of the counterpart."""
        return self.other[1] - self.other[0]


class Seeds(NamedTuple):
    """The grams `first` to `last` (rows of the matcher) that a block shares with one other.

    The shift, from the gram here to the gram there, is from `low` to `high`.
    """

    block: int
    first: int
    last: int
    low: int
    high: int


class Matcher:
    """The repetitions of one text. Positions are letters of the stream; `span` takes them back to the text."""

    def __init__(self, blocks: Blocks) -> None:
        self._stream = stream(blocks.text)
        self._letters = self._stream.text()
        borders = np.searchsorted(self._stream.at, blocks.cuts)
        self.borders: list[int] = borders.tolist()
        self.lengths: Array = np.diff(borders)
        self._seeds: dict[int, list[Seeds]] = {}
        mine, theirs, shift = self._pairs(blocks.apart)
        likely = self._likely(mine, shift)
        self.candidates: list[int] = np.flatnonzero(likely).tolist()
        if self.candidates:
            own = likely[mine]
            self._group(mine[own], theirs[own], shift[own])

    def _pairs(self, apart: Array) -> tuple[Array, Array, Array]:
        """Equal grams of different blocks, both ways: the block of either, and the way from the one to the other."""
        early, late = repeats(grams(self._stream.codes, GRAM))
        owner = np.repeat(np.arange(len(self.lengths)), self.lengths)
        mine, theirs = owner[early], owner[late]
        good = (mine != theirs) & (owner[early + GRAM - 1] == mine) & (owner[late + GRAM - 1] == theirs)
        if apart.any():
            good &= ~(apart[mine] | apart[theirs])
        mine, theirs, shift = mine[good], theirs[good], (late - early)[good]
        return np.concatenate([mine, theirs]), np.concatenate([theirs, mine]), np.concatenate([shift, -shift])

    def _likely(self, mine: Array, shift: Array) -> Array:
        """Which blocks share enough with one place elsewhere to be looked at."""
        keys = np.sort((mine << 32) + shift)
        of = (keys + (1 << 31)) >> 32
        wanted = np.maximum(np.minimum(self.lengths * SHARE + 1, RUN), SEEDS).astype(np.int64)
        last = np.arange(-1, len(keys) - 1) + wanted[of]
        first = np.flatnonzero(last < len(keys))
        first = first[keys[last[first]] - keys[first] < DRIFT]
        enough = np.zeros(len(self.lengths), bool)
        enough[of[first]] = True
        return enough & (self.lengths >= LEAST)

    def _group(self, mine: Array, theirs: Array, shift: Array) -> None:
        """The seeds of each block by the block they lead to."""
        keys = mine * len(self.lengths) + theirs
        order = np.argsort(keys)
        keys, self._shift = keys[order], shift[order]
        heads = np.concatenate([[0], np.flatnonzero(keys[1:] != keys[:-1]) + 1])
        low, high = np.minimum.reduceat(self._shift, heads), np.maximum.reduceat(self._shift, heads)
        own, other = np.divmod(keys[heads], len(self.lengths))
        ends = np.concatenate([heads[1:], [len(keys)]])
        rows = list(map(Seeds._make, zip(*(a.tolist() for a in (other, heads, ends, low, high)), strict=True)))
        cuts = np.concatenate([[0], np.flatnonzero(own[1:] != own[:-1]) + 1])
        for block, first, last in zip(own[cuts].tolist(), cuts.tolist(), [*cuts[1:].tolist(), None], strict=True):
            self._seeds[block] = rows[first:last]

    def text(self, start: int, end: int) -> str:
        """Letters of the stream as a string."""
        return self._letters[start:end]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Letters of the stream as a span of the text."""
        return int(self._stream.at[start]), int(self._stream.at[end - 1]) + 1

    def copies(self, block: int, among: Callable[[int], bool]) -> int:
        """How many of the other blocks hold at least half of a block's grams."""
        half = (int(self.lengths[block]) - GRAM) / 2
        return sum(s.last - s.first >= half and among(s.block) for s in self._seeds.get(block, ()))

    def best(self, block: int, allowed: Callable[[int], bool]) -> Match | None:
        """The best counterpart of a block among the `allowed` ones."""
        usable = [s for s in self._seeds.get(block, ()) if allowed(s.block)]
        if sum([s.last - s.first for s in usable]) < SEEDS:
            return None
        start, end = self.borders[block], self.borders[block + 1]
        region = self._region(start, end, *self._diagonal(usable, (end - start) // 4 + 8))
        found = overlap(self.text(start, end), self.text(*region))
        if found is None:
            return None
        return Match(
            (start + found.a_start, start + found.a_end),
            (region[0] + found.b_start, region[0] + found.b_end),
            found.matched,
            found.alone,
        )

    def _diagonal(self, seeds: list[Seeds], width: int) -> tuple[int, int]:
        """The window of shifts, so wide at most, that holds most of the seeds."""
        low, high = min([s.low for s in seeds]), max([s.high for s in seeds])
        if high - low <= width:
            return low, high
        shifts = np.sort(np.concatenate([self._shift[s.first : s.last] for s in seeds]))
        ends = np.searchsorted(shifts, shifts + width, "right")
        at = int((ends - np.arange(len(shifts))).argmax())
        return int(shifts[at]), int(shifts[ends[at] - 1])

    def _region(self, start: int, end: int, least: int, most: int) -> tuple[int, int]:
        """The letters in which the counterpart must lie: as far as the block reaches round its seeds, and some more."""
        slack = (end - start) // 10 + GRAM
        low = max(start + least - slack, 0)
        high = min(end + most + slack, len(self._letters))
        if low < end and high > start:  # never into the block itself
            return (low, start) if least + most < 0 else (end, high)
        return low, high
