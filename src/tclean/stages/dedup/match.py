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


class Matcher:
    """The repetitions of one text. Positions are letters of the stream; `span` takes them back to the text."""

    def __init__(self, blocks: Blocks) -> None:
        self._stream = stream(blocks.text)
        self._letters = self._stream.text()
        self.borders: Array = np.searchsorted(self._stream.at, blocks.cuts)
        self.lengths: Array = np.diff(self.borders)
        self._pair(blocks.apart)

    def _pair(self, apart: Array) -> None:
        """Equal grams of different blocks, both ways, sorted by the block they belong to."""
        early, late = repeats(grams(self._stream.codes, GRAM))
        mine, theirs = self._block(early), self._block(late)
        good = (mine >= 0) & (theirs >= 0) & (mine != theirs)
        good[good] &= ~(apart[mine[good]] | apart[theirs[good]])
        early, late, mine, theirs = early[good], late[good], mine[good], theirs[good]
        own, other = np.concatenate([early, late]), np.concatenate([late, early])
        mine, theirs = np.concatenate([mine, theirs]), np.concatenate([theirs, mine])
        order = np.argsort(mine, kind="stable")
        self._own, self._other, self._mine, self._theirs = own[order], other[order], mine[order], theirs[order]
        self._bounds = np.searchsorted(self._mine, np.arange(len(self.lengths) + 1))

    def _block(self, places: Array) -> Array:
        """The block in which a gram lies as a whole, or -1."""
        found = np.searchsorted(self.borders, places, "right") - 1
        inside = places + GRAM <= self.borders[np.minimum(found + 1, len(self.borders) - 1)]
        return np.where(inside, found, -1)

    def candidates(self) -> list[int]:
        """Blocks that share enough with one place elsewhere to be looked at."""
        if not len(self._own):
            return []
        most = np.zeros(len(self.lengths), np.int64)
        for shift in (0, DRIFT // 2):
            bins = (self._other - self._own + shift) // DRIFT
            keys, counts = np.unique(self._mine * (1 << 32) + bins, return_counts=True)
            np.maximum.at(most, (keys + (1 << 31)) >> 32, counts)
        likely = (most >= SEEDS) & ((most >= SHARE * self.lengths) | (most >= RUN)) & (self.lengths >= LEAST)
        return [int(b) for b in np.flatnonzero(likely)]

    def text(self, start: int, end: int) -> str:
        """Letters of the stream as a string."""
        return self._letters[start:end]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Letters of the stream as a span of the text."""
        return int(self._stream.at[start]), int(self._stream.at[end - 1]) + 1

    def copies(self, block: int, among: Array) -> int:
        """How many of the other blocks hold at least half of a block's grams."""
        theirs = self._theirs[slice(*self._bounds[block : block + 2])]
        _, counts = np.unique(theirs[among[theirs]], return_counts=True)
        return int((counts * 2 >= self.lengths[block] - GRAM).sum())

    def best(self, block: int, allowed: Callable[[Array], Array]) -> Match | None:
        """The best counterpart of a block among the `allowed` ones (block numbers → truth values)."""
        rows = slice(*self._bounds[block : block + 2])
        usable = allowed(self._theirs[rows])
        own, other = self._own[rows][usable], self._other[rows][usable]
        if len(own) < SEEDS:
            return None
        start, end = int(self.borders[block]), int(self.borders[block + 1])
        near = _diagonal(other - own, (end - start) // 4 + 8)
        region = self._region(start, end, own[near], other[near])
        found = overlap(self.text(start, end), self.text(*region))
        if found is None:
            return None
        return Match(
            (start + found.a_start, start + found.a_end),
            (region[0] + found.b_start, region[0] + found.b_end),
            found.matched,
            found.alone,
        )

    def _region(self, start: int, end: int, own: Array, other: Array) -> tuple[int, int]:
        """The letters in which the counterpart must lie: as far as the block reaches round its seeds, and some more."""
        slack = (end - start) // 10 + GRAM
        shifts = other - own
        low = max(start + int(shifts.min()) - slack, 0)
        high = min(end + int(shifts.max()) + slack, len(self._letters))
        if low < end and high > start:  # never into the block itself
            return (low, start) if int(other[0]) < start else (end, high)
        return low, high


def _diagonal(shifts: Array, width: int) -> Array:
    """Which seeds lie in the window of shifts that holds most of them."""
    ordered = np.sort(shifts)
    if ordered[-1] - ordered[0] <= width:
        return np.ones(len(shifts), bool)
    counts = np.searchsorted(ordered, ordered + width, "right") - np.arange(len(ordered))
    low = ordered[int(counts.argmax())]
    inside: Array = (shifts >= low) & (shifts <= low + width)
    return inside
