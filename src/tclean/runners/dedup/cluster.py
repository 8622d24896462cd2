"""Which blocks of all documents are copies of which: candidates by MinHash, checked by real similarity."""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import LCSseq

from tclean.runners.dedup.index import Index
from tclean.stages.dedup.limits import EDITED, LEAST, VERBATIM, is_copy, numbers_differ
from tclean.text.align import overlap
from tclean.text.shingles import Array

BEFORE = 2  # neighbours in the order of survival each block is compared with, beside the strongest of its bucket
MANY = 4_000_000  # candidate pairs held before they are told apart
CHECKS = 4  # survivors of its cluster a block is compared with when it was not compared with any yet


class Copy(NamedTuple):
    """`block` is a copy of `of`; both are numbers of the index."""

    block: int
    of: int
    score: float


def copies(index: Index, order: dict[int, int], events: Set[tuple[int, int]] = frozenset()) -> list[Copy]:
    """All blocks that repeat one of another document, with the copy that stays.

    `order` gives each document its place among all; neither the order in which documents came nor their numbers count.
    Documents of the same event (pairs in `events`) may say the same in other words: there only verbatim copies count.
    The survivor: labelled speech over speech over a summary, the longer over the shorter, then the earlier id.
    """
    facts, digests = index.digests()
    if not len(facts):
        return []
    place = np.array([order[d] for d in facts[:, 1].tolist()])
    by_rank = np.lexsort((facts[:, 4], place, -facts[:, 3], facts[:, 2]))
    facts, digests = facts[by_rank], digests[by_rank]
    pairs = _candidates(digests, facts[:, 1])
    return list(_Clusters(index, facts[:, 0], facts[:, 1], events).copies(pairs))


def _candidates(digests: Array, docs: Array) -> Array:
    """Pairs (weaker, stronger) that share a minimum: with the strongest of their bucket and with near neighbours.

    Rows are in the order of survival. A bucket of n blocks gives 3n pairs at most, whatever its size.
    """
    found = [np.zeros(0, np.int64)]
    for column in digests.T:
        order = np.argsort(column, kind="stable")
        values = column[order]
        first = np.concatenate([[True], values[1:] != values[:-1]])
        head = order[np.maximum.accumulate(np.where(first, np.arange(len(values)), 0))]
        pairs = [(order, head)]
        for back in range(1, BEFORE + 1):
            same = values[back:] == values[:-back]
            pairs.append((order[back:][same], order[:-back][same]))
        for weak, strong in pairs:
            good = docs[weak] != docs[strong]
            found.append(weak[good] * len(docs) + strong[good])
        if sum(map(len, found)) > MANY:
            found = [np.unique(np.concatenate(found))]
    keys = np.unique(np.concatenate(found))
    return np.stack([keys // len(docs), keys % len(docs)], axis=1)


class _Clusters:
    """Union-find over checked pairs, then the survivors of each cluster from the strongest block down."""

    def __init__(self, index: Index, numbers: Array, docs: Array, events: Set[tuple[int, int]]) -> None:
        self._numbers, self._docs, self._events = numbers, docs.tolist(), events
        self._parent: dict[int, int] = {}
        self._letters = lru_cache(1 << 16)(lambda row: index.letters(int(numbers[row])))

    def copies(self, pairs: Array) -> list[Copy]:
        edges: dict[int, dict[int, float]] = {}
        for weak, strong in pairs.tolist():
            if score := self._score(weak, strong):
                edges.setdefault(weak, {})[strong] = score
                self._join(weak, strong)
        survivors: dict[int, dict[int, None]] = {}
        out = []
        for row in sorted(self._parent):
            kept = survivors.setdefault(self._root(row), {})
            found = self._keeper(row, kept, edges.get(row, {}))
            if found is None:
                kept[row] = None
            else:
                out.append(Copy(int(self._numbers[row]), int(self._numbers[found[0]]), found[1]))
        return out

    def _keeper(self, row: int, kept: dict[int, None], known: dict[int, float]) -> tuple[int, float] | None:
        """The strongest surviving copy of a block and its score."""
        for other in sorted(known):
            if other in kept:
                return other, known[other]
        for other in islice(kept, CHECKS):
            if self._docs[other] != self._docs[row] and (score := self._score(row, other)):
                return other, score
        return None

    def _score(self, weak: int, strong: int) -> float:
        """How much of the weaker block the stronger one holds; 0 when it is no copy."""
        own, other = self._letters(weak), self._letters(strong)
        if own == other:
            return 1.0
        if LCSseq.similarity(own, other, score_cutoff=int(EDITED.score * len(own))) < LEAST:
            return 0.0
        found = overlap(own, other)
        if found is None or not is_copy(found.matched, found.alone, len(own), found.b_end - found.b_start):
            return 0.0
        a, b = sorted((self._docs[weak], self._docs[strong]))
        if (a, b) in self._events and found.matched < VERBATIM.score * len(own):
            return 0.0
        if numbers_differ(own[found.a_start : found.a_end], other[found.b_start : found.b_end]):
            return 0.0
        return round(min(found.matched / len(own), 1.0), 3)

    def _root(self, row: int) -> int:
        while (above := self._parent.setdefault(row, row)) != row:
            self._parent[row] = row = self._parent[above]
        return row

    def _join(self, a: int, b: int) -> None:
        a, b = self._root(a), self._root(b)
        self._parent[max(a, b)] = min(a, b)
