"""Forms by key: an array with a place for every key there may be, so that nothing is hashed or searched for."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tclean.text.phonetic_index.keys import Kind, Said

Ints = NDArray[np.intp]
Rows = NDArray[np.int32]


class Looked(NamedTuple):
    """Windows with a key of some forms: where they begin, their lengths, from where on these forms stand, how many."""

    start: Ints
    size: Ints
    begin: Rows
    times: Rows

    def part(self, first: int, last: int) -> Looked:
        """Some of the windows."""
        return Looked(self.start[first:last], self.size[first:last], self.begin[first:last], self.times[first:last])


class Postings:
    """The forms of one kind of key; `lengths[key]` has a bit for each length, from `shortest` on, of which there are
    some. They stand from `base` on in a list that is common to all kinds."""

    def __init__(self, kind: Kind, shortest: int, base: int, keys: Rows, sizes: Ints) -> None:
        self.kind, self._shortest = kind, shortest
        self._wide = kind.last - kind.first + 1
        slots = keys.astype(np.intp) * self._wide + sizes - kind.first
        self.order = np.argsort(slots, kind="stable")
        times = np.bincount(slots, minlength=kind.keys * self._wide)
        self._begin = (base + np.concatenate(([0], np.cumsum(times)))).astype(np.int32)
        self._lengths = np.zeros(kind.keys, np.uint8)
        np.bitwise_or.at(self._lengths, keys, (1 << sizes - shortest).astype(np.uint8))

    def find(self, said: Said, place: Ints, lengths: NDArray[np.uint8]) -> Looked:
        """The windows at these places, of lengths given as bits, that share a key with some form."""
        keys = said.keys(place, self.kind)
        lengths = self._lengths.take(keys) & lengths
        some = lengths.nonzero()[0]
        if self._wide > 1:
            bits = np.unpackbits(lengths[some], bitorder="little").nonzero()[0]
            some, size = some[bits >> 3], (bits & 7) + self._shortest
        else:
            size = np.full(len(some), self.kind.first)
        slots = keys[some].astype(np.intp) * self._wide + (size - self.kind.first)
        begin = self._begin.take(slots)
        return Looked(place[some], size, begin, self._begin.take(slots + 1) - begin)
