"""A page without its insertions: the text the model reads, and how its places lie on the page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from tclean.stages.repair.mirror.codec import chars, codes
from tclean.stages.repair.mirror.evidence import Insertion, has_reading


class Bare:
    """`text` is the page's with the insertions cut out.

    >>> page = Bare("內(nèi)容", [Insertion(1, 6, "nèi", False, "內")])
    >>> page.text, page.place(1)
    ('內容', 6)
    """

    def __init__(self, page: str, insertions: Sequence[Insertion]) -> None:
        self._insertions = insertions
        parts, at, length = [], 0, 0
        self._cuts: list[int] = []  # where each insertion stood
        for item in insertions:
            parts.append(page[at : item.start])
            length += item.start - at
            self._cuts.append(length)
            at = item.end
        self.text = "".join([*parts, page[at:]])

    def place(self, at: int) -> int:
        """A place in the text as one on the page."""
        n = bisect_right(self._cuts, at)
        return at + (self._insertions[n - 1].end - self._cuts[n - 1] if n else 0)

    def misplaced(self) -> frozenset[int]:
        """Where insertions begin that stand behind bytes of another reading (款A(yù): EE 41 is 預, which fits)."""
        cuts = zip(self._insertions, self._cuts, strict=True)
        return frozenset(item.start for item, cut in cuts if not (item.char or self._fits(item, cut)))

    def _fits(self, item: Insertion, cut: int) -> bool:
        before = self.text[max(0, cut - 2) : cut].rpartition("\n")[2]
        if item.lost or len(before) < 2 or before[-1] > "\x7f":
            return False
        pair = (codes().get(before[0], 0) & 255) << 8 | ord(before[1])
        return has_reading(chars().get(pair, ""), item.reading)
