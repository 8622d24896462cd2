"""Why a place came out as it did: every edit any pass proposed there, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Grade, Span
from tclean.core.engine import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tclean.core.settings import Pass


@dataclass(frozen=True, slots=True)
class Look:
    """One edit a pass proposed: where in the source, and whether it was applied."""

    stage: str
    edit: Edit
    span: Span
    verdict: str  # applied | suggested | lost: <why>

    def line(self) -> str:
        """The look as one line for a person."""
        e = self.edit
        reason = f"   because {e.reason}" if e.reason else ""
        return (
            f"{self.span[0]:>7}  {self.verdict:<10} {e.rule}  {e.before!r} → {e.after!r}  ({e.confidence:.2f}){reason}"
        )


def looks(doc: Document, steps: Iterable[tuple[str, Pass]], limit: Grade = Grade.UNSAFE) -> list[Look]:
    """Run `doc` through `steps` and keep every proposal, in the order in which they were made."""
    out: list[Look] = []
    for stage, step in steps:
        found = step(doc)
        out += _judge(doc, stage, found, limit)
        doc.advance(found, limit)
    return out


def _judge(doc: Document, stage: str, found: Findings, limit: Grade) -> list[Look]:
    shields = [(m.start, m.end) for m in doc.marked("protect")]
    _, losers = resolve(found.edits, limit=limit, protected=shields)
    lost = {id(x.edit): x for x in losers}
    out = []
    for e in found.edits:
        start = doc.to_source(e.start, right=True)
        loser = lost.get(id(e))
        if loser is None:
            verdict = "applied"
        elif loser.reason == "grade":
            verdict = "suggested"
        else:
            verdict = f"lost: {loser.reason}" + (f" with {loser.winner}" if loser.winner else "")
        out.append(Look(stage, e, (start, max(start, doc.to_source(e.end))), verdict))
    return out


def at(found: list[Look], place: int | None, around: int = 0) -> list[Look]:
    """The looks that touch a place of the source text (all when None).

    >>> at([], 3)
    []
    """
    if place is None:
        return found
    return [x for x in found if x.span[0] - around <= place <= x.span[1] + around]
