"""Forms by key: an array with a place for every key there may be, so that nothing is hashed or searched for.

Forms that are seldom sought stand behind the others of their key, where they cost nothing as long as they are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tclean.text.phonetic_index.keys import GROUPS, KINDS, SHORTEST, Codes, Said

Ints = NDArray[np.intp]
Rows = NDArray[np.int32]
Flags = NDArray[np.bool_]
_SPANS = [(group[0].first - SHORTEST, max(k.last for k in group) - SHORTEST + 1) for group in GROUPS]
_SHORTEST = np.array([group[0].first for group in GROUPS for _ in group])  # of the group of each kind
_FIRST = np.array([k.first for k in KINDS])
_WIDE = np.array([k.last - k.first + 1 for k in KINDS])
_OPEN = np.array([k.open for k in KINDS])
_SLOTS = np.array([k.keys * (k.last - k.first + 1) for k in KINDS])
_BASE = np.cumsum(_SLOTS) - _SLOTS
_SHIFT = _BASE - _FIRST
_BITS = np.arange(8, dtype=np.uint8)[:, None]


class Looked(NamedTuple):
    """Windows with a key of some forms: where they begin, their lengths, the unit that the key tells nothing of, from
    where on these forms stand, how many."""

    start: Ints
    size: Ints
    open: Ints
    begin: Rows
    times: Rows

    def part(self, first: int, last: int) -> Looked:
        """Some of the windows."""
        some = slice(first, last)
        return Looked(self.start[some], self.size[some], self.open[some], self.begin[some], self.times[some])


class Postings:
    """The forms of all kinds of keys, one kind behind the other. `forms` and `open` are the forms in this order, and of
    each the unit that its key tells nothing of."""

    def __init__(
        self, keyed: Sequence[tuple[Codes, Ints]], sizes: Ints, units: NDArray[np.uint16], late: Flags
    ) -> None:
        forms = np.concatenate([rows for _, rows in keyed])
        count = [len(rows) for _, rows in keyed]
        keys, kind = (
            np.concatenate([keys for keys, _ in keyed]).astype(np.intp),
            np.repeat(np.arange(len(KINDS)), count),
        )
        slots = 2 * (_BASE[kind] + keys * _WIDE[kind] + sizes[forms] - _FIRST[kind]) + late[forms]
        order = np.argsort(slots, kind="stable")
        self.forms = forms[order].astype(np.int32)
        self.open = units[_OPEN[kind[order]], self.forms]
        self._edges = np.zeros(2 * int(_SLOTS.sum()) + 1, np.int32)
        np.cumsum(np.bincount(slots, minlength=len(self._edges) - 1), out=self._edges[1:])
        bits = (1 << sizes[forms] - _SHORTEST[kind]).astype(np.uint8)
        self._gates = [self._gated(keys, kind, bits * some) for some in (~late[forms], np.uint8(1))]

    @staticmethod
    def _gated(keys: Ints, kind: Ints, bits: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
        """For each key of each kind, the lengths of its forms as bits."""
        gates = [np.zeros(k.keys, np.uint8) for k in KINDS]
        for number, gate in enumerate(gates):
            some = kind == number
            np.bitwise_or.at(gate, keys[some], bits[some])
        return gates

    def find(self, said: Said, first: int, worth: Flags, late: bool) -> Looked:
        """The windows worth a look (by length and place, from a first place on) that share a key with some form."""
        places, keys, seen, gates = [], [], [], iter(self._gates[late])
        number = 0
        for group, (low, high) in zip(GROUPS, _SPANS, strict=True):
            lengths = np.bitwise_or.reduce(worth[low:high].view(np.uint8) << _BITS[: high - low])
            place = (lengths != 0).nonzero()[0]
            lengths = lengths.take(place)
            for gate in islice(gates, len(group)):
                keys.append(said.keys(number, first).take(place))
                seen.append(gate.take(keys[-1]) & lengths)
                number += 1
            places += [place] * len(group)
        lengths = np.concatenate(seen)
        at = (lengths != 0).nonzero()[0]
        kinds = np.searchsorted(at, np.cumsum([len(some) for some in seen]))
        bits = np.unpackbits(lengths.take(at), bitorder="little").view(np.bool_).nonzero()[0]
        kind = np.repeat(np.arange(len(KINDS)), np.diff(kinds, prepend=0)).take(bits >> 3)
        at = at.take(bits >> 3)
        start = np.concatenate(places).take(at)
        return self._looked(kind, start + first, (bits & 7) + _SHORTEST.take(kind), np.concatenate(keys).take(at), late)

    def _looked(self, kind: Ints, start: Ints, size: Ints, keys: Codes, late: bool) -> Looked:
        """Windows with keys of these kinds."""
        slots = keys * _WIDE.take(kind) + _SHIFT.take(kind) + size
        slots *= 2
        begin = self._edges.take(slots)
        times = self._edges.take(slots + (2 if late else 1)) - begin
        return Looked(start, size, start + _OPEN.take(kind), begin, times)
