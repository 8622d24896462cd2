"""Han windows that sound like a target: gated by what stands there before anything is looked up, and bounded by what
evidence can still add before anything is weighed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tclean.stages.terms.by_sound.targets import Target
from tclean.stages.terms.by_sound.view import RARE, View
from tclean.stages.terms.by_sound.weights import weights
from tclean.text.phonetic_index import Hits, PhoneticIndex
from tclean.text.phonetic_index.index import Credit
from tclean.text.phonetic_index.keys import LONGEST, SHORTEST
from tclean.text.phonetics import space
from tclean.text.phonetics.readings import Reading

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
LENGTHS = np.arange(SHORTEST, LONGEST + 1, dtype=np.uint8)[:, None]
LEAST = np.where(LENGTHS > 3, 2.5, np.where(LENGTHS > 2, 0, -0.5)).astype(np.float32)  # gain of a window looked up
SLACK = 0.01  # for rounding
LOOSE = 3
SURELY = np.where(LENGTHS < LOOSE, np.inf, 8).astype(np.float32)  # … where it is cut at a word of grammar
COUNTS = np.select([LENGTHS < LOOSE, LENGTHS == LOOSE], [0, 99], 1).astype(np.float32)  # times this costs what it does


class Candidate(NamedTuple):
    """A window that may be a target; `evidence` is what was already weighed (Latin strings)."""

    start: int
    end: int
    target: Target
    distance: float
    worst: float
    reading: Reading
    evidence: tuple[tuple[str, float], ...] | None = None


def is_word(view: View, found: Candidate) -> bool:
    """Whether what stands there is a word by itself."""
    return found.evidence is None and view.word(found.start, found.end) > RARE


class HanSearch:
    """Targets by sound in Han text; packs of some `fields` are mostly asleep."""

    def __init__(
        self, targets: Sequence[Target], fields: Collection[str] = (), index: PhoneticIndex | None = None
    ) -> None:
        w = weights()
        rows = [(t, r) for t in targets for r in t.readings if 2 <= len(r) <= 16 and not too_short(t, r)]
        self._targets = some = [t for t, _ in rows]
        self._readings = [r for _, r in rows]
        self._rows: dict[str, list[int]] = {}
        for n, t in enumerate(some):
            self._rows.setdefault(t.bare, []).append(n)
        self._packs = sorted({t.pack for t in some})
        number = {name: n for n, name in enumerate(self._packs)}
        self._pack = np.array([number[t.pack] for t in some], np.int64)
        self._asked = np.array([t.glossary for t in some], np.bool_)
        self._person = np.array([t.kind == "person" for t in some], np.bool_)
        han = np.array([t.han for t in some], np.bool_)
        bias = np.where(han, 0, w["cross"]) + np.where(self._person, w["person"], 0)
        self._bias = (np.where(self._asked, w["glossary"], 0) + bias).astype(np.float32)
        edges = "".join([t.bare[0] + t.bare[-1] for t in some])  # the characters a Han term begins and ends in
        self._edges = np.frombuffer(edges.encode("utf-32-le", "surrogatepass"), np.uint32).reshape(-1, 2) * han[:, None]
        self._begin_end = np.zeros((2, 0x10000), np.bool_)
        for side in (0, 1):
            self._begin_end[side, np.minimum(self._edges[:, side], 0xFFFF)] = True
        self._fields = frozenset(self._packs) & frozenset(fields)
        late = np.array([name in self._fields for name in self._packs], np.bool_).take(self._pack)
        self.index = index or PhoneticIndex(self._readings, space(), late)
        self._credit = lru_cache(maxsize=8)(self._unsupported)

    def __call__(self, view: View) -> Pool | None:
        """The windows of a document that sound like a target, with the most each can reach."""
        if view.foreign or not self._targets:
            return None
        w = weights()
        view.said = view.said or self.index.said(view.stream)
        worth, (support, rows) = Worth(view, self._begin_end), self._support(view)
        least, most = w.suggest - w["recurrence_most"], w["ceiling"]
        credit = self._credit(least, view.dormant & self._fields)
        if len(rows):
            worths = self._worth(view.dormant, least, support.take(rows), rows)
            credit = self.index.changed(credit, rows, worths, _buys(np.full(len(rows), w["sound"])), most)
        hits = self.index.search(view.said, worth, credit, late=not self._fields <= view.dormant)
        return Pool(self, worth, support, hits, *self.bounds(view, hits, support))

    def _unsupported(self, least: float, dormant: Collection[str]) -> Credit:
        """What each reading has to be to reach so much where nothing speaks for it."""
        w = weights()
        rows = np.arange(len(self._targets))
        slope = w["sound"] + w["sound_alone"] * ~self._asked
        worth = self._worth(dormant, least, np.zeros(len(rows), np.float32), rows)
        return self.index.credit(worth, _buys(slope), w["ceiling"])

    def _worth(self, dormant: Collection[str], least: float, support: Floats, rows: Ints) -> Floats:
        """What speaks for some readings, to reach at least so much."""
        asleep = np.array([-np.inf if name in dormant else 0 for name in self._packs], np.float32)
        worth: Floats = self._bias.take(rows) + support + asleep.take(self._pack.take(rows))
        return worth + np.float32(SLACK - least)

    def again(self, view: View, pool: Pool, some: Collection[str] | None = None) -> Hits:
        """All that could become an edit if the document speaks for its target; of some targets, or of all."""
        w = weights()
        said = view.said or self.index.said(view.stream)
        rows = np.arange(len(self._targets)) if some is None else self.rows_of(some)
        worth = self._worth(view.dormant, w.suggest - w.memory, pool.support.take(rows), rows)
        buys = _buys(np.full(len(rows), w["sound"]))
        if some is None:
            return self.index.search(said, pool.worth, self.index.credit(worth, buys, w["ceiling"]))
        return self.index.listen(said, pool.worth, rows, worth, buys)

    def candidates(self, view: View, hits: Hits, at: Ints) -> Iterator[Candidate]:
        """Some of the hits one by one, but where the term itself stands."""
        for start, size, row, distance, worst in zip(*(column[at].tolist() for column in hits), strict=True):
            target = self._targets[row]
            if view.text[start : start + size] != target.bare:
                yield Candidate(start, start + size, target, distance, worst, self._readings[row])

    def knows(self, bare: str) -> bool:
        """Whether this is a target."""
        return bare in self._rows

    def rows_of(self, bares: Collection[str]) -> Ints:
        """The readings of some targets."""
        return np.array([row for bare in bares for row in self._rows.get(bare, ())], np.int64)

    def _support(self, view: View) -> tuple[Floats, Ints]:
        """What the document says for each reading, and for which it says anything."""
        support = np.zeros(len(self._targets), np.float32)
        found = [self._rows[bare] for bare in view.known.keys() & self._rows.keys()]
        rows = np.array([row for some in found for row in some], np.int64)
        worth = [view.support(self._targets[some[0]]) for some in found]
        support[rows] = np.repeat(np.array(worth, np.float32), [len(some) for some in found])
        return support, rows[support.take(rows) > 0]

    def bounds(self, view: View, hits: Hits, support: Floats) -> tuple[Floats, Floats]:
        """The most a hit could reach without the memory of the document if it supported the target, and as it is."""
        w = weights()
        near = np.clip(2 - 10 * hits.distance / hits.size, 0, 1)
        score = self._bias[hits.reading] + support[hits.reading] * near
        score -= w["sound"] * hits.distance + w["worst"] * np.maximum(0, hits.worst - w["worst_free"])
        score += view.gain(hits.start, hits.size)
        score -= self._cut(view, hits)
        pairs = hits.size == 2
        score[pairs] += w["two_units"]
        two = w["two_alone"] + max(0.0, view.trade) * w["trade_alone"]
        alone = np.where(pairs & ~self._person[hits.reading], two, 0) - w["sound_alone"] * hits.distance
        alone *= (support[hits.reading] == 0) & ~self._asked[hits.reading]
        return score.astype(np.float32), (score + alone).astype(np.float32)

    def _cut(self, view: View, hits: Hits) -> Floats:
        """What it costs to begin or end in a word of grammar that the term does not begin or end in."""
        last = hits.start + hits.size - 1
        begin, end = self._edges[hits.reading].T
        cut = (view.first[hits.start] & (view.codes[hits.start] != begin)).astype(np.float32)
        cut += view.last[last] & (view.codes[last] != end)
        cost: Floats = np.where((hits.size > LOOSE) & (begin > 0), -weights()["grammar"], 99) * cut
        return cost


def _buys(slope: NDArray[Any]) -> Floats:
    """How far off what is worth one may be, where distance costs so much."""
    return np.float32(1) / slope.astype(np.float32)


class Pool(NamedTuple):
    """The hits of one document that may be an edit, by themselves or where they recur; `bound` is the most each can
    reach without the memory of the document, `base` what it could reach if the document supported its target."""

    search: HanSearch
    worth: Worth
    support: Floats
    hits: Hits
    base: Floats
    bound: Floats

    def strong(self, view: View) -> Iterator[Candidate]:
        """What may be an edit by itself."""
        return self.search.candidates(view, self.hits, np.flatnonzero(self.bound >= weights().suggest))

    def rest(self, view: View) -> Iterator[Candidate]:
        """What was heard at all."""
        hits = self.search.again(view, self)
        return self.search.candidates(view, hits, np.arange(len(hits.start)))

    def weak(self, view: View, sure: Collection[str]) -> Iterator[Candidate]:
        """What may become one because the same string recurs or its target has a sure edit elsewhere."""
        w = weights()
        known = np.zeros(len(self.support), np.bool_)
        known[self.search.rows_of(sure)] = True
        weak = (self.bound < w.suggest) & (self.bound >= w.suggest - w["recurrence_most"])
        some = (weak & ~known.take(self.hits.reading)).nonzero()[0]
        start, size, row = (column[some] for column in self.hits[:3])
        key = (row << 42) + (view.codes[start].astype(np.int64) << 21) + view.codes[start + size - 1]
        _, same, times = np.unique(key, return_inverse=True, return_counts=True)
        yield from self.search.candidates(view, self.hits, some[times[same] > 1])
        if rows := [bare for bare in sure if self.search.knows(bare)]:
            hits = self.search.again(view, self, rows)
            base, bound = self.search.bounds(view, hits, self.support)
            yield from self.search.candidates(
                view, hits, np.flatnonzero((bound < w.suggest) & (base >= w.suggest - w.memory))
            )


def too_short(target: Target, reading: Reading) -> bool:
    """`token` and `agent` are two syllables of nothing in particular: only the user may ask for such a term."""
    if target.han or target.glossary:
        return False
    return sum(map(space().strong.__getitem__, reading)) <= 2


class Worth:
    """The windows of a document that are worth a look: cleanly cut and unlikely enough as they stand, or such as could
    not well be anything else; `edges` tells which characters targets begin and end in."""

    def __init__(self, view: View, edges: NDArray[np.bool_]) -> None:
        w, runs = weights(), view.lattice
        self._prior, self._ceiling = np.float32(w["prior"]), np.float32(w["ceiling"])
        self._short = np.where(LENGTHS[:, 0] == SHORTEST, w["two_units"], 0).astype(np.float32)
        self._least, self._surely = self._prior - LEAST, self._prior - SURELY
        grammar = np.float32(-w["grammar"])  # what it costs to begin or end in a word of grammar that no target has
        self._begins = (view.first & ~edges[0].take(view.low)) * grammar
        self._ends = (view.last & ~edges[1].take(view.low)) * grammar
        self._first, self._before, self._room = view.first, runs.before, view.room
        self._last, self._behind = _ending(view.last, 1), _ending(runs.behind, 1)
        self._border = _ending(view.border, 2)

    def look(self, first: int, last: int) -> NDArray[np.bool_]:
        """By length and place, whether it pays to look."""
        here = slice(first, last)
        likely = self._before[here] - self._behind[:, here]
        worth: NDArray[np.bool_] = self._first[here] | self._last[:, here]
        np.logical_not(worth, out=worth)
        worth |= likely <= self._surely
        worth &= likely <= self._least
        worth &= self._room[here] >= LENGTHS
        worth &= self._border[:, here]
        return worth

    def gain(self, start: Ints, size: Ints) -> Floats:
        """How much likelier a term is than what stands there."""
        last, length = start + (size - 1), size - SHORTEST
        gain: Floats = self._before.take(start) - self._behind[0].take(last - 1)
        gain = np.minimum(self._prior - gain, self._ceiling)
        gain -= (self._begins.take(start) + self._ends.take(last)) * COUNTS.take(length)
        gain += self._short.take(length)
        return gain


def _ending(column: NDArray[Any], first: int) -> NDArray[Any]:
    """By length: what stands where windows end that begin at each place; behind the end of the text nothing."""
    longer = np.concatenate((column, np.zeros(LONGEST + first, column.dtype)))
    step, count = column.strides[0], len(LENGTHS)
    return np.lib.stride_tricks.as_strided(longer[first:], (count, len(column)), (step, step), writeable=False)
