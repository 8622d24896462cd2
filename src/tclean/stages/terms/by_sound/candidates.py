"""Han windows that sound like a target: gated by what stands there before anything is looked up, and bounded by what
evidence can still add before anything is weighed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tclean.stages.terms.by_sound.targets import Target
from tclean.stages.terms.by_sound.view import View
from tclean.stages.terms.by_sound.weights import weights
from tclean.text.phonetic_index import Hits, PhoneticIndex
from tclean.text.phonetic_index.index import SHORTEST, Credit
from tclean.text.phonetic_index.keys import LONGEST
from tclean.text.phonetics import space
from tclean.text.phonetics.readings import Reading

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
LEAST = np.array([0, 0, -0.5, 0, *[2.5] * LONGEST])  # gain from which a window is looked up, by length
SLACK = 0.01  # for rounding
LOOSE, SURELY = 3, 8.0  # windows cut at a word of grammar: from this length on, and where so unlikely as they stand
FORBIDDING = 99


class Candidate(NamedTuple):
    """A window that may be a target; `evidence` is what was already weighed (Latin strings)."""

    start: int
    end: int
    target: Target
    distance: float
    worst: float
    reading: Reading
    evidence: tuple[tuple[str, float], ...] | None = None


class HanSearch:
    """Targets by sound in Han text."""

    def __init__(self, targets: Sequence[Target], index: PhoneticIndex | None = None) -> None:
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
        self.index = index or PhoneticIndex(self._readings, space())

    def __call__(self, view: View) -> Pool | None:
        """The windows of a document that sound like a target, with the most each can reach."""
        if view.foreign or not self._targets:
            return None
        w = weights()
        view.said = view.said or self.index.said(view.stream)
        worth, support = Worth(view, self._begin_end), self._support(view)
        slope = w["sound"] + w["sound_alone"] * ~((support > 0) | self._asked)
        credit = self._credit(view, support, w.suggest - w["recurrence_most"], slope)
        hits = self.index.search(view.said, worth, credit)
        return Pool(self, worth, support, hits, *self.bounds(view, hits, support))

    def _credit(self, view: View, support: Floats, least: float, slope: Floats | float) -> Credit:
        """What speaks for each reading, to reach at least so much when each unit of distance costs so much."""
        asleep = np.array([-np.inf if name in view.dormant else 0 for name in self._packs], np.float32)
        credit = self._bias + support + asleep.take(self._pack) + np.float32(SLACK - least)
        return Credit(credit, np.broadcast_to(1 / np.asarray(slope, np.float32), credit.shape))

    def again(self, view: View, pool: Pool, some: Collection[str] | None = None) -> Hits:
        """All that could become an edit if the document speaks for its target; of some targets, or of all."""
        w = weights()
        credit = self._credit(view, pool.support, w.suggest - w.memory, w["sound"])
        said = view.said or self.index.said(view.stream)
        if some is None:
            return self.index.search(said, pool.worth, credit)
        return self.index.listen(said, pool.worth, self.rows_of(some), credit)

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

    def _support(self, view: View) -> Floats:
        """What the document says for each target."""
        support = np.zeros(len(self._targets), np.float32)
        for bare in view.known.keys() & self._rows.keys():
            rows = self._rows[bare]
            support[rows] = view.support(self._targets[rows[0]])
        return support

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
        self._pair = np.float32(w["two_units"])
        self._first, self._last, self._border = view.first, _on(view.last), _on(view.border)
        self._before, self._behind = runs.before, _on(runs.behind)
        self._room = view.room
        grammar = np.float32(-w["grammar"])  # what it costs to begin or end in a word of grammar that no target has
        self._begins = (view.first & ~edges[0].take(view.low)) * grammar
        self._ends = _on((view.last & ~edges[1].take(view.low)) * grammar)

    def look(self, first: int, last: int, size: int) -> tuple[NDArray[np.bool_], Floats]:
        """Whether it pays to look, and how much likelier a term is than what stands there."""
        begin, end = slice(first, last), slice(first + size - 1, last + size - 1)
        gain = np.minimum(self._prior - (self._before[begin] - self._behind[end]), self._ceiling)
        worth = (self._room[begin] >= size) & self._border[first + size : last + size] & (gain >= LEAST[size])
        clean = ~(self._first[begin] | self._last[end])
        worth &= clean | (gain >= SURELY) if size >= LOOSE else clean
        if size == SHORTEST:
            gain += self._pair
        elif size >= LOOSE:
            cost = self._begins[begin] + self._ends[end]
            gain -= cost if size > LOOSE else cost * FORBIDDING
        return worth, gain


def _on(column: NDArray[Any]) -> NDArray[Any]:
    """A column that goes on behind the end of the text."""
    return np.concatenate((column, np.zeros(LONGEST, column.dtype)))
