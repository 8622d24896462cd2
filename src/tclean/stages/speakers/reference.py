"""Speakers from a trusted transcript of the same event: every stretch both texts share votes for who said it there.

The edited text is reworded, shortened and reordered, so that it is no truth about wording; the votes are evidence for
the decoder of `inferred`, which places the turns.
"""

from __future__ import annotations

from collections.abc import Sequence

from tclean.core.document import Document
from tclean.core.edit import Findings
from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.text.anchors import Run, Told, align, in_order, solid

Vote = tuple[int, int, str]


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """One pass where a reference is given, none otherwise."""
    return [votes] if settings.reference else []


def votes(doc: Document, /) -> Findings:
    """`extra["votes"]`: (start, end, name) in the present text; `extra["reference_share"]`: how much aligned."""
    told: Sequence[Told] = doc.meta.extra.get("reference", ())
    if not told or doc.meta.extra.get("labelled"):
        return Findings()
    mine, places = solid(doc.text)
    kept = in_order(mine, told)
    runs = align(mine, "".join(words for _, words in kept))
    found = _votes(runs, kept, places)
    share = sum(run.length for run in runs) / max(1, len(mine))
    return Findings(meta={"extra": {"votes": found, "reference_share": round(share, 3)}})


def _votes(runs: Sequence[Run], kept: Sequence[Told], places: Sequence[int]) -> list[Vote]:
    owners: list[int] = []
    for n, (_, words) in enumerate(kept):
        owners += [n] * len(words)
    out: list[Vote] = []
    for run in runs:
        at = 0
        while at < run.length:  # a run may reach over the border of two turns
            owner = owners[run.start_b + at]
            stop = at + 1
            while stop < run.length and owners[run.start_b + stop] == owner:
                stop += 1
            start, end = places[run.start_a + at], places[run.start_a + stop - 1] + 1
            out.append((start, end, kept[owner][0]))
            at = stop
    return out
