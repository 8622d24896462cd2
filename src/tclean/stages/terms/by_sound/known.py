"""Where right spellings stand: they count as evidence and nothing may cut into them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray

from tclean.stages.terms.index import whole
from tclean.text.folding import fold, keys


class Found(NamedTuple):
    """Known terms of one document: how often each stands there (folded), and where."""

    times: Counter[str]
    spans: list[tuple[int, int]]
    inside: NDArray[np.bool_]  # borders that lie strictly inside a known term


class Known:
    """All right spellings in one automaton, longest first; case, width and inner blanks do not matter.

    >>> found = Known(["Scaling Law", "具身", "OpenAI"])("具身智能和scaling law，Open a i")
    >>> found.times["scalinglaw"], found.spans
    (1, [(0, 2), (5, 16), (17, 25)])
    """

    def __init__(self, spellings: Iterable[str]) -> None:
        self._words = sorted({k for k in keys(s for s in spellings if len(s) > 1) if len(k) > 1})
        self._automaton = AhoCorasick(self._words, matchkind=MatchKind.LeftmostLongest)

    def __call__(self, text: str) -> Found:
        """What stands in a text."""
        folded = fold(text)
        places = folded.places
        spans, times = [], Counter[str]()
        for number, first, last in self._automaton.find_matches_as_indexes(folded.text):
            start, end = int(places[first]), int(places[last - 1]) + 1
            if whole(text, start, end):
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
