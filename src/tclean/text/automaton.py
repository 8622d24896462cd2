"""Many words sought in a text at once. Every character is two bytes of its own here: half the work of UTF-8."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from ahocorasick_rs import BytesAhoCorasick, MatchKind
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
_HIGH, _LOW = 0x80, 0x7F  # of the bytes of a character only the first is 128 or more: no match is out of step
_FEW = 1 << 14


class Automaton:
    """Words, found wherever they stand, or (`longest`) from left to right the longest of those that begin there.

    >>> Automaton(["人工", "人工智能", "智能"]).find("有人工智能").tolist()
    [[0, 1, 3], [1, 1, 5], [2, 3, 5]]
    >>> Automaton(["人工", "人工智能", "智能"], longest=True).find("有人工智能").tolist()
    [[1, 1, 5]]
    """

    def __init__(self, words: Sequence[str], *, longest: bool = False) -> None:
        codes = _codes("".join(words))
        known = np.unique(codes)
        number = np.arange(1, len(known) + 1)  # 0 is any character that is in no word
        self._width = 2 if len(known) < _FEW else 4
        self._bytes = np.full(int(known[-1]) + 2 if len(known) else 1, _spread(0, self._width), f">u{self._width}")
        self._bytes[known] = _spread(number, self._width)
        self._overlapping = not longest
        data, width = self._bytes[codes].tobytes(), self._width
        ends = np.cumsum([width * len(w) for w in words]).tolist()
        rows = [data[end - width * len(w) : end] for w, end in zip(words, ends, strict=True)]
        self._search = BytesAhoCorasick(rows, matchkind=MatchKind.LeftmostLongest if longest else MatchKind.Standard)

    def find(self, text: str) -> NDArray[np.int64]:
        """A row for each match: the word's number, where it begins and where it ends."""
        codes = np.minimum(_codes(text), len(self._bytes) - 1)
        found = self._search.find_matches_as_indexes(self._bytes[codes].tobytes(), overlapping=self._overlapping)
        hits = np.array(found, np.int64).reshape(-1, 3)
        hits[:, 1:] //= self._width
        return hits


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _spread(number: NDArray[np.int64] | int, width: int) -> NDArray[np.int64] | int:
    """A number in bytes of which the first is high and the others are low."""
    out = number & _LOW
    for place in range(1, width):
        out = out | (number >> 7 * place & _LOW) << 8 * place
    return out | _HIGH << 8 * (width - 1)
