"""Candidates for rules, mined from a raw transcript and a trusted one of the same event (or from the raw one alone).

Both texts are aligned by the strings they share; what stands in the small gaps between is a pair heard → right. A pair
is widened to whole Latin words and to the known term or name it lies in, then counted over the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from tclean.text.anchors import Run, align, solid
from tclean.text.lexicon import words
from tclean.text.phonetic_index.skeleton import alignment
from tclean.text.phonetics.english import UNLISTED, english_word
from tclean.text.phonetics.readings import readings_of

LONGEST = 14  # letters of a gap, either side
FAR = 0.75  # sound distance per syllable beyond which a pair is a rewording
_LATIN = re.compile(r"[a-z0-9]")
_SIGN = re.compile("[，。！？；：、,;:!?]")
_GRAMMAR = str.maketrans("", "", "的了地得之")  # 大模型的价格战 for 大模型价格战 is said otherwise, not misheard
_WORD = re.compile(r"[A-Za-z][A-Za-z]+(?: [A-Za-z]+)?")


@dataclass(slots=True)
class Pair:
    """One candidate: `before` was heard where the trusted text has `after`."""

    before: str
    after: str
    known: bool
    distance: float
    harms: int = 0  # times `before` stands rightly in the trusted text
    count: int = 0
    contexts: list[str] = field(default_factory=list)

    @property
    def confidence(self) -> float:
        """0 to 1: near in sound, seen often, a known term, harmless, no English word by itself."""
        base = max(0.0, 1 - self.distance) * (1.0 if self.known else 0.6) * (0.7 if _english(self.before) else 1.0)
        often = 1 - 0.5**self.count
        return round(base * (0.5 + 0.5 * often) / (1 + self.harms), 3)

    def row(self) -> dict[str, Any]:
        """The candidate as a line for review: `tclean rules accept` takes the ones set to true."""
        return {
            "accept": False,
            "before": self.before,
            "after": self.after,
            "count": self.count,
            "confidence": self.confidence,
            "distance": round(self.distance, 3),
            "known": self.known,
            "harms": self.harms,
            "ordinary_word": words().get(self.before, 0),
            "contexts": self.contexts,
        }


@dataclass(frozen=True, slots=True)
class _Side:
    """One text and its letters: `letters[i]` stands at `text[places[i]]`."""

    text: str
    letters: str
    places: list[int]

    @classmethod
    def of(cls, text: str) -> _Side:
        return cls(text, *solid(text))

    def cut(self, start: int, end: int) -> str:
        return self.text[self.places[start] : self.places[end - 1] + 1]


def mine(raw: str, reference: str, known: Iterable[str]) -> list[Pair]:
    """Pairs, the likeliest first. `known` are right spellings (terms of the packs, names of the event).

    >>> rows = mine("今天我们请到了张雅琴院长来谈一谈", "今天我们请到了张亚勤院长来谈一谈", ["张亚勤"])
    >>> [(p.before, p.after) for p in rows]
    [('张雅琴', '张亚勤')]
    """
    a, b = _Side.of(raw), _Side.of(reference)
    targets = {solid(k)[0]: k for k in known if len(solid(k)[0]) > 1}
    pairs: dict[tuple[str, str], Pair] = {}
    runs = [r for r in align(a.letters, b.letters) if r.length > 2 or not _LATIN.match(b.letters, r.start_b)]
    for gap in _gaps(runs):  # two Latin letters in common are chance
        a0, a1, b0, b1, term = _widen(a, b, gap, targets)
        if term is not None:
            a0, a1 = _nearest(a, a0, a1, term)
        heard, said = a.letters[a0:a1], b.letters[b0:b1]
        if not heard or not said or said in heard or heard in said:
            continue  # words put in or left out
        before, after = a.cut(a0, a1), term or b.cut(b0, b1)
        pair = pairs.get((heard, after))
        if pair is None:
            if _SIGN.search(before) or heard.translate(_GRAMMAR) == solid(after)[0].translate(_GRAMMAR):
                continue
            far = distance(before, after)
            if far > FAR:
                continue
            pair = Pair(before, after, term is not None, far, b.letters.count(heard))
            pairs[heard, after] = pair
        pair.count += 1
        if len(pair.contexts) < 3:
            at, to = a.places[a0], a.places[a1 - 1] + 1
            pair.contexts.append(raw[max(0, at - 12) : to + 12].replace("\n", " "))
    found = [p for p in pairs.values() if p.known or len(p.before) > 1]
    return sorted(found, key=lambda p: (-p.confidence * p.count, p.before))


def _english(heard: str) -> bool:
    """Whether this is one ordinary English word: scale, not skin law."""
    return heard.isascii() and heard.isalpha() and english_word(heard.lower()) is not UNLISTED


def _gaps(runs: list[Run]) -> Iterator[tuple[int, int, int, int]]:
    """Stretches between neighbouring runs in which both texts have few letters."""
    for one, other in pairwise(runs):
        gap = one.start_a + one.length, other.start_a, one.start_b + one.length, other.start_b
        if 0 <= gap[1] - gap[0] <= LONGEST and 0 <= gap[3] - gap[2] <= LONGEST:
            yield gap


def _widen(
    a: _Side, b: _Side, gap: tuple[int, int, int, int], targets: Mapping[str, str]
) -> tuple[int, int, int, int, str | None]:
    """The gap widened by letters both sides share: to the known term it lies in, else to whole Latin words."""
    a0, a1, b0, b1 = gap
    best: tuple[int, int] | None = None
    for left in range(min(8, a0, b0) + 1):
        for right in range(min(8, len(a.letters) - a1, len(b.letters) - b1) + 1):
            if a.letters[a0 - left : a0] != b.letters[b0 - left : b0]:
                continue
            if a.letters[a1 : a1 + right] != b.letters[b1 : b1 + right]:
                continue
            if b.letters[b0 - left : b1 + right] in targets and (best is None or left + right > sum(best)):
                best = left, right
    if best is not None:
        left, right = best
        name = targets[b.letters[b0 - left : b1 + right]]
        return a0 - left, a1 + right, b0 - left, b1 + right, name
    while min(a0, b0) > 0 and a.letters[a0 - 1] == b.letters[b0 - 1] and _inside(a, a0) and _inside(b, b0):
        a0, b0 = a0 - 1, b0 - 1
    while (
        a1 < len(a.letters)
        and b1 < len(b.letters)
        and a.letters[a1] == b.letters[b1]
        and _inside(a, a1)
        and _inside(b, b1)
    ):
        a1, b1 = a1 + 1, b1 + 1
    if b1 - b0 == a1 - a0 == 1 and not _LATIN.match(b.letters, b0):
        return (*_with_neighbour(a, b, (a0, a1, b0, b1)), None)
    return a0, a1, b0, b1, None


def _with_neighbour(a: _Side, b: _Side, gap: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """One differing character with the shared neighbour it forms the commoner string with: 放颤 for 房颤."""
    a0, a1, b0, b1 = gap
    options = []
    if a1 < len(a.letters) and a.letters[a1] == b.letters[b1 : b1 + 1]:
        options.append((b.letters.count(b.letters[b0 : b1 + 1]), (a0, a1 + 1, b0, b1 + 1)))
    if a0 and b0 and a.letters[a0 - 1] == b.letters[b0 - 1]:
        options.append((b.letters.count(b.letters[b0 - 1 : b1]), (a0 - 1, a1, b0 - 1, b1)))
    return max(options, key=lambda o: o[0])[1] if options else gap


def _nearest(side: _Side, start: int, end: int, term: str) -> tuple[int, int]:
    """The part of the heard letters that sounds most like the term: 这个呃中远 → 中远 for 仲远."""
    best = (9.0, 0, start, end)
    for left in range(start, min(end, start + LONGEST)):
        if left > start and _inside(side, left):
            continue
        for right in range(end, max(left, end - LONGEST), -1):
            if right < end and _inside(side, right):
                continue
            far = distance(side.cut(left, right), term)
            best = min(best, (round(far, 2), left - right, left, right))
    return best[2], best[3]


def _inside(side: _Side, at: int) -> bool:
    """Whether a Latin word goes on across the border before letter `at`."""
    pair = side.letters[at - 1 : at + 1]
    return len(pair) == 2 and all(_LATIN.match(c) for c in pair) and side.places[at] == side.places[at - 1] + 1


@lru_cache(maxsize=65536)
def distance(before: str, after: str) -> float:
    """How far two spellings sound from each other, per syllable of the longer one; 1 when nothing is known.

    >>> distance("雅琴", "亚勤") < 0.2 < distance("苹果", "亚勤")
    True
    """
    best = 1.0
    for one in readings_of(before)[:3]:
        for other in readings_of(after)[:3]:
            size = max(len(one), len(other))
            if abs(len(one) - len(other)) <= size // 2:
                best = min(best, alignment(one, other, float(size)) / size)
    return best


def recurring(raw: str, known: Iterable[str]) -> list[dict[str, Any]]:
    """Latin strings that recur in a raw transcript and are no known term: what are they meant to be?

    >>> rows = recurring("用flim 做，flim 很快，flim 不错", [])
    >>> [(r["before"], r["count"], r["after"]) for r in rows]
    [('flim', 3, '')]
    """
    right = {solid(k)[0] for k in known}
    counts: dict[str, int] = {}
    for m in _WORD.finditer(raw):
        counts[m[0].lower()] = counts.get(m[0].lower(), 0) + 1
    rows = [(n, w) for w, n in counts.items() if n >= 3 and solid(w)[0] not in right]
    return [
        {"accept": False, "before": w, "after": "", "count": n, "confidence": 0.0, "contexts": []}
        for n, w in sorted(rows, key=lambda r: (-r[0], r[1]))
    ]
