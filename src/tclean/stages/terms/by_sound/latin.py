"""Islands of Latin letters that sound like a target: `skin law`, `GBT5`, `SK领导`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from tclean.stages.terms.by_sound.candidates import Candidate
from tclean.stages.terms.by_sound.targets import Target, compact
from tclean.stages.terms.by_sound.view import View
from tclean.text.phonetic_index.skeleton import SkeletonIndex, alignment
from tclean.text.phonetics import readings_of
from tclean.text.phonetics.readings import Reading

TOKEN = re.compile(r"[A-Za-z]+|\d+")
ISLAND = re.compile(
    r"(?<![/@_=#.\\&%A-Za-z\d])(?:[A-Za-z]+|\d+)(?:[ \-]?(?:[A-Za-z]+|\d+))*(?![/@_=#\\&%]|:/|\.[A-Za-z])"
)
LONGEST = 5  # tokens of a window
PROSE = 12  # tokens of an island that is English prose
HAN = "".join(map(chr, range(0x4E00, 0xA000)))
GAIN = 0.3  # what Han characters beside Latin ones must explain: SK领导, not 像GPT
EDIT = 0.45  # each letter in spelling
FAR, FAR_LONG = 0.34, 0.42  # distance by unit; from three units on


class Match(NamedTuple):
    """A reading within reach of a Latin string."""

    target: Target
    distance: float
    reading: Reading


class LatinSearch:
    """Targets with Latin letters, by the skeleton of their consonants."""

    def __init__(self, targets: Sequence[Target]) -> None:
        rows = [(t, r) for t in targets if not t.han for r in t.readings]
        self._rows = rows
        self._index = SkeletonIndex(r for _, r in rows)
        self._spelled = frozenset(t.bare for t in targets)
        self.match = lru_cache(maxsize=1 << 15)(self._match)

    def __call__(self, view: View) -> list[Candidate]:
        """The candidates of all islands of a document."""
        out = []
        for start, end in windows(view, self._spelled):
            for m in self.match(view.text[start:end]):
                out.append(Candidate(start, end, m.target, m.distance, 0.0, m.reading, latin=True))
        return out

    def _match(self, heard: str) -> tuple[Match, ...]:
        best: dict[int, Match] = {}
        bare = compact(heard)
        for units in readings_of(heard):
            for row in self._index.search(units):
                target, said = self._rows[row]
                limit = (FAR if len(said) < 3 else FAR_LONG) * max(len(said), len(units))
                cost = alignment(units, said, limit)
                cost = min(cost, spelling_distance(bare, target.bare))
                known = best.get(id(target))
                if cost <= limit and (known is None or cost < known.distance):
                    best[id(target)] = Match(target, cost, said)
        alone = heard.strip(HAN)
        if alone == heard or not alone:
            return tuple(best.values())
        bare_match = {id(m.target): m.distance for m in self.match(alone)}
        return tuple(m for k, m in best.items() if m.distance + GAIN < bare_match.get(k, 9.0))


def spelling_distance(one: str, other: str) -> float:
    """The cost by letters, for a slip of spelling (`prada market fit`); infinite where most letters differ."""
    edits = Levenshtein.distance(one, other, score_cutoff=3)
    return EDIT * edits if edits <= min(3, len(other) // 4) else float("inf")


def windows(view: View, spelled: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Runs of up to five tokens that hold a Latin one and do not cut a known term, with up to two Han characters."""
    text = view.text
    for island in ISLAND.finditer(text):
        spans = [(m.start(), m.end()) for m in TOKEN.finditer(text, *island.span())]
        if len(spans) > PROSE:
            continue
        right_so = [(i, j) for i, j in _pairs(len(spans)) if compact(text[spans[i][0] : spans[j][1]]) in spelled]
        for i, j in _pairs(len(spans)):
            start, end = spans[i][0], spans[j][1]
            if text[start:end].isdigit() or _cuts(text, start, end) or any(i <= b and a <= j for a, b in right_so):
                continue
            yield from _widened(view, start, end, i == 0, j == len(spans) - 1)


def _widened(view: View, start: int, end: int, first: bool, last: bool) -> Iterator[tuple[int, int]]:
    """The window alone and with Han characters that may belong to it: SK领导, 阿尔法go."""
    left = range(_han_before(view, start) + 1) if first else (0,)
    right = range(_han_after(view, end) + 1) if last else (0,)
    for a, b in product(left, right):
        if a + b <= 2 and not view.inside[start - a] and not view.inside[end + b]:
            yield start - a, end + b


def _cuts(text: str, start: int, end: int) -> bool:
    """Whether a word or number goes on outside: `G p3` of `G p3。5`, `GPT-o` of `GPT-o1`."""
    if _joined(text[start - 1 : start], text[start]) or _joined(text[end - 1], text[end : end + 1]):
        return True
    left = (
        text[start].isdigit()
        and text[max(0, start - 1) : start] in (".", "。")
        and start > 1
        and text[start - 2].isdigit()
    )
    return left or (
        text[end - 1].isdigit() and text[end : end + 1] in (".", "。") and text[end + 1 : end + 2].isdigit()
    )


def _joined(one: str, other: str) -> bool:
    return one.isascii() and other.isascii() and one.isalnum() and other.isalnum()


def _pairs(count: int) -> Iterator[tuple[int, int]]:
    for i in range(count):
        for j in range(i, min(count, i + LONGEST)):
            yield i, j


def _han_before(view: View, at: int) -> int:
    """How many Han characters before this place could belong to a term."""
    n = 0
    while n < 2 and at - n > 0 and view.stream[at - n - 1] >= 0 and not view.first[at - n - 1]:
        n += 1
    return n


def _han_after(view: View, at: int) -> int:
    n = 0
    while n < 2 and at + n < len(view.text) and view.stream[at + n] >= 0 and not view.last[at + n]:
        n += 1
    return n


def token_pairs(heard: str, said: str) -> list[tuple[str, str]]:
    """The tokens of both side by side, where there are as many."""
    a, b = TOKEN.findall(heard), TOKEN.findall(said)
    return list(zip(a, b, strict=True)) if len(a) == len(b) else []


@lru_cache(maxsize=1 << 15)
def token_distance(heard: str, said: str) -> float:
    """How far two tokens are apart, by sound or by spelling, for one unit of the longer."""
    a, b = compact(heard), compact(said)
    if a == b:
        return 0.0
    best, size = EDIT * Levenshtein.distance(a, b), 1
    for one in readings_of(heard):
        for other in readings_of(said):
            cost = alignment(one, other, best)
            if cost <= best:
                best, size = cost, max(len(one), len(other))
    return best / max(1, size)
