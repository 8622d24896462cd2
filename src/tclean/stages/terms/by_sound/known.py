"""Where right spellings stand: they count as evidence and nothing may cut into them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray

_GLUE = re.compile(r"[ \-·]")
_NUMBER = re.compile(r"([a-z])(\d)")
_LOWER = {i: i + 32 for i in range(65, 91)}


class Found(NamedTuple):
    """Known terms of one document: how often each stands there (lower case), and their spans."""

    times: Counter[str]
    spans: list[tuple[int, int]]
    inside: NDArray[np.bool_]  # borders that lie strictly inside a known term


class Known:
    """All right spellings in one automaton, longest first, Latin ones as whole words.

    >>> found = Known(["Scaling Law", "具身"])("具身智能和scaling law")
    >>> found.times["scaling law"], found.spans
    (1, [(0, 2), (5, 16)])
    """

    def __init__(self, spellings: Iterable[str]) -> None:
        words = {v for s in spellings if len(s) > 1 for v in writings(lower(s))}
        self._words = sorted(words)
        self._automaton = AhoCorasick(self._words, matchkind=MatchKind.LeftmostLongest)

    def __call__(self, text: str) -> Found:
        """What stands in a text."""
        low = lower(text)
        spans, times = [], Counter[str]()
        for number, start, end in self._automaton.find_matches_as_indexes(low):
            if whole(low, start, end):
                spans.append((start, end))
                times[self._words[number]] += 1
        inside = np.zeros(len(text) + 1, np.bool_)
        for start, end in spans:
            inside[start + 1 : end] = True
        return Found(times, spans, inside)


def merged(parts: Sequence[Found]) -> Found:
    """What several lists found in one text, together."""
    if len(parts) == 1:
        return parts[0]
    times = sum((p.times for p in parts), Counter[str]())
    inside: NDArray[np.bool_] = np.logical_or.reduce([p.inside for p in parts])
    return Found(times, sorted(s for p in parts for s in p.spans), inside)


def writings(word: str) -> tuple[str, ...]:
    """The ways to write one spelling: hyphen, blank or nothing between its parts.

    >>> writings("gpt-4 turbo")
    ('gpt-4 turbo', 'gpt 4 turbo', 'gpt4turbo')
    """
    if not _GLUE.search(word):
        parts = _NUMBER.sub(r"\1 \2", word)
        return (word,) if parts == word or not word.isascii() else (word, parts)
    return tuple(dict.fromkeys((word, _GLUE.sub(" ", word), _GLUE.sub("", word))))


def lower(text: str) -> str:
    """Lower case without changing any offset.

    >>> lower("GPT İ")
    'gpt İ'
    """
    low = text.lower()
    return low if len(low) == len(text) and "İ" not in text else text.translate(_LOWER)


def whole(text: str, start: int, end: int) -> bool:
    """Whether a match does not begin or end inside a Latin word.

    >>> whole("email", 1, 3), whole("用AI做", 1, 3)
    (False, True)
    """
    left = start > 0 and _latin(text[start]) and _latin(text[start - 1])
    return not left and not (end < len(text) and _latin(text[end - 1]) and _latin(text[end]))


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
