"""What was weighed and did not win, with the reason: for whoever asks why a place came out as it did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tclean.core.edit import Mark
from tclean.stages.terms.by_sound.decide import Scored, to_edit
from tclean.stages.terms.by_sound.weights import weights


def refused(text: str, rows: Sequence[Scored], chosen: Sequence[Scored]) -> Iterator[Mark]:
    """Everything that was weighed but the winners."""
    winners = {id(row) for row in chosen}
    for row in rows:
        if id(row) not in winners:
            e = to_edit(text, row)
            value = {"term": e.after, "reason": f"{_why(row, rows, chosen)}: {e.reason}"}
            yield Mark(e.start, e.end, "refusal", e.rule, value, e.confidence)


def _why(row: Scored, rows: Sequence[Scored], chosen: Sequence[Scored]) -> str:
    """Why it was not chosen."""
    w = weights()
    if row.score < w.suggest:
        return f"{row.score:+.1f} where {w.suggest:+.1f} is asked for"
    over = next((r for r in chosen if _meet(r, row)), None)
    if over is not None:
        return f"{over.found.target.canonical} is likelier here, {over.score:+.1f} to {row.score:+.1f}"
    rival = max((r for r in rows if r is not row and _meet(r, row)), key=lambda r: r.score, default=None)
    return f"as likely as {rival.found.target.canonical}, {rival.score:+.1f} to {row.score:+.1f}" if rival else "lost"


def _meet(one: Scored, other: Scored) -> bool:
    return one.found.start < other.found.end and other.found.start < one.found.end
