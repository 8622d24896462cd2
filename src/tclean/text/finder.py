"""Many words sought in a text at once: a hundred thousand of them are ready in a tenth of a second.

Most places end at a gate that knows with which three characters words begin and how long these are. What passes is
looked up by a key of 64 bits for the whole word.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tclean.text.phonetic_index.table import Ints, KeyTable
from tclean.text.sums import Sums

Codes = NDArray[np.uint32]
_LONGEST = 31  # a longer word is looked up by so many of its characters
_FIRST = (1, 2, 3)  # characters at a gate: all of a short word, the first ones of any other
_FEWER = 3  # bits: lengths of so few places that some share them
_ODD = np.uint32(0x9E3779B1)
_SEED, _PRIME, _SHIFT = np.uint64(1), np.uint64(0xD6E8FEB86659FD93), np.uint64(32)
_NONE = np.zeros(0, np.int64)


class Matches(NamedTuple):
    """Words by number, and where they stand."""

    number: Ints
    start: Ints
    end: Ints


class Finder:
    """Words (no empty one, none twice).

    >>> [column.tolist() for column in Finder(["人工", "智能", "人工智能"]).find("有人工智能")]
    [[2, 0, 1], [1, 1, 3], [5, 3, 5]]
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        sizes = np.array([len(w) for w in words], np.int64)
        looked = np.minimum(sizes, _LONGEST)
        codes, start = _codes("".join(words)), np.cumsum(sizes) - sizes
        self._sizes, self._table = sizes, KeyTable(_sums(codes).keys(start, looked))
        self._shift = np.uint32(32 - min(20, len(words).bit_length() + 4))
        known = set(looked.clip(0, _FIRST[-1]).tolist())
        self._gates = {first: self._gate(first, codes, start, looked) for first in _FIRST if first in known}

    def _gate(self, first: int, codes: Codes, start: Ints, sizes: Ints) -> tuple[NDArray[np.bool_], Codes]:
        """By the first characters of a place, whether words may stand there, and their lengths as bits."""
        rows = np.flatnonzero(sizes.clip(0, _FIRST[-1]) == first)
        gate = np.zeros(1 << 32 - int(self._shift), np.bool_)
        lengths = np.zeros(max(1, len(gate) >> _FEWER), np.uint32)
        at = self._begun(codes, first)[start[rows]]
        gate[at] = True
        np.bitwise_or.at(lengths, at >> _FEWER, np.uint32(1) << sizes[rows].astype(np.uint32))
        return gate, lengths

    def _begun(self, codes: Codes, first: int) -> NDArray[np.intp]:
        """The number at a gate of every place."""
        begun, count = codes * _ODD, len(codes)
        for k in range(1, first):
            begun = (begun[: count - k] ^ codes[k:]) * _ODD
        return (begun >> self._shift).astype(np.intp)

    def find(self, text: str) -> Matches:
        """Every word wherever it stands, by place, the longest first."""
        codes = _codes(text)
        looks = [self._looks(codes, first) for first in self._gates if first <= len(codes)]
        if not looks:
            return Matches(_NONE, _NONE, _NONE)
        start, size = map(np.concatenate, zip(*looks, strict=True))
        at, times, rows = self._table.find(_sums(codes).keys(start, size))
        number, start = rows.astype(np.int64), np.repeat(start[at], times)
        size = self._sizes[number]
        far = np.flatnonzero(size > _LONGEST)
        if wrong := [n for n in far.tolist() if not text.startswith(self._words[number[n]], int(start[n]))]:
            number, start, size = (np.delete(column, wrong) for column in (number, start, size))
        order = np.lexsort((-size, start))
        return Matches(number[order], start[order], (start + self._sizes[number])[order])

    def longest(self, text: str) -> Matches:
        """From left to right the longest word that begins where none has its place yet.

        >>> [column.tolist() for column in Finder(["人工", "智能", "人工智能"]).longest("有人工智能")]
        [[2], [1], [5]]
        """
        found = self.find(text)
        free, chosen = 0, []
        for n, (start, end) in enumerate(zip(found.start.tolist(), found.end.tolist(), strict=True)):
            if start >= free:
                chosen.append(n)
                free = end
        return Matches(*(column[chosen] for column in found))

    def _looks(self, codes: Codes, first: int) -> tuple[Ints, Ints]:
        """Where words may stand, and how long they are."""
        opens, sizes = self._gates[first]
        begun = self._begun(codes, first)
        start = np.flatnonzero(opens.take(begun))
        bits = np.flatnonzero(
            np.unpackbits(sizes[begun[start] >> _FEWER].view(np.uint8), bitorder="little").view(np.bool_)
        )
        start, size = start[bits >> 5], bits & 31
        fits = start + size <= len(codes)
        return start[fits], size[fits]


def _sums(codes: Codes) -> Sums:
    """The key of every stretch: of sums of large numbers, one for each character."""
    values = (codes.astype(np.uint64) + _SEED) * _PRIME
    values ^= values >> _SHIFT
    return Sums(values)


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
