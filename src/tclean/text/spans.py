"""Sorted stretches of text, and whether a position lies in one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable


class Spans:
    """Stretches of text; those that touch or overlap are one.

    >>> blocks = Spans([(0, 3), (8, 9)])
    >>> [p in blocks for p in (0, 3, 8)]
    [True, False, True]
    """

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, pos: int) -> bool:
        i = bisect_right(self._starts, pos) - 1
        return i >= 0 and pos < self._ends[i]

    def outside(self, start: int, end: int) -> tuple[int, int]:
        """What is left of `[start, end)` behind the stretch its beginning lies in.

        >>> Spans([(0, 3)]).outside(2, 5)
        (3, 5)
        """
        i = bisect_right(self._starts, start) - 1
        return (max(start, min(self._ends[i], end)) if i >= 0 else start), end

    def __bool__(self) -> bool:
        return bool(self._starts)
