"""Islands of Latin letters that sound like a target: `skin law`, `GBT5`, `SK领导`.

An island with the Han characters beside it is weighed once and remembered: talks say the same few things again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cpdist

from tclean.stages.terms.by_sound.candidates import Candidate
from tclean.stages.terms.by_sound.language import Ints
from tclean.stages.terms.by_sound.latin_evidence import (
    EDIT,
    LETTERS,
    LISTED,
    Evidence,
    english_logp,
    latin_evidence,
    tokens_of,
)
from tclean.stages.terms.by_sound.latin_windows import Island, Window, windows
from tclean.stages.terms.by_sound.targets import WORD, Target, compact, compacted, no_han
from tclean.stages.terms.by_sound.view import View
from tclean.stages.terms.by_sound.weights import weights
from tclean.text.chars import HAN_RE
from tclean.text.phonetic_index.skeleton import SkeletonIndex
from tclean.text.phonetics import readings_of
from tclean.text.phonetics.english import phones_of, units_of
from tclean.text.phonetics.readings import Reading

MEMORY = 1 << 15  # islands and strings remembered
GAIN = 0.3  # what Han characters beside an island must explain: SK领导, not 像GPT
HAN, STRANGEST = "\u3400", 14.5  # the first Chinese character; the most it may say for a term that it stands there
FAR, FAR_LONG = 0.25, 0.34  # distance by unit; from three units on


class Match(NamedTuple):
    """A reading within reach of a Latin string."""

    target: Target
    distance: float
    reading: Reading


class Heard(NamedTuple):
    """A match inside an island, with all the evidence that does not depend on the document."""

    start: int
    end: int
    match: Match
    evidence: tuple[Evidence, ...]
    score: float
    han: int  # Chinese characters inside


class LatinSearch:
    """Targets with Latin letters, by the skeleton of their consonants."""

    def __init__(self, targets: Sequence[Target], right: Sequence[str], index: SkeletonIndex | None = None) -> None:
        self._rows = [(t, r) for t in targets if not t.han for r in t.readings]
        self.index = index or SkeletonIndex(r for _, r in self._rows)
        self._sizes = np.array([len(r) for _, r in self._rows], np.int64)
        self._letters = np.array([len(t.bare) for t, _ in self._rows], np.int64)
        self._mixed = np.array([not t.bare.isascii() for t, _ in self._rows], np.bool_)
        self._right = frozenset(compacted([w for w in right if not HAN_RE.search(w)]))
        self._halves = frozenset(h for t, _ in self._rows if (h := no_han(t.bare)) != t.bare)
        self._spelled = {t.bare: Match(t, 0.0, r) for t, r in reversed(self._rows) if t.kind != WORD}
        self._matches: dict[str, tuple[Match, ...]] = {}
        self._islands: dict[Island, tuple[Heard, ...]] = {}

    def __call__(self, view: View, found: Sequence[tuple[int, Island]]) -> Iterator[Candidate]:
        """The candidates of the islands of a document, each with its place."""
        if not self._rows:
            return
        text, inside = view.text, view.inside
        known = self._weighed({island for _, island in found})
        for start, island in found:
            for h in known[island]:
                if h.match.target.pack in view.dormant:
                    continue
                a, b = start + h.start, start + h.end
                if inside[a] or inside[b] or self._hopeless(view, h, a, b):
                    continue
                if not _cuts_number(text, a, b):
                    yield Candidate(a, b, h.match.target, h.match.distance, 0.0, h.match.reading, h.evidence)

    def _hopeless(self, view: View, h: Heard, start: int, end: int) -> bool:
        """Whether nothing that the document says could make an edit of it."""
        w = weights()
        short = w.suggest - w.memory - h.score - view.support(h.match.target)
        return short > 0 and (h.han == 0 or -view.han_logp(start, end) < short)

    def _weighed(self, islands: set[Island]) -> dict[Island, tuple[Heard, ...]]:
        """What may be heard in these islands; those never seen are measured all at once."""
        seen = self._islands
        new = {i: tuple(windows(*i[:3], self._right, self._halves, i.odd)) for i in islands if i not in seen}
        matches = self.match({island.text[w.start : w.end] for island, some in new.items() for w in some})
        fresh = {island: tuple(self._weigh(island.text, some, matches)) for island, some in new.items()}
        known = {island: fresh[island] if island in fresh else seen[island] for island in islands}
        if len(seen) + len(fresh) > MEMORY:
            self._islands = fresh
        else:
            seen.update(fresh)
        return known

    def _weigh(self, text: str, some: Iterable[Window], matches: Mapping[str, tuple[Match, ...]]) -> Iterator[Heard]:
        """The windows of an island and what they may be."""
        w = weights()
        for window in some:
            heard = text[window.start : window.end]
            for match in matches[heard]:
                bare = match.target.bare
                if match.target.kind == WORD and heard.isascii():
                    continue
                if any(part not in bare or part == bare for part in window.contained):
                    continue
                said = latin_evidence(heard, match.target, match.distance, len(match.reading))
                evidence = (*said, *_place(heard, window))
                score = sum(value for _, value in evidence)
                han = 0 if heard.isascii() else sum(c > HAN for c in heard)
                if score + han * STRANGEST >= w.suggest - w.memory - w["support"]:
                    yield Heard(window.start, window.end, match, evidence, score, han)

    def match(self, strings: Collection[str]) -> dict[str, tuple[Match, ...]]:
        """The targets that sound like each of the strings; Han characters at the edges must explain something."""
        known = self.heard({s for heard in strings for s in (heard, no_han(heard)) if s})
        return {heard: _gains(heard, known) for heard in strings}

    def heard(self, strings: Collection[str]) -> dict[str, tuple[Match, ...]]:
        """The targets that sound like each of the strings, whatever they are written in."""
        seen = self._matches
        new = sorted(s for s in strings if s not in seen)
        if not new:
            return {s: seen[s] for s in strings}
        fresh = dict(zip(new, self._near(new), strict=True))
        known = {s: fresh[s] if s in fresh else seen[s] for s in strings}
        if len(seen) + len(fresh) > MEMORY:
            self._matches = fresh
        else:
            seen.update(fresh)
        return known

    def _near(self, strings: Sequence[str]) -> Iterator[tuple[Match, ...]]:
        """All targets within reach of each of the strings."""
        heard = [(n, units) for n, s in enumerate(strings) if not _english(s) for units in heard_readings(s)]
        best: list[dict[int, Match]] = [{} for _ in strings]
        for n in dict.fromkeys(n for n, _ in heard):
            if spelled := self._spelled.get("".join(tokens_of(strings[n])).lower()):
                best[n][id(spelled.target)] = spelled
        for n, row, cost in self._reached(strings, heard):
            target, said = self._rows[row]
            if (known := best[n].get(id(target))) is None or cost < known.distance:
                best[n][id(target)] = Match(target, cost, said)
        return (tuple(some.values()) for some in best)

    def _reached(
        self, strings: Sequence[str], heard: Sequence[tuple[int, Reading]]
    ) -> Iterable[tuple[int, int, float]]:
        """Strings by number with a reading, the readings within reach, and how far these are."""
        readings = [units for _, units in heard]
        which, rows = self.index.search(readings)
        cost = self.index.measure(readings, which, rows)
        string = np.array([n for n, _ in heard], np.int64).take(which)
        size = np.array([len(units) for units in readings], np.int64).take(which)
        said = self._sizes.take(rows)
        limit = np.where(said < 3, FAR, FAR_LONG) * np.maximum(said, size)
        cost = np.minimum(cost, self._spelling([compact(s) for s in strings], string, rows))
        keep = (cost <= limit).nonzero()[0]
        return zip(string[keep].tolist(), rows[keep].tolist(), cost[keep].tolist(), strict=True)

    def _spelling(self, bare: Sequence[str], which: Ints, rows: Ints) -> NDArray[np.float64]:
        """The cost by letters, for a slip of spelling (`prada market fit`); infinite where most letters differ."""
        most = np.minimum(LETTERS, self._letters.take(rows) // 4)
        sizes = np.array([len(b) for b in bare], np.int64).take(which)
        latin = np.array([any(map(str.isascii, b)) for b in bare], np.bool_).take(which)
        some = ((np.abs(sizes - self._letters.take(rows)) <= most) & (latin | self._mixed.take(rows))).nonzero()[0]
        pairs = [bare[n] for n in which[some].tolist()], [self._rows[row][0].bare for row in rows[some].tolist()]
        edits = cpdist(*pairs, scorer=Levenshtein.distance, dtype=np.int32)
        cost = np.full(len(rows), np.inf)
        cost[some] = np.where(edits <= most[some], EDIT * edits, np.inf)
        return cost


def _english(heard: str) -> bool:
    """Whether a string is one English word."""
    return heard.isalpha() and heard.isascii() and english_logp(heard) > LISTED


def _gains(heard: str, known: Mapping[str, tuple[Match, ...]]) -> tuple[Match, ...]:
    """The targets of a string; Han characters at its edges must explain something."""
    alone = no_han(heard)
    found = known.get(heard, ())
    if alone == heard or not alone or not found:
        return found
    without = {id(m.target): m.distance for m in known[alone]}
    return tuple(m for m in found if m.distance + GAIN < without.get(id(m.target), 9.0))


def heard_readings(heard: str) -> tuple[Reading, ...]:
    """The readings of what stands there; a short word in capitals is only spelled (RNA is not said `rna`).

    Words are also said in one breath: `graph ana` is `grafana`.
    """
    found = readings_of(heard)
    if heard.isupper() and heard.isalpha() and len(heard) <= 3:
        return found[:1]
    words = heard.lower().split()
    if len(words) > 1 and all(w.isalpha() and w.isascii() and len(w) > 1 for w in words):
        return tuple(dict.fromkeys((*found, units_of("".join(map(phones_of, words))))))
    return found


def _place(heard: str, window: Window) -> Iterator[Evidence]:
    w = weights()
    if window.letter:
        yield "leaves a letter behind", w["letter_left"]
    if window.words and " " in heard:
        yield "English goes on beside it", w["words_left"]
    tokens = heard.split()
    if window.alone and len(tokens) > 2 and tokens[-1].lower() in w.joining:
        yield "nothing follows", w["cut_off"]
    if window.alone and len(tokens) > 1 and all(t.lower() in w.functional or len(t) == 1 for t in tokens):
        yield "nobody says so in the middle of Chinese", w["functional"]


def _cuts_number(text: str, start: int, end: int) -> bool:
    """Whether a number goes on outside: `G p3` of `G p3。5`."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    left = text[start].isdigit() and before[-1:] in (".", "。") and before[:1].isdigit()
    return left or (text[end - 1].isdigit() and after[:1] in (".", "。") and after[1:].isdigit())
