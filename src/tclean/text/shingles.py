"""Text as a stream of the characters that carry meaning, and hashes of its n-grams: what near-copies share."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np

from tclean.core.kept import kept
from tclean.text.fold import fold

Array = np.ndarray[Any, np.dtype[Any]]

_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_LIMIT = 0xFFFF  # the end of the basic plane; beyond it only ideographs (from 0x20000) count
_RARE = 0x20000


class Stream(NamedTuple):
    """Letters and digits of a text in one script, width and case; `at[i]` is where the i-th stands in the text."""

    codes: Array
    at: Array

    def text(self, start: int = 0, end: int | None = None) -> str:
        """The letters from `start` to `end` as a string."""
        return bytes(self.codes[start:end].astype("<u4").tobytes()).decode("utf-32-le", "replace")


def stream(text: str) -> Stream:
    """The letters and digits of `text`; punctuation and white space do not count.

    >>> stream("「學，而」 AI。").text()
    '学而ai'
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    letters = _letters().take(codes, mode="clip")
    if len(codes) and int(codes.max()) >= _RARE:
        letters = np.where(codes >= _RARE, codes, letters)
    at = np.flatnonzero(letters)
    return Stream(letters[at], at)


@cache
def _letters() -> Array:
    """Every code point's folded lower-case letter, 0 for what is no letter or digit."""
    return kept("letters", (), _made_letters)


def _made_letters() -> Array:
    out = np.zeros(_LIMIT + 1, np.uint32)
    for code, char in enumerate(fold("".join(map(chr, range(_LIMIT))))):
        if char.isalnum():
            low = char.lower()
            out[code] = ord(low) if len(low) == 1 else ord(char)
    return out


def grams(codes: Array, size: int) -> Array:
    """A 64-bit hash of every run of `size` characters (8 at most), by their first character.

    >>> h = grams(stream("学而学而").codes, 2)
    >>> len(h), bool(h[0] == h[2]), bool(h[0] == h[1])
    (3, True, False)
    """
    if len(codes) < size:
        return np.zeros(0, np.uint64)
    runs, width = codes.astype(np.uint64), 1
    while width < 4 and 2 * width <= size:  # letters of the basic plane fill two bytes: four of them fill a number
        runs = runs[:-width] ^ runs[width:] << np.uint64(16 * width)
        width *= 2
    out = runs[: len(codes) - size + 1] * _FIRST
    if size > width:
        out += runs[size - width :] * _SECOND
    return mix(out)


def mix(values: Array) -> Array:
    """Spread 64-bit numbers evenly (the finisher of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    out: Array = values ^ (values >> np.uint64(31))
    return out


def repeats(hashes: Array, most: int = 4) -> tuple[Array, Array]:
    """Pairs of places (earlier, later) with equal hashes: each with the first of its kind and `most` before it.

    >>> repeats(grams(stream("学而时习学而时习").codes, 4))
    (array([0]), array([4]))
    """
    bits = max(len(hashes).bit_length(), 1)
    low = np.uint64((1 << bits) - 1)
    keys = np.sort((hashes & ~low) | np.arange(len(hashes), dtype=np.uint64))
    heads, places = keys & ~low, (keys & low).astype(np.int64)
    alive = np.flatnonzero(heads[1:] == heads[:-1])
    found = [(places[alive], places[alive + 1])]
    for lag in range(2, most + 2):
        alive = alive[: np.searchsorted(alive, len(keys) - lag)]
        alive = alive[heads[alive] == heads[alive + lag]]
        near = alive if lag <= most else np.searchsorted(heads, heads[alive])  # the first of its kind for all others
        found.append((places[near], places[alive + lag]))
    return np.concatenate([a for a, _ in found]), np.concatenate([b for _, b in found])
