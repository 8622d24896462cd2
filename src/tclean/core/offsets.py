"""Offset maps between two revisions, and the composition of edits over many revisions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from tclean.core.edit import Edit


class OffsetMap:
    """Maps positions across one revision, both ways.

    A position strictly inside a replaced stretch goes to the stretch's new start (`right=False`) or new end
    (`right=True`); at an insertion, `right` says on which side of the inserted text it lands.

    >>> m = OffsetMap([Edit(1, 3, "bc", "XYZ", "s:a"), Edit(4, 4, "", "!", "s:b")])
    >>> [m.to_new(p) for p in range(6)], [m.to_old(p) for p in range(7)]
    ([0, 1, 1, 4, 5, 7], [0, 1, 1, 1, 3, 4, 4])
    """

    __slots__ = ("_ends", "_new_ends", "_new_starts", "_starts")

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._starts = [e[0] for e in edits]
        self._ends = [e[1] for e in edits]
        self._new_starts: list[int] = []
        self._new_ends: list[int] = []
        shift = 0
        for e in edits:
            start = e[0] + shift
            self._new_starts.append(start)
            self._new_ends.append(start + len(e[3]))
            shift += len(e[3]) - (e[1] - e[0])

    def to_new(self, pos: int, *, right: bool = False) -> int:
        """The position in the newer revision."""
        return _across(pos, self._starts, self._ends, self._new_starts, self._new_ends, right)

    def to_old(self, pos: int, *, right: bool = False) -> int:
        """The position in the older revision."""
        return _across(pos, self._new_starts, self._new_ends, self._starts, self._ends, right)

    def carry(self, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Many stretches in the newer revision: without what was inserted at their borders.

        >>> OffsetMap([Edit(1, 1, "", "X", "s:a"), Edit(2, 3, "c", "", "s:b")]).carry([(1, 3), (2, 3)])
        [(2, 3), (3, 3)]
        """
        starts, ends, to_starts, to_ends = self._starts, self._ends, self._new_starts, self._new_ends
        out = []
        for start, end in spans:  # as `to_new(start, right=True)` and `to_new(end)`, a third of the cost
            i = bisect_right(starts, start) - 1
            if i >= 0:
                inside = starts[i] == start < ends[i]
                start = to_starts[i] if inside else to_ends[i] + max(start - ends[i], 0)
            i = bisect_left(ends, end)
            if i < len(starts) and starts[i] < end:
                end = to_ends[i] if ends[i] == end else to_starts[i]
            elif i:
                end = to_ends[i - 1] + end - ends[i - 1]
            out.append((start, end if end > start else start))
        return out


def _across(pos: int, starts: list[int], ends: list[int], to_starts: list[int], to_ends: list[int], right: bool) -> int:
    if right:  # the last stretch that begins at or before pos
        i = bisect_right(starts, pos) - 1
        if i < 0:
            return pos
        if starts[i] == pos and ends[i] > pos:  # a replaced stretch begins here: its own start
            return to_starts[i]
        return to_ends[i] if pos <= ends[i] else to_ends[i] + pos - ends[i]
    i = bisect_left(ends, pos)  # the first stretch that ends at or after pos
    if i < len(starts) and starts[i] < pos < ends[i]:
        return to_starts[i]
    if i < len(starts) and ends[i] == pos and starts[i] < pos:
        return to_ends[i]
    return pos if i == 0 else to_ends[i - 1] + pos - ends[i - 1]


class Change(NamedTuple):
    """Edits of all revisions that touch each other, as one replacement of source text."""

    start: int
    end: int
    after: str
    rules: tuple[str, ...]
    confidence: float


