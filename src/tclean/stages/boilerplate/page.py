"""A document as the page it was printed on: its lines, and where its text begins and ends."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from tclean.text.fold import fold

STOPS = "。."
LONG, WIDE = 80, 160  # so long a line is text even without a full stop; in Latin script
FURNITURE = 300  # no line of furniture is longer
HEAD, TAIL = 12, 60  # so many lines around the text can be furniture


_END = attrgetter("end")


class Line(NamedTuple):
    """A line that is not blank, white space at its ends left out; `text` is folded."""

    start: int
    end: int
    text: str

    @property
    def prose(self) -> bool:
        """Whether it reads like running text: a full stop in it, or long."""
        if "。" in self.text:
            return True
        return len(self.text) >= (WIDE if self.text.isascii() else LONG)


class Hit(NamedTuple):
    """Why a line or a part of it is furniture."""

    rule: str
    confidence: float = 1.0


@dataclass(slots=True)
class Page:
    """The lines of a document; `hits` (by line) and `matches` (by place) fill up while it is examined."""

    text: str
    folded: str
    lines: list[Line]
    hits: dict[int, Hit] = field(default_factory=dict)
    matches: list[tuple[int, int, Hit]] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> Page:
        """The page of a text.

        >>> [line.text for line in Page.of("版權所有\\n \\n　你好。").lines]
        ['版权所有', '你好。']
        """
        folded = fold(text)
        lines = []
        at = 0
        for row in (folded.replace("\r", "\n") if "\r" in folded else folded).split("\n"):
            if solid := row.strip():
                start = at if len(solid) == len(row) else at + len(row) - len(row.lstrip())
                lines.append(Line(start, start + len(solid), solid))
            at += len(row) + 1
        return cls(text, folded, lines)

    def at(self, start: int) -> int:
        """The line in which a place lies."""
        return bisect_right(self.lines, start, key=_END)

    def settle(self) -> None:
        """Lines of which the matches leave nothing go as a whole; matches in lines that go are forgotten."""
        by_line: dict[int, list[tuple[int, int, Hit]]] = {}
        for match in sorted(self.matches):
            by_line.setdefault(self.at(match[0]), []).append(match)
        for i, mine in by_line.items():
            borders = [self.lines[i].start, *(p for a, b, _ in mine for p in (a, b)), self.lines[i].end]
            if not any(self.folded[a:b].strip() for a, b in zip(borders[::2], borders[1::2], strict=True)):
                self.hits.setdefault(i, mine[0][2])
        self.matches = [m for i, mine in by_line.items() if i not in self.hits for m in mine]

    def body(self) -> tuple[int, int]:
        """The first line of running text and the one behind the last; lines already hit do not count.

        Where nothing looks like running text (subtitles, lyrics), everything may be.
        """
        total = len(self.lines)
        first = next(filter(self._is_text, range(total)), None)
        if first is None:
            return 0, total
        return min(first, HEAD), max(next(filter(self._is_text, reversed(range(total)))) + 1, total - TAIL)

    def _is_text(self, line: int) -> bool:
        return line not in self.hits and self.lines[line].prose
