"""Names as a trusted transcript of the same event spells them, where both texts stand side by side.

The reference is reworded, so nothing but the spelling of names known beforehand is taken from it, and only where what
was heard sounds like the name: 指令你对… | 植麟，你对… → 植麟你对…
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Grade, edit
from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.text.anchors import Run, align, in_order, solid
from tclean.text.chars import HAN
from tclean.text.names import alike

RULE = "terms:reference"
_NAME = re.compile(f"[{HAN}]{{2,5}}")
_WIDEST = 10  # characters of a gap in which the two versions differ
_FLANKS = 5  # characters the versions share on both sides of it, together
_ALIKE = 0.62
_KINDS = ("person", "org", "product")


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """One pass where a reference is given, none otherwise."""
    if not settings.reference:
        return []
    known = (t.canonical for t in rules.terms if t.kind in _KINDS)
    return [ByReference(tuple(name for name in known if _NAME.fullmatch(name) and name in settings.reference))]


class ByReference(NamedTuple):
    """The pass; `names` are spellings the rules know that stand in the reference."""

    names: tuple[str, ...]

    def __call__(self, doc: Document, /) -> Findings:
        """Edits of names that the reference spells otherwise."""
        told = doc.meta.extra.get("reference", ())
        if not told or doc.meta.extra.get("labelled"):
            return Findings()
        people = {n for p in doc.meta.participants for n in (p.name, *p.aliases) if _NAME.fullmatch(n)}
        mine, places = solid(doc.text)
        other = "".join(words for _, words in in_order(mine, told))
        spans = sorted({(m.start(), m.end()) for n in (*self.names, *people) for m in re.finditer(n, other)})
        found = _misheard(align(mine, other), spans, mine, other)
        return Findings([e for row in found if (e := _edit(doc.text, places, *row)) is not None])


def _misheard(
    runs: Sequence[Run], spans: Sequence[tuple[int, int]], mine: str, other: str
) -> Iterator[tuple[int, int, str, float]]:
    """Names of the reference that lie in a gap between two runs, and what was heard there instead."""
    at = 0
    done = 0
    for left, right in pairwise(runs):
        gap_a, gap_b = (left.start_a + left.length, right.start_a), (left.start_b + left.length, right.start_b)
        if not gap_a[0] < gap_a[1] <= gap_a[0] + _WIDEST or gap_b[1] - gap_b[0] > _WIDEST:
            continue
        if gap_b[0] >= gap_b[1] or left.length + right.length < _FLANKS:
            continue
        while at < len(spans) and spans[at][1] <= gap_b[0]:
            at += 1
        for start, end in spans[at:]:
            if start >= gap_b[1]:
                break
            if start < left.start_b or end > right.start_b + right.length:
                continue
            best = _heard(start, end, gap_a, gap_b, mine, other)
            if best is not None and best[0] >= done:
                done = best[1]
                yield best


def _heard(
    start: int, end: int, gap_a: tuple[int, int], gap_b: tuple[int, int], mine: str, other: str
) -> tuple[int, int, str, float] | None:
    """The stretch of `mine` that sounds most like the name at `other[start:end]`."""
    name = other[start:end]
    first = gap_a[0] - (gap_b[0] - start) if start < gap_b[0] else None
    last = gap_a[1] + (end - gap_b[1]) if end > gap_b[1] else None
    if first is not None:
        starts = [first]
    elif last is not None:
        starts = [last - len(name)]
    else:
        starts = list(range(gap_a[0], gap_a[1] - len(name) + 1))
    rows = [(alike(mine[s : s + len(name)], name), s) for s in starts if s >= 0]
    score, place = max(rows, default=(0.0, 0))
    if score < _ALIKE or mine[place : place + len(name)] == name:
        return None
    if last is not None and place + len(name) != last:
        return None
    return place, place + len(name), name, score


def _edit(text: str, places: Sequence[int], start: int, end: int, name: str, score: float) -> Edit | None:
    """The edit in the document's own offsets; None where something stands between the characters."""
    a, b = places[start], places[end - 1] + 1
    if b - a != end - start:
        return None
    return edit(text, a, b, name, RULE, Grade.UNSAFE, round(0.6 + 0.4 * score, 2), "as the reference spells it")