class Trail:
    """How the newest revision came from the source: all changes so far, and where each stands in that revision.

    >>> trail = Trail([Change(2, 4, "xy", ("a:1",), 1.0)])
    >>> trail.follow("abxyef", [Edit(0, 1, "a", "", "b:1"), Edit(5, 6, "f", "!", "b:2")])
    >>> [c.after for c in trail.changes], trail.places
    (['', 'xy', '!'], [0, 1, 4])
    """

    __slots__ = ("changes", "places")

    def __init__(self, changes: Sequence[Change] = ()) -> None:
        self.changes = list(changes)
        shifts = accumulate((len(c[2]) - (c[1] - c[0]) for c in self.changes), initial=0)
        self.places = [c[0] + shift for c, shift in zip(self.changes, shifts, strict=False)]

    def follow(self, text: str, edits: Sequence[Edit]) -> None:
        """Take in the resolved edits of the newest revision, whose text is `text`.

        Edits that overlap an earlier change are merged with it and keep the rules of both, oldest first; those that
        only touch it stay apart, in list order. Stretches without edits are taken over as they are.
        """
        new, kind = tuple.__new__, Change  # a third of the cost of calling the class, on the hot path
        olds, places, total = self.changes, self.places, len(self.changes)
        out: list[Change] = []
        stand: list[int] = []
        i = j = 0
        shift = delta = 0  # source → text behind change i; text → next revision behind edit j
        while j < len(edits):
            e = edits[j]
            start, right = e[0], e[1]
            if i < total and places[i] <= start and (at := _behind(olds, places, start, i)) > i:
                out += olds[i:at]
                stand += [p + delta for p in places[i:at]]
                i, shift = at, places[at - 1] + len(olds[at - 1][2]) - olds[at - 1][1]
            if i == total or places[i] >= right:  # touches no earlier change
                out.append(new(kind, (start - shift, right - shift, e[3], (e[4],), e[6])))
                stand.append(start + delta)
                delta += len(e[3]) - (right - start)
                j += 1
                continue
            first_edit, first_change, before = j, i, shift
            i, j, right = _group(olds, places, edits, i, j)
            last = olds[i - 1]
            shift = places[i - 1] + len(last[2]) - last[1]
            left = min(start, places[first_change])
            merged = _merge(olds[first_change:i], edits[first_edit:j], text, (left, right), before, shift)
            out.append(merged)
            stand.append(left + delta)
            delta += len(merged[2]) - (right - left)
        out += olds[i:]
        stand += [p + delta for p in places[i:]]
        self.changes, self.places = out, stand


def _behind(changes: Sequence[Change], places: Sequence[int], start: int, low: int) -> int:
    """The first change, from `low` on, that does not lie wholly before `start`."""
    i = bisect_left(places, start, low)
    if i > low and places[i - 1] + len(changes[i - 1][2]) > start:
        return i - 1
    while i < len(places) and places[i] == start and not changes[i][2]:
        i += 1
    return i


def _group(
    changes: Sequence[Change], places: Sequence[int], edits: Sequence[Edit], i: int, j: int
) -> tuple[int, int, int]:
    """Behind all changes from `i` on and all edits from `j` on that overlap each other, and where their text ends."""
    right = edits[j][1]
    j += 1
    while True:
        if i < len(changes) and places[i] < right:
            right = max(right, places[i] + len(changes[i][2]))
            i += 1
        elif j < len(edits) and edits[j][0] < right:
            right = max(right, edits[j][1])
            j += 1
        else:
            return i, j, right


def compose(changes: Sequence[Change], text: str, edits: Sequence[Edit]) -> list[Change]:
    """`changes` (source → `text`) followed by resolved `edits` of `text`, again as changes of the source; see `Trail`.

    >>> first = [Change(2, 4, "xy", ("a:1",), 1.0)]
    >>> compose(first, "abxyef", [Edit(3, 5, "ye", "Z", "b:2")])
    [Change(start=2, end=5, after='xZ', rules=('a:1', 'b:2'), confidence=1.0)]
    """
    trail = Trail(changes)
    trail.follow(text, edits)
    return trail.changes


def _merge(
    olds: Sequence[Change], group: Sequence[Edit], text: str, span: tuple[int, int], shift: int, shift_after: int
) -> Change:
    left, right = span
    parts: list[str] = []
    at = left
    for e in group:
        parts.append(text[at : e[0]])
        parts.append(e[3])
        at = e[1]
    parts.append(text[at:right])
    rules = dict.fromkeys(r for c in olds for r in c[3])
    rules.update(dict.fromkeys(e[4] for e in group))
    confidence = min(min(c[4] for c in olds), min(e[6] for e in group))
    return Change(left - shift, right - shift_after, "".join(parts), tuple(rules), confidence)
