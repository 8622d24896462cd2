"""Islands of Latin letters that sound like a target: `skin law`, `GBT5`, `SK领导`.

An island with the Han characters beside it is weighed once and remembered: talks say the same few things again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from tclean.stages.terms.by_sound.candidates import Candidate
from tclean.stages.terms.by_sound.latin_evidence import (
    LISTED,
    TOKEN,
    Evidence,
    english_logp,
    latin_evidence,
    spelling_distance,
    tokens_of,
)
from tclean.stages.terms.by_sound.targets import WORD, Target, compact, compacted, no_han
from tclean.stages.terms.by_sound.view import View
from tclean.stages.terms.by_sound.weights import weights
from tclean.text.chars import HAN_RE
from tclean.text.phonetic_index.skeleton import SkeletonIndex
from tclean.text.phonetics import readings_of
from tclean.text.phonetics.english import phones_of, units_of
from tclean.text.phonetics.readings import Reading

_OUT = r"/@_=#\\&%"
ISLAND = re.compile(rf"(?<![{_OUT}.A-Za-z\d])(?:[A-Za-z]+|\d+)(?:[ \-]?(?:[A-Za-z]+|\d+))*+(?![{_OUT}]|:/|\.[A-Za-z])")
LATIN = re.compile("[A-Za-z]")
LONGEST, PROSE = 5, 12  # tokens of a window; of an island that is English prose
COUNT = re.compile("(?<=[A-Za-z]) [二三四五六七八九](?![一-鿿])")  # `int 八`, not `GPT 三个`
BESIDE, FARTHEST = 2, 4  # Han characters beside it that may belong to a term; … of which nothing is Chinese
SHORT = 3  # letters of a right spelling that may be a piece of something else: `m c 屁`
MEMORY = 1 << 15  # islands and strings remembered
GAIN = 0.3  # what they must explain: SK领导, not 像GPT
FAR, FAR_LONG = 0.25, 0.34  # distance by unit; from three units on


class Match(NamedTuple):
    """A reading within reach of a Latin string."""

    target: Target
    distance: float
    reading: Reading


class Window(NamedTuple):
    """A stretch of an island: the right spellings inside, whether it leaves a single letter or words of English behind,
    or is all of it."""

    start: int
    end: int
    contained: tuple[str, ...]
    letter: bool
    words: bool
    alone: bool


class Island(NamedTuple):
    """Latin letters with so many Han characters before and behind."""

    text: str
    left: int
    right: int
    odd: bool = False  # nothing Chinese was said there: as many of them as there are may belong to a term


class Heard(NamedTuple):
    """A match inside an island, with all the evidence that does not depend on the document."""

    start: int
    end: int
    match: Match
    evidence: tuple[Evidence, ...]
    score: float


class LatinSearch:
    """Targets with Latin letters, by the skeleton of their consonants."""

    def __init__(self, targets: Sequence[Target], right: Sequence[str], index: SkeletonIndex | None = None) -> None:
        self._rows = [(t, r) for t in targets if not t.han for r in t.readings]
        self.index = index or SkeletonIndex(r for _, r in self._rows)
        self._right = frozenset(compacted([w for w in right if not HAN_RE.search(w)]))
        self._halves = frozenset(h for t, _ in self._rows if (h := no_han(t.bare)) != t.bare)
        self._spelled = {t.bare: Match(t, 0.0, r) for t, r in reversed(self._rows) if t.kind != WORD}
        self._matches: dict[str, tuple[Match, ...]] = {}
        self._islands: dict[Island, tuple[Heard, ...]] = {}

    def __call__(self, view: View) -> Iterator[Candidate]:
        """The candidates of all islands of a document."""
        if not self._rows:
            return
        w = weights()
        text, inside = view.text, view.inside
        islands = list(_islands(view))
        known = self._weighed({island for _, island in islands})
        for start, island in islands:
            for h in known[island]:
                if h.match.target.pack in view.dormant:
                    continue
                a, b = start + h.start, start + h.end
                if h.score + view.support(h.match.target) < w.suggest - w.memory or inside[a] or inside[b]:
                    continue
                if not _cuts_number(text, a, b):
                    yield Candidate(a, b, h.match.target, h.match.distance, 0.0, h.match.reading, h.evidence)

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
                if match.target.kind == WORD or any(part not in bare or part == bare for part in window.contained):
                    continue
                said = latin_evidence(heard, match.target, match.distance, len(match.reading))
                evidence = (*said, *_place(heard, window))
                score = sum(value for _, value in evidence)
                if score >= w.suggest - w.memory - w["support"]:
                    yield Heard(window.start, window.end, match, evidence, score)

    def match(self, strings: Collection[str]) -> dict[str, tuple[Match, ...]]:
        """The targets that sound like each of the strings; Han characters at the edges must explain something."""
        known = self.heard({s for heard in strings for s in (heard, no_han(heard)) if s})
        return {heard: _gains(heard, known) for heard in strings}

    def heard(self, strings: Collection[str]) -> dict[str, tuple[Match, ...]]:
        """The targets that sound like each of the strings, whatever they are written in."""
        seen = self._matches
        new = sorted(s for s in strings if s not in seen)
        fresh = dict(zip(new, self._near(new), strict=True))
        known = {s: fresh[s] if s in fresh else seen[s] for s in strings}
        if len(seen) + len(fresh) > MEMORY:
            self._matches = fresh
        else:
            seen.update(fresh)
        return known

    def _near(self, strings: Sequence[str]) -> Iterator[tuple[Match, ...]]:
        """All targets within reach of each of the strings."""
        heard = [(n, units) for n, s in enumerate(strings) if not _english(s) for units in _heard_readings(s)]
        pairs = [(units, self.index.search(units)) for _, units in heard]
        best: list[dict[int, Match]] = [{} for _ in strings]
        for (n, units), (_, rows), costs in zip(heard, pairs, self.index.measure(pairs), strict=True):
            bare = compact(strings[n])
            if spelled := self._spelled.get("".join(tokens_of(strings[n])).lower()):
                best[n][id(spelled.target)] = spelled
            for row, cost in zip(rows, costs.tolist(), strict=True):
                target, said = self._rows[row]
                limit = (FAR if len(said) < 3 else FAR_LONG) * max(len(said), len(units))
                cost = min(cost, spelling_distance(bare, target.bare))
                known = best[n].get(id(target))
                if cost <= limit and (known is None or cost < known.distance):
                    best[n][id(target)] = Match(target, cost, said)
        return (tuple(some.values()) for some in best)


def _islands(view: View) -> Iterator[tuple[int, Island]]:
    """Where each island begins, with the Han characters beside it."""
    text = view.text
    before, after = (((view.stream >= 0) & ~edge).tobytes() for edge in (view.first, view.last))
    odd = view.islands.odd.tobytes()
    for island in ISLAND.finditer(text):
        start, end = island.span()
        if end - start == 1 or not LATIN.search(text, start, end):
            continue
        left, right = _han_before(before, start, BESIDE), _han_after(after, end, BESIDE)
        far, on = _odd_before(text, odd, start), _odd_after(text, odd, end)
        if COUNT.match(text, end):
            right = BESIDE
        left, right = max(left, far), max(right, on)
        yield start - left, Island(text[start - left : end + right], left, right, bool(far or on))


def _odd_before(text: str, odd: bytes, at: int) -> int:
    """How far what is no Chinese reaches before this place; a blank may stand between."""
    blank = int(at > 0 and text[at - 1] == " ")
    n = _han_before(odd, at - blank, FARTHEST)
    return n + blank if n else 0


def _odd_after(text: str, odd: bytes, at: int) -> int:
    blank = int(at < len(text) and text[at] == " ")
    n = _han_after(odd, at + blank, FARTHEST)
    return n + blank if n else 0


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


def _heard_readings(heard: str) -> tuple[Reading, ...]:
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


def windows(
    text: str,
    left: int,
    right: int,
    known: frozenset[str],
    halves: frozenset[str] = frozenset(),
    odd: bool = False,
) -> Iterator[Window]:
    """Runs of up to five tokens with a Latin letter, alone and with the Han characters beside them.

    Right spellings are not cut: `emu two` holds `emu`, `mini c` would cut `mini c p m`. They stand only with Han beside
    them, and only where they are a half of a term (`halves`): 海罗AI.

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
    words = {k for k, (a, b) in enumerate(spans) if _is_word(text[a:b])} - taken
    letters = {k for k, (a, b) in enumerate(spans) if b - a == 1 and text[a] not in "aiAI"} - taken
    for i, j in pairs:
        start, end = spans[i][0], spans[j][1]
        meets = [(a, b) for a, b in right_so if i <= b and a <= j]
        exact = (i, j) in meets
        short = odd and len(names[i, j]) <= SHORT
        if any(a < i or b > j for a, b in meets) or (exact and not short and names[i, j] not in halves):
            continue
        if not LATIN.search(text, start, end) or _joined(text, start) or _joined(text, end):
            continue
        inside = tuple(names[pair] for pair in meets)
        letter, alone = bool({i - 1, j + 1} & letters), j - i == count - 1
        left_over = bool(words - set(range(i, j + 1)))
        before, after = range(left + 1 if i == 0 else 1), range(right + 1 if j == count - 1 else 1)
        for a, b in product(before, after):
            beside = a + b <= BESIDE and (not exact or BESIDE in (a, b) or (short and a + b))
            if beside or (odd and not (a and b)):
                yield Window(start - a, end + b, inside, letter, left_over, alone and not a + b)


def _is_word(token: str) -> bool:
    """Whether a token is a word, and not one of grammar."""
    return len(token) > 1 and token.isalpha() and token.lower() not in weights().functional


def _joined(text: str, at: int) -> bool:
    """Whether a word goes on across this border: `GPT-o` of `GPT-o1`."""
    around = text[max(0, at - 1) : at + 1] if at else ""
    return len(around) == 2 and around.isascii() and around.isalnum()


def _cuts_number(text: str, start: int, end: int) -> bool:
    """Whether a number goes on outside: `G p3` of `G p3。5`."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    left = text[start].isdigit() and before[-1:] in (".", "。") and before[:1].isdigit()
    return left or (text[end - 1].isdigit() and after[:1] in (".", "。") and after[1:].isdigit())


def _han_before(may: bytes, at: int, most: int) -> int:
    """How many characters before this place `may` belong to a term."""
    n = 0
    while n < most and at - n > 0 and may[at - n - 1]:
        n += 1
    return n


def _han_after(may: bytes, at: int, most: int) -> int:
    n = 0
    while n < most and at + n < len(may) and may[at + n]:
        n += 1
    return n
