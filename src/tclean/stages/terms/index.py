"""Folded spellings and what they mean: which of them stand in a text, as whole words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from tclean.core.kept import kept
from tclean.text.finder import Finder
from tclean.text.folding import fold

M = TypeVar("M")
Ints = NDArray[np.int64]
LATIN, DIGIT, POINT, SCORE = 1, 2, 4, 8
_NONE = np.zeros(0, np.int64)


class Hits(NamedTuple):
    """Spellings by number, and where they stand in the text; leftmost first, longest first."""

    number: Ints
    start: Ints
    end: Ints


class Index(Generic[M]):
    """Spellings (already folded) and what they mean.

    >>> index = Index({"scalinglaw": 1})
    >>> [column.tolist() for column in index.scan("讲Scaling  law，scaling lawyers")]
    [[0], [1], [13]]
    """

    def __init__(self, meanings: Mapping[str, M]) -> None:
        self.keys = [k for k in meanings if k]
        self.meanings = [meanings[k] for k in self.keys]
        self._latin = at_word_edges(self.keys)
        self._finder = Finder(self.keys)

    def scan(self, text: str) -> Hits:
        """Every spelling that stands in the text as a whole word."""
        if not text:
            return Hits(_NONE, _NONE, _NONE)
        folded = fold(text)
        number, first, last = self._finder.find(folded.text)
        start, end = folded.places[first], folded.places[last - 1] + 1
        keep = ~self._latin[number]
        some = np.flatnonzero(~keep)
        keep[some] = whole(text, start[some], end[some])
        return Hits(number[keep], start[keep], end[keep])


def at_word_edges(words: Sequence[str]) -> NDArray[np.bool_]:
    """Which words begin or end with a Latin letter or digit, so that what stands beside them matters.

    >>> at_word_edges(["gpt", "大模型", "ai时代"]).tolist()
    [True, False, True]
    """
    edges = "".join([w[0] + w[-1] for w in words])
    codes = np.minimum(np.frombuffer(edges.encode("utf-32-le", "surrogatepass"), np.uint32), 0xFFFF)
    edge: NDArray[np.bool_] = (_kinds()[codes] & LATIN > 0).reshape(-1, 2)
    return edge[:, 0] | edge[:, 1]


def latin(char: str) -> bool:
    """Whether a character is a letter or digit of Latin script, of any width.

    >>> [latin(c) for c in "aé5Ｚ大。"]
    [True, True, True, True, False, False]
    """
    return char.isalnum() and (char < "\u0250" or "\uff10" <= char <= "\uff5a")


def whole(text: str, start: Ints, end: Ints) -> NDArray[np.bool_]:
    """Whether no Latin word or number is cut at either end of each stretch.

    >>> text = "skin lawyer GPT4 GPT4o v3.5"
    >>> whole(text, np.array([0, 12, 12, 17, 24]), np.array([8, 15, 16, 21, 25])).tolist()
    [False, True, True, False, False]
    """
    kinds = _kinds()[np.minimum(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32), 0xFFFF)]
    kinds = np.concatenate((kinds, np.zeros(2, np.uint8)))  # behind the end, and before the beginning by index -1, -2
    first, before, last, after = kinds[start], kinds[start - 1], kinds[end - 1], kinds[end]
    cut = (first & LATIN > 0) & (before & (LATIN | SCORE) > 0)
    cut |= (first & DIGIT > 0) & (before & POINT > 0) & (kinds[start - 2] & DIGIT > 0)
    number = (after & LATIN > 0) | ((after & POINT > 0) & (kinds[end + 1] & DIGIT > 0))
    word = (after & SCORE > 0) | (after & (LATIN | DIGIT) == LATIN)
    cut |= (last & LATIN > 0) & np.where(last & DIGIT > 0, number, word)
    return ~cut


@cache
def _kinds() -> NDArray[np.uint8]:
    """What each character of the basic plane is: Latin, a digit, a decimal point, an underscore."""
    return kept("kinds", (), _made_kinds)


def _made_kinds() -> NDArray[np.uint8]:
    chars = list(map(chr, range(0x10000)))
    kinds = DIGIT * np.array(list(map(str.isdigit, chars)), np.uint8)
    kinds[[c for c in (*range(0x250), *range(0xFF10, 0xFF5B)) if latin(chars[c])]] |= LATIN
    kinds[list(map(ord, ".。"))] |= POINT
    kinds[ord("_")] |= SCORE
    return kinds
