"""Folded spellings in one automaton: which of them stand in a text, as whole words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from tclean.text.folding import fold

M = TypeVar("M")


class Hit(NamedTuple, Generic[M]):
    """`text[start:end]` folds to the spelling `key`, which means `meaning`."""

    start: int
    end: int
    key: str
    meaning: M


class Index(Generic[M]):
    """Spellings (already folded) and what they mean.

    >>> Index({"scalinglaw": 1}).scan("讲Scaling  law，scaling lawyers")
    [Hit(start=1, end=13, key='scalinglaw', meaning=1)]
    """

    def __init__(self, meanings: Mapping[str, M]) -> None:
        self._keys = [k for k in meanings if k]
        self._meanings = [meanings[k] for k in self._keys]
        self._latin = [latin(k[0]) or latin(k[-1]) for k in self._keys]
        self._automaton = AhoCorasick(self._keys, matchkind=MatchKind.Standard) if self._keys else None

    def scan(self, text: str) -> list[Hit[M]]:
        """Every spelling that stands in the text as a whole word, leftmost first, longest first."""
        if self._automaton is None or not text:
            return []
        folded = fold(text)
        places = folded.places.tolist()
        out = []
        for number, start, stop in self._automaton.find_matches_as_indexes(folded.text, overlapping=True):
            a, b = places[start], places[stop - 1] + 1
            if not self._latin[number] or whole(text, a, b):
                out.append(Hit(a, b, self._keys[number], self._meanings[number]))
        out.sort(key=_leftmost_longest)
        return out


def _leftmost_longest(hit: Hit[M]) -> tuple[int, int]:
    return hit.start, -hit.end


def latin(char: str) -> bool:
    """Whether a character is a letter or digit of Latin script, of any width.

    >>> [latin(c) for c in "aé5Ｚ大。"]
    [True, True, True, True, False, False]
    """
    return char.isalnum() and (char < "\u0250" or "\uff10" <= char <= "\uff5a")


def whole(text: str, start: int, end: int) -> bool:
    """Whether a Latin word or number is not cut at either end.

    >>> text = "skin lawyer GPT4 GPT4o v3.5"
    >>> whole(text, 0, 8), whole(text, 12, 15), whole(text, 12, 16), whole(text, 17, 21), whole(text, 24, 25)
    (False, True, True, False, False)
    """
    if start and latin(text[start]) and (latin(text[start - 1]) or text[start - 1] == "_"):
        return False
    if (
        text[start].isdigit()
        and text[max(0, start - 1) : start] in (".", "。")
        and text[start - 2 : start - 1].isdigit()
    ):
        return False
    last, after = text[end - 1], text[end : end + 1]
    if not after or not latin(last):
        return True
    if last.isdigit():
        return not latin(after) and not (after in ".。" and text[end + 1 : end + 2].isdigit())
    return after != "_" and (not latin(after) or after.isdigit())
