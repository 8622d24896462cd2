"""Islands of Latin letters that sound like a target: `skin law`, `GBT5`, `SK领导`.

An island with the Han characters beside it is weighed once and remembered: talks say the same few things again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

from tclean.stages.terms.by_sound.candidates import Candidate
from tclean.stages.terms.by_sound.latin_evidence import (
    LISTED,
    TOKEN,
    Evidence,
    english_logp,
    latin_evidence,
    spelling_distance,
)
from tclean.stages.terms.by_sound.targets import Target, compact
from tclean.stages.terms.by_sound.view import View
from tclean.stages.terms.by_sound.weights import weights
from tclean.text.phonetic_index.skeleton import SkeletonIndex, alignment
from tclean.text.phonetics import readings_of
from tclean.text.phonetics.readings import Reading

_OUT = r"/@_=#\\&%"
ISLAND = re.compile(rf"(?<![{_OUT}.A-Za-z\d])(?:[A-Za-z]+|\d+)(?:[ \-]?(?:[A-Za-z]+|\d+))*+(?![{_OUT}]|:/|\.[A-Za-z])")
LATIN = re.compile("[A-Za-z]")
HAN = "".join(map(chr, range(0x4E00, 0xA000)))
LONGEST, PROSE = 5, 12  # tokens of a window; of an island that is English prose
BESIDE = 2  # Han characters beside it that may belong to a term
GAIN = 0.3  # what they must explain: SK领导, not 像GPT
FAR, FAR_LONG = 0.25, 0.34  # distance by unit; from three units on


class Match(NamedTuple):
    """A reading within reach of a Latin string."""

    target: Target
    distance: float
    reading: Reading


class Window(NamedTuple):
    """A stretch of an island: the right spellings inside, whether it leaves a single letter behind or is all of it."""

    start: int
    end: int
    contained: tuple[str, ...]
    letter: bool
    alone: bool


class Heard(NamedTuple):
    """A match inside an island, with all the evidence that does not depend on the document."""

    start: int
    end: int
    match: Match
    evidence: tuple[Evidence, ...]
    score: float


class LatinSearch:
    """Targets with Latin letters, by the skeleton of their consonants."""

    def __init__(self, targets: Sequence[Target], right: Iterable[str]) -> None:
        self._rows = [(t, r) for t in targets if not t.han for r in t.readings]
        self._index = SkeletonIndex(r for _, r in self._rows)
        self._right = frozenset(map(compact, right))
        self._remember()

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("_rows", "_index", "_right")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._remember()

    def _remember(self) -> None:
        self.match = lru_cache(maxsize=1 << 15)(self._match)
        self._island = lru_cache(maxsize=1 << 15)(lambda text, left, right: tuple(self._weigh(text, left, right)))

    def __call__(self, view: View) -> Iterator[Candidate]:
        """The candidates of all islands of a document."""
        w = weights()
        text, inside = view.text, view.inside
        for island in ISLAND.finditer(text):
            start, end = island.span()
            if end - start == 1 or not LATIN.search(text, start, end):
                continue
            left, right = _han_before(view, start), _han_after(view, end)
            for h in self._island(text[start - left : end + right], left, right):
                if h.match.target.pack in view.dormant:
                    continue
                a, b = start - left + h.start, start - left + h.end
                if h.score + view.support(h.match.target) < w.suggest - w.memory or inside[a] or inside[b]:
                    continue
                if not _cuts_number(text, a, b):
                    yield Candidate(a, b, h.match.target, h.match.distance, 0.0, h.match.reading, h.evidence)

    def _weigh(self, text: str, left: int, right: int) -> Iterator[Heard]:
        """All windows of an island (without its `left` and `right` Han characters) and what they may be."""
        w = weights()
        for window in windows(text, left, right, self._right):
            heard = text[window.start : window.end]
            for match in self.match(heard):
                bare = match.target.bare
                if any(part not in bare or part == bare for part in window.contained):
                    continue
                evidence = (*latin_evidence(heard, match.target, match.distance), *_place(heard, window))
                score = sum(value for _, value in evidence)
                if score >= w.suggest - w.memory - w["support"]:
                    yield Heard(window.start, window.end, match, evidence, score)

    def _match(self, heard: str) -> tuple[Match, ...]:
        bare = compact(heard)
        alone = heard.strip(HAN)
        if alone == heard and bare.isalpha() and " " not in heard and english_logp(heard) > LISTED:
            return ()
        best: dict[int, Match] = {}
        for units in _heard_readings(heard):
            for row in self._index.search(units):
                target, said = self._rows[row]
                limit = (FAR if len(said) < 3 else FAR_LONG) * max(len(said), len(units))
                cost = min(alignment(units, said, limit), spelling_distance(bare, target.bare))
                known = best.get(id(target))
                if cost <= limit and (known is None or cost < known.distance):
                    best[id(target)] = Match(target, cost, said)
        if alone == heard or not alone or not best:
            return tuple(best.values())
        without = {id(m.target): m.distance for m in self.match(alone)}
        return tuple(m for k, m in best.items() if m.distance + GAIN < without.get(k, 9.0))


def _heard_readings(heard: str) -> tuple[Reading, ...]:
    """The readings of what stands there; a short word in capitals is only spelled (RNA is not said `rna`)."""
    found = readings_of(heard)
    return found[:1] if heard.isupper() and heard.isalpha() and len(heard) <= 3 else found


def _place(heard: str, window: Window) -> Iterator[Evidence]:
    w = weights()
    if window.letter:
        yield "leaves a letter behind", w["letter_left"]
    tokens = heard.split()
    if window.alone and len(tokens) > 1 and all(t.lower() in w.functional or len(t) == 1 for t in tokens):
        yield "nobody says so in the middle of Chinese", w["functional"]


def windows(text: str, left: int, right: int, known: frozenset[str]) -> Iterator[Window]:
    """Runs of up to five tokens with a Latin letter, alone and with the Han characters beside them.

    Right spellings are not cut: `emu two` holds `emu`, `mini c` would cut `mini c p m`.

    >>> [w[:2] for w in windows("用skin law", 1, 0, frozenset())]
    [(1, 5), (0, 5), (1, 9), (0, 9), (6, 9)]
    """
    spans = [m.span() for m in TOKEN.finditer(text, left, len(text) - right)]
    count = len(spans)
    if count > PROSE:
        return
    pairs = [(i, j) for i in range(count) for j in range(i, min(count, i + LONGEST))]
    names = {pair: compact(text[spans[pair[0]][0] : spans[pair[1]][1]]) for pair in pairs}
    right_so = [pair for pair, name in names.items() if name in known]
    taken = {k for a, b in right_so for k in range(a, b + 1)}
    letters = {k for k, (a, b) in enumerate(spans) if b - a == 1 and text[a] not in "aiAI"} - taken
    for i, j in pairs:
        start, end = spans[i][0], spans[j][1]
        meets = [(a, b) for a, b in right_so if i <= b and a <= j]
        if any(a < i or b > j or (a, b) == (i, j) for a, b in meets):
            continue
        if not LATIN.search(text, start, end) or _joined(text, start) or _joined(text, end):
            continue
        inside = tuple(names[pair] for pair in meets)
        letter, alone = bool({i - 1, j + 1} & letters), j - i == count - 1
        before, after = range(left + 1 if i == 0 else 1), range(right + 1 if j == count - 1 else 1)
        for a, b in product(before, after):
            if a + b <= BESIDE:
                yield Window(start - a, end + b, inside, letter, alone and not a + b)


def _joined(text: str, at: int) -> bool:
    """Whether a word goes on across this border: `GPT-o` of `GPT-o1`."""
    around = text[max(0, at - 1) : at + 1] if at else ""
    return len(around) == 2 and around.isascii() and around.isalnum()


def _cuts_number(text: str, start: int, end: int) -> bool:
    """Whether a number goes on outside: `G p3` of `G p3。5`."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    left = text[start].isdigit() and before[-1:] in (".", "。") and before[:1].isdigit()
    return left or (text[end - 1].isdigit() and after[:1] in (".", "。") and after[1:].isdigit())


def _han_before(view: View, at: int) -> int:
    """How many Han characters before this place could belong to a term."""
    n = 0
    while n < BESIDE and at - n > 0 and view.stream[at - n - 1] >= 0 and not view.first[at - n - 1]:
        n += 1
    return n


def _han_after(view: View, at: int) -> int:
    n = 0
    while n < BESIDE and at + n < len(view.text) and view.stream[at + n] >= 0 and not view.last[at + n]:
        n += 1
    return n
