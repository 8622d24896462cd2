"""How much of a damaged page comes back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from damage.mirror import NARROW, Damaged, Place
from tclean.core.document import Document, Source
from tclean.core.offsets import Change
from tclean.stages.repair.mirror import mend_page, mend_swallowed


@dataclass
class Score:
    """Places restored and not, by kind; `harm` counts changes of intact text."""

    right: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    harm: int = 0
    wrong: list[tuple[str, str, str]] = field(default_factory=list)  # shown, made of it, wanted

    @property
    def rate(self) -> float:
        """Share of the damaged places that came back exactly."""
        good = self.right.total()
        return good / max(1, good + self.missed.total())

    def add(self, other: Score) -> None:
        self.right += other.right
        self.missed += other.missed
        self.harm += other.harm
        self.wrong += other.wrong


def repaired(text: str) -> Document:
    """The document after the passes under test."""
    doc = Document.of(Source("page.txt", text), "page")
    for step in (mend_page, mend_swallowed):
        doc.advance(step(doc))
    return doc


def score(page: Damaged, doc: Document | None = None) -> Score:
    """Compare the repaired page with the truth, width of signs apart.

    Places and changes that touch are judged together: every place in such a group counts as right only when the whole
    group reads as the truth does.
    """
    doc = doc or repaired(page.text)
    out = Score()
    for start, end, places, changes in _groups(page.places, doc.changes):
        first = page.origin[start - 1] + 1 if start else 0
        last = page.origin[end] if end < len(page.text) else len(page.truth)
        made, want = _applied(page.text, start, end, changes), page.truth[first:last]
        right = made.translate(NARROW) == want.translate(NARROW)
        (out.right if right else out.missed).update(place.kind for place in places)
        if not right:
            out.harm += not places
            out.wrong.append((page.text[max(0, start - 6) : end + 4], made, want))
    return out


def _groups(places: list[Place], changes: list[Change]) -> list[tuple[int, int, list[Place], list[Change]]]:
    items: list[tuple[int, int, Place | Change]] = [(p.shown[0], p.shown[1], p) for p in places]
    items += [(c.start, c.end, c) for c in changes]
    out: list[tuple[int, int, list[Place], list[Change]]] = []
    for start, end, item in sorted(items, key=lambda i: (i[0], i[1])):
        if out and start <= out[-1][1]:
            begin, stop, inside, done = out.pop()
            out.append((begin, max(stop, end), inside, done))
        else:
            out.append((start, end, [], []))
        if isinstance(item, Place):
            out[-1][2].append(item)
        else:
            out[-1][3].append(item)
    return out


def _applied(text: str, start: int, end: int, changes: list[Change]) -> str:
    parts = []
    at = start
    for change in changes:
        parts += [text[at : change.start], change.after]
        at = change.end
    return "".join([*parts, text[at:end]])
