"""Why a place came out as it did: every edit any pass proposed there and what became of it, and what was refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Grade, Mark, Span
from tclean.core.engine import resolve

if TYPE_CHECKING:
    from tclean.core.settings import Pass

REFUSED = "refused"
_WORTH = 0.2  # of the whole text, only what came as near as this is told


@runtime_checkable
class Refusing(Protocol):
    """A pass that can tell what it looked at and left as it stands."""

    def refused(self, doc: Document, /) -> Iterable[Mark]:
        """Marks whose value holds the `term` that was not put there and the `reason`."""
        ...


@dataclass(frozen=True, slots=True)
class Look:
    """One edit a pass proposed or refused: where in the source, and what became of it."""

    stage: str
    edit: Edit
    span: Span
    verdict: str  # applied | suggested | refused | lost: <why>

    def line(self) -> str:
        """The look as one line for a person."""
        e = self.edit
        reason = f"   because {e.reason}" if e.reason else ""
        return (
            f"{self.span[0]:>7}  {self.verdict:<10} {e.rule}  {e.before!r} → {e.after!r}  ({e.confidence:.2f}){reason}"
        )


def looks(doc: Document, steps: Iterable[tuple[str, Pass]], limit: Grade = Grade.UNSAFE) -> list[Look]:
    """Run `doc` through `steps` and keep every proposal and refusal, in the order in which they were made."""
    out: list[Look] = []
    for stage, step in steps:
        found = step(doc)
        out += _judge(doc, stage, found, limit)
        if isinstance(step, Refusing):
            out += _refusals(doc, stage, step.refused(doc))
        doc.advance(found, limit)
    return out


def _judge(doc: Document, stage: str, found: Findings, limit: Grade) -> list[Look]:
    shields = [(m.start, m.end) for m in doc.marked("protect")]
    _, losers = resolve(found.edits, limit=limit, protected=shields)
    lost = {id(x.edit): x for x in losers}
    out = []
    for e in found.edits:
        loser = lost.get(id(e))
        if loser is None:
            verdict = "applied"
        elif loser.reason == "grade":
            verdict = "suggested"
        else:
            verdict = f"lost: {loser.reason}" + (f" with {loser.winner}" if loser.winner else "")
        out.append(Look(stage, e, _source(doc, e.start, e.end), verdict))
    return out


def _refusals(doc: Document, stage: str, marks: Iterable[Mark]) -> Iterator[Look]:
    """What a pass looked at and left, as edits that were not made; the likeliest of each place first."""
    for m in sorted(marks, key=lambda m: (m.start, -m.confidence)):
        e = Edit(m.start, m.end, doc.text[m.start : m.end], m.value["term"], m.rule, Grade.SUGGEST, m.confidence)
        yield Look(stage, e._replace(reason=m.value["reason"]), _source(doc, m.start, m.end), REFUSED)


def _source(doc: Document, start: int, end: int) -> Span:
    first = doc.to_source(start, right=True)
    return first, max(first, doc.to_source(end))


def at(found: list[Look], place: int | None, around: int = 0) -> list[Look]:
    """The looks that touch a place of the source text (when None: all but refusals of what is hardly likely).

    >>> at([], 3)
    []
    """
    if place is None:
        return [x for x in found if x.verdict != REFUSED or x.edit.confidence >= _WORTH]
    return [x for x in found if x.span[0] - around <= place <= x.span[1] + around]
