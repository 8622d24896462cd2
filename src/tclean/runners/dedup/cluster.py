"""Which blocks of all documents are copies of which: candidates by MinHash, checked by real similarity."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import LCSseq

from tclean.runners.dedup.collect import ROWS
from tclean.runners.dedup.index import Index
from tclean.stages.dedup.limits import CHAIN, EDITED, LEAST, VERBATIM, fits, is_copy, numbers_differ
from tclean.text.align import overlap
from tclean.text.shingles import Array

BEFORE = 2  # neighbours in the order of survival each block is compared with, beside the strongest of its bucket
MANY = 4_000_000  # candidate pairs held before they are told apart
CHECKS = 4  # survivors of its cluster a block is compared with when it was not compared with any yet


class Copy(NamedTuple):
    """`block` of document `doc` is a copy of block `of` of document `of_doc`; all are numbers of the index."""

    doc: int
    block: int
    of: int
    of_doc: int
    score: float


def copies(index: Index, order: dict[int, int], events: Set[tuple[int, int]] = frozenset()) -> Iterator[Copy]:
    """All blocks that repeat one of another document, with the copy that stays, document by document.

    `order` gives each document its place among all; neither the order in which documents came nor their numbers count.
    Documents of the same event (pairs in `events`) may say the same in other words: there only verbatim copies count.
    The survivor: labelled speech over speech over a summary, the longer over the shorter, then the earlier id.
    """
    facts, digests = index.digests()
    if not len(facts):
        return
    place = np.array([order[d] for d in facts[:, 1].tolist()])
    by_rank = np.lexsort((facts[:, 4], place, -facts[:, 3], facts[:, 2]))
    numbers, docs = facts[by_rank, 0], facts[by_rank, 1]
    del facts, place
    pairs = _candidates((digests[by_rank, n] for n in range(digests.shape[1])), docs)
    del digests
    weak, strong, scores = _Clusters(index, numbers, docs, events).copies(pairs)
    for n in np.lexsort((numbers[weak], docs[weak])).tolist():
        w, s = weak[n], strong[n]
        yield Copy(int(docs[w]), int(numbers[w]), int(numbers[s]), int(docs[s]), round(float(scores[n]), 3))


def _candidates(columns: Iterable[Array], docs: Array) -> Array:
    """Pairs (weaker, stronger) that share a minimum: with the strongest of their bucket and with near neighbours.

    Rows are in the order of survival. A bucket of n blocks gives 3n pairs at most, whatever its size.
    """
    found = [np.zeros(0, np.int64)]
    for column in columns:
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
        self._docs, self._events = docs, events
        self._parent = array("q", range(len(numbers)))
        self._letters = lru_cache(1 << 16)(lambda row: index.letters(int(numbers[row])))

    def copies(self, pairs: Array) -> tuple[Array, Array, Array]:
        """The copies (weaker, stronger, score) among the candidate pairs, which are sorted."""
        scores = np.fromiter((self._checked(w, s) for w, s in _rows(pairs)), np.float64, len(pairs))
        pairs, scores = pairs[scores > 0], scores[scores > 0]
        members = np.unique(pairs)
        roots = np.fromiter(map(self._root, members.tolist()), np.int64, len(members))
        out: list[tuple[int, int, float]] = []
        for cluster in _groups(members, roots):
            known: dict[int, dict[int, float]] = {}
            for row in cluster:
                first, last = np.searchsorted(pairs[:, 0], (row, row + 1))
                known[row] = dict(zip(pairs[first:last, 1].tolist(), scores[first:last].tolist(), strict=True))
            out += self._among(cluster, known)
        weak, strong, score = zip(*out, strict=True) if out else ((), (), ())
        return np.array(weak, np.int64), np.array(strong, np.int64), np.array(score)

    def _checked(self, weak: int, strong: int) -> float:
        if score := self._score(weak, strong):
            a, b = self._root(weak), self._root(strong)
            self._parent[max(a, b)] = min(a, b)
        return score

    def _among(self, cluster: list[int], known: dict[int, dict[int, float]]) -> Iterator[tuple[int, int, float]]:
        """The copies of one cluster, whose blocks come in the order of survival."""
        stands: dict[int, int] = {}  # for each block the one that stays in its place
        kept: list[int] = []
        for row in cluster:
            found = self._keeper(row, kept, stands, known[row])
            stands[row] = found[0] if found else row
            if found:
                yield row, *found
            else:
                kept.append(row)

    def _keeper(
        self, row: int, kept: list[int], stands: dict[int, int], known: dict[int, float]
    ) -> tuple[int, float] | None:
        """The strongest surviving copy of a block and its score, be it only the copy of a copy."""
        for other in sorted(known):
            if stands[other] == other:
                return other, known[other]
        for other in dict.fromkeys(stands[n] for n in sorted(known)):
            if self._docs[other] != self._docs[row] and (score := self._share(row, other)):
                return other, score
        for other in islice(kept, CHECKS):
            if self._docs[other] != self._docs[row] and (score := self._score(row, other)):
                return other, score
        return None

    def _share(self, weak: int, strong: int) -> float:
        """How much of a block its copy's copy holds; 0 when that is too little to stand for it."""
        own, other = self._letters(weak), self._letters(strong)
        found = overlap(own, other)
        if found is None or not fits(found.matched, len(own), found.b_end - found.b_start, CHAIN):
            return 0.0
        return found.matched / len(own)

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
        a, b = sorted((int(self._docs[weak]), int(self._docs[strong])))
        if (a, b) in self._events and found.matched < VERBATIM.score * len(own):
            return 0.0
        if numbers_differ(own[found.a_start : found.a_end], other[found.b_start : found.b_end]):
            return 0.0
        return round(min(found.matched / len(own), 1.0), 3)

    def _root(self, row: int) -> int:
        while (above := self._parent[row]) != row:
            self._parent[row] = row = self._parent[above]
        return row


def _rows(pairs: Array) -> Iterator[tuple[int, int]]:
    """Pairs of numbers, a few thousand at a time."""
    for start in range(0, len(pairs), ROWS):
        yield from zip(*pairs[start : start + ROWS].T.tolist(), strict=True)


def _groups(members: Array, roots: Array) -> Iterator[list[int]]:
    """Members with the same root, in ascending order.

    >>> list(_groups(np.array([3, 5, 7, 9]), np.array([3, 5, 3, 5])))
    [[3, 7], [5, 9]]
    """
    order = np.argsort(roots, kind="stable")
    heads = np.flatnonzero(np.diff(roots[order], prepend=-1)).tolist()
    for first, last in pairwise([*heads, len(order)]):
        yield members[order[first:last]].tolist()
