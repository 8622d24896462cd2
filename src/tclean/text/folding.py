"""Text without what does not matter for finding a term: case, width, spaces and hyphens, a stray 。 inside Latin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_DROP = 0
_STOP = ord("。")
_POINT = ord(".")


class Folded(NamedTuple):
    """`text` folded; `places[i]` is where its character `i` stood."""

    text: str
    places: NDArray[np.intp]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the folded text as a stretch of the original."""
        return int(self.places[start]), int(self.places[end - 1]) + 1


def _table() -> NDArray[np.uint32]:
    table = np.arange(0x10000, dtype=np.uint32)
    table[0xFF01:0xFF5F] = np.arange(0x21, 0x7F)  # ＧＰＴ → GPT
    for first in (ord("A"), 0xFF21):
        table[first : first + 26] = np.arange(ord("a"), ord("z") + 1)
    table[[ord(c) for c in " \t\u3000\xa0-\uff0d\u2010\u2011\u2012\u2013·・"]] = _DROP
    return table


_TABLE = _table()
_WORDLIKE = np.zeros(0x10000, dtype=bool)
_WORDLIKE[[*range(0x30, 0x3A), *range(0x61, 0x7B)]] = True
_DIGIT = np.zeros(0x10000, dtype=bool)
_DIGIT[0x30:0x3A] = True


def fold(text: str) -> Folded:
    """The folded text with the place of each of its characters, in one vectorised pass.

    >>> fold("Ｇ p3。5 很好。").text
    'gp3.5很好。'
    >>> fold("n v-Link").places.tolist()
    [0, 2, 4, 5, 6, 7]
    """
    raw = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    low = np.minimum(raw, 0xFFFF)
    codes = _TABLE[low]
    stops = np.flatnonzero(low[1:-1] == _STOP) + 1
    if len(stops):
        left, right = codes[stops - 1], codes[stops + 1]
        codes[stops[_WORDLIKE[left] & _WORDLIKE[right]]] = _DROP  # mini。cpm → minicpm
        codes[stops[_DIGIT[left] & _DIGIT[right]]] = _POINT  # 3。5 → 3.5
    places = np.flatnonzero(codes)
    codes = np.where(raw > 0xFFFF, raw, codes)
    return Folded(codes[places].tobytes().decode("utf-32-le", "surrogatepass"), places)


def keys(terms: Iterable[str]) -> list[str]:
    """The folded forms of terms, under which they are looked up.

    >>> keys(["GPT-4", "Scaling Law", "gpt 4"])
    ['gpt4', 'scalinglaw', 'gpt4']
    """
    rows = list(terms)
    return fold("\n".join(rows)).text.split("\n") if rows else []


_BRIEF = {int(code): int(_TABLE[code]) or None for code in np.flatnonzero(np.arange(0x10000) != _TABLE)}


def brief(text: str) -> str:
    """`fold(text).text` for a few characters, where building arrays costs more than it saves; a 。 always stays.

    >>> brief("Ｇ p3-5")
    'gp35'
    """
    return text.translate(_BRIEF)
