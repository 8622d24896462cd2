"""Where right spellings stand: they count as evidence and nothing may cut into them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tclean.stages.terms.index import at_word_edges, whole
from tclean.text.finder import Finder
from tclean.text.folding import Folded, fold, keys


class Found(NamedTuple):
    """Known terms of one document: how often each stands there (folded), and where."""

    times: Counter[str]
    spans: list[tuple[int, int]]
    inside: NDArray[np.bool_]  # borders that lie strictly inside a known term


class Known:
    """All right spellings, the longest first; case, width and inner blanks do not matter.

    >>> found = Known(["Scaling Law", "具身", "OpenAI"])("具身智能和scaling law，Open a i")
    >>> found.times["scalinglaw"], found.spans
    (1, [(0, 2), (5, 16), (17, 25)])
    """

    def __init__(self, spellings: Iterable[str]) -> None:
        self._words = [k for k in dict.fromkeys(keys([s for s in spellings if len(s) > 1])) if len(k) > 1]
        self._latin = at_word_edges(self._words)
        self._finder = Finder(self._words)

    def __call__(self, text: str, folded: Folded | None = None) -> Found:
        """What stands in a text."""
        folded = folded or fold(text)
        number, first, last = self._finder.longest(folded.text)
        start, end = folded.places[first], folded.places[last - 1] + 1
        some = np.flatnonzero(self._latin[number])
        cut = some[~whole(text, start[some], end[some])] if len(some) else some
        number, start, end = (np.delete(column, cut) for column in (number, start, end))
        counts = np.bincount(number)
        seen = counts.nonzero()[0]
        pairs = zip(seen.tolist(), counts[seen].tolist(), strict=True)
        times = Counter({self._words[n]: count for n, count in pairs})
        inside = np.zeros(len(text) + 1, np.int8)
        inside[start + 1] += 1
        inside[end] -= 1
        return Found(times, list(zip(start.tolist(), end.tolist(), strict=True)), np.cumsum(inside, dtype=np.int8) > 0)


def merged(parts: Sequence[Found]) -> Found:
    """What several lists found in one text, together."""
    if len(parts) == 1:
        return parts[0]
    times = Counter[str]()
    for p in parts:
        times.update(p.times)
    inside: NDArray[np.bool_] = np.logical_or.reduce([p.inside for p in parts])
    return Found(times, sorted(s for p in parts for s in p.spans), inside)
