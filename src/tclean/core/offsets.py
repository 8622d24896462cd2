"""Offset maps between two revisions, and the composition of edits over many revisions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
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


def compose(changes: Sequence[Change], text: str, edits: Sequence[Edit]) -> list[Change]:
    """`changes` (source → `text`) followed by resolved `edits` of `text`, again as changes of the source.

    Edits that overlap an earlier change are merged with it and keep the rules of both, oldest first; those that only
    touch it stay apart, in list order. O(n).

    >>> first = [Change(2, 4, "xy", ("a:1",), 1.0)]
    >>> compose(first, "abxyef", [Edit(3, 5, "ye", "Z", "b:2")])
    [Change(start=2, end=5, after='xZ', rules=('a:1', 'b:2'), confidence=1.0)]
    """
    new, kind = tuple.__new__, Change  # a third of the cost of calling the class, on the hot path
    if not changes:
        return [new(kind, (e[0], e[1], e[3], (e[4],), e[6])) for e in edits]
    out: list[Change] = []
    add = out.append
    i, total = 0, len(changes)
    j, count = 0, len(edits)
    shift = 0  # revision position = source position + shift, behind the changes already passed
    while j < count:
        e = edits[j]
        start, right = e[0], e[1]
        while i < total:  # changes wholly before the edit
            c = changes[i]
            if c[0] + shift + len(c[2]) > start:
                break
            add(c)
            shift += len(c[2]) - (c[1] - c[0])
            i += 1
        if i == total or changes[i][0] + shift >= right:  # touches no earlier change
            add(new(kind, (start - shift, right - shift, e[3], (e[4],), e[6])))
            j += 1
            continue
        first_edit, first_change, before = j, i, shift
        left = min(start, changes[i][0] + shift)
        j += 1
        while True:  # grow the group until nothing overlaps it
            if i < total and changes[i][0] + shift < right:
                c = changes[i]
                right = max(right, c[0] + shift + len(c[2]))
                shift += len(c[2]) - (c[1] - c[0])
                i += 1
            elif j < count and edits[j][0] < right:
                right = max(right, edits[j][1])
                j += 1
            else:
                break
        add(_merge(changes[first_change:i], edits[first_edit:j], text, (left, right), before, shift))
    out.extend(changes[i:])
    return out


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
