"""From the last revision to segments: cut where marks say, carry the cuts back to the source, split changes there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tclean.core.document import Document, absolute_changes
from tclean.core.edit import Mark, Span
from tclean.core.offsets import Change
from tclean.core.trim import TRIM, strip, trim

BLOCKS = ("heading", "summary", "note", "event", "duplicate", "boilerplate")


@dataclass(slots=True)
class Segment:
    """One stretch of a document: `source[span]` with `edits` applied is exactly `text`."""

    kind: str
    text: str
    span: Span
    edits: list[Change]
    speaker: Mapping[str, Any] | None = None
    time: tuple[float | None, float | None] | None = None  # seconds
    duplicate_of: Mapping[str, Any] | None = None
    flags: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A stretch of source text that no segment covers, and the rule that took it out."""

    span: Span
    kind: str
    rule: str
    duplicate_of: Mapping[str, Any] | None = None


@dataclass(slots=True)
class Piece:
    """A stretch of the last revision with what is known about it."""

    start: int
    end: int
    kind: str
    mark: Mark | None
    turn: Mark | None


def replay(source: str, span: Span, edits: Sequence[Change]) -> str:
    """`source[span]` with `edits` applied: the replay law.

    >>> replay("abcd", (1, 4), [Change(2, 3, "X", ("s:r",), 1.0)])
    'bXd'
    """
    parts: list[str] = []
    at = span[0]
    for start, end, after, _, _ in edits:
        parts += (source[at:start], after)
        at = end
    parts.append(source[at : span[1]])
    return "".join(parts)


def build(doc: Document, keep_dropped: bool = False) -> tuple[list[Segment], list[Dropped]]:
    """Segments and dropped stretches of a finished document. Together with white space they cover it exactly."""
    source = doc.source.text
    pieces = _pieces(doc)
    if keep_dropped:
        pieces = _cut_at_furniture(doc, pieces)
    changes = absolute_changes(doc)
    cuts = _source_cuts(doc, [p.start for p in pieces])
    cuts.append((doc.stop, len(changes)))
    segments: list[Segment] = []
    dropped: list[Dropped] = []
    for piece, (start, first), (end, last) in zip(pieces, cuts, cuts[1:], strict=False):
        mine = [c for c in changes[first:last] if source[c[0] : c[1]] != c[2]]
        seg, out = _segment(source, piece, (start, end), mine)
        dropped.extend(out)
        if seg is not None and piece.mark is not None and piece.mark.value.get("drop") and not keep_dropped:
            m = piece.mark
            dropped.append(Dropped(seg.span, piece.kind, m.rule, m.value.get("duplicate_of")))
        elif seg is not None:
            segments.append(seg)
    dropped.sort(key=lambda d: d.span)
    if keep_dropped:
        kept = [d for d in dropped if d.kind in BLOCKS]
        segments.extend(Segment(d.kind, source[slice(*d.span)], d.span, [], duplicate_of=d.duplicate_of) for d in kept)
        segments.sort(key=lambda s: s.span)
        dropped = [d for d in dropped if d.kind not in BLOCKS]
    _annotate(doc, segments)
    return segments, dropped


def _pieces(doc: Document) -> list[Piece]:
    """Partition the last revision: block marks win over turns; a turn broken by a block goes on behind it."""
    text = doc.text
    blocks: list[Mark] = []
    for m in doc.marked(*BLOCKS):
        if m.end > m.start and (not blocks or m.start >= blocks[-1].end):
            blocks.append(m)
    turns = [m for m in doc.marked("turn") if m.end > m.start]
    starts = [m.start for m in turns]
    out: list[Piece] = []

    def fill(a: int, b: int) -> None:
        i = max(0, bisect_right(starts, a) - 1)
        while a < b:
            while i < len(turns) and turns[i].end <= a:
                i += 1
            if i == len(turns) or turns[i].start >= b:
                out.append(Piece(a, b, "speech", None, None))
                return
            if turns[i].start > a:
                out.append(Piece(a, turns[i].start, "speech", None, None))
                a = turns[i].start
            stop = min(b, turns[i].end)
            out.append(Piece(a, stop, "speech", None, turns[i]))
            a = stop

    at = 0
    for m in blocks:
        fill(at, m.start)
        spoken = m.kind in ("summary", "duplicate")
        kind = "speech" if m.kind == "duplicate" and not m.value.get("drop") else m.kind
        out.append(Piece(m.start, m.end, kind, m, _turn_at(turns, starts, m) if spoken else None))
        at = m.end
    fill(at, len(text))
    return _fold_blank(text, out) or [Piece(0, len(text), "speech", None, None)]


def _turn_at(turns: list[Mark], starts: list[int], block: Mark) -> Mark | None:
    """The turn a block lies in: a summary paragraph keeps its speaker."""
    i = bisect_right(starts, block.start) - 1
    return turns[i] if i >= 0 and turns[i].end >= block.end else None


def _fold_blank(text: str, pieces: list[Piece]) -> list[Piece]:
    """White space between pieces belongs to none; give it to the piece before (or the first one after)."""
    out: list[Piece] = []
    lead: int | None = None
    for p in pieces:
        if not text[p.start : p.end].strip():
            if out:
                out[-1].end = p.end
            elif lead is None:
                lead = p.start
            continue
        if lead is not None:
            p.start, lead = lead, None
        out.append(p)
    return out


def _cut_at_furniture(doc: Document, pieces: list[Piece]) -> list[Piece]:
    """With dropped stretches kept, a turn is cut where a whole furniture paragraph stood in it."""
    cuts = []
    for c, at in zip(doc.changes, doc.trail.places, strict=True):
        if not c[2] and 0 < at < len(doc.text) and "\n" in doc.text[at - 1 : at + 1] and _furniture(c):
            cuts.append(at)
    out: list[Piece] = []
    for p in pieces:
        at = p.start
        for cut in cuts[bisect_right(cuts, p.start) : bisect_left(cuts, p.end)]:
            if doc.text[at:cut].strip() and doc.text[cut : p.end].strip():
                out.append(Piece(at, cut, p.kind, p.mark, p.turn))
                at = cut
        out.append(Piece(at, p.end, p.kind, p.mark, p.turn))
    return out


def _source_cuts(doc: Document, positions: list[int]) -> list[tuple[int, int]]:
    """Ascending positions of the last revision as (source position, number of changes left of it), in one pass.

    At a change's start the cut falls before it, at its end behind it; a change with the cut inside goes left whole.
    """
    out: list[tuple[int, int]] = []
    changes, places = doc.changes, doc.trail.places
    for pos in positions:
        i = bisect_left(places, pos)
        while i < len(places) and places[i] == pos and not changes[i][2] and changes[i][0] == changes[i][1]:
            i += 1
        _, end, after = changes[i - 1][:3] if i else (0, 0, "")
        behind = places[i - 1] + len(after) if i else 0
        out.append((doc.base + end + max(pos - behind, 0), i))
    if out:
        out[0] = (doc.base, 0)
    return out


def _furniture(change: Change) -> bool:
    """Whether a deletion took furniture away, mended or not before it was known as such."""
    stages = {r.partition(":")[0] for r in change.rules}
    return "boilerplate" in stages and stages <= {"repair", "boilerplate", "script"}


def _segment(source: str, piece: Piece, span: Span, edits: list[Change]) -> tuple[Segment | None, list[Dropped]]:
    """One piece as a segment: furniture at its ends peeled off, white space trimmed from span and text."""
    dropped: list[Dropped] = []
    edits = list(edits)
    start, end = span
    moved = True
    while moved:
        moved = False
        while start < end and source[start].isspace() and not (edits and edits[0].start <= start):
            start += 1
        while end > start and source[end - 1].isspace() and not (edits and edits[-1].end >= end):
            end -= 1
        for side in (0, -1):
            if not edits:
                break
            c = edits[side]
            at_edge = c.start <= start if side == 0 else c.end >= end
            if not at_edge:
                continue
            blank = not c.after.strip() and not source[c.start : c.end].strip()
            if blank or (not c.after and _furniture(c)):
                edits.pop(side)
                if side == 0:
                    start = max(start, c.end)
                else:
                    end = min(end, c.start)
                moved = True
                if not blank:
                    stretch = trim(source, c.start, c.end)
                    rule = next((r for r in c.rules if r.startswith("boilerplate:")), c.rules[0])
                    dropped.append(Dropped(stretch, "boilerplate", rule))
    if start >= end and not edits:
        return None, dropped
    text = replay(source, (start, end), edits)
    if not text.strip():
        rule = edits[0].rules[-1] if edits else TRIM
        dropped.append(Dropped(trim(source, start, end), "empty", rule))
        return None, dropped
    if text != text.strip():
        edits = strip(source, start, end, edits)
        text = replay(source, (start, end), edits)
    flags: list[str] = []
    speaker = dict(piece.turn.value) if piece.turn is not None else None
    duplicate = piece.mark.value.get("duplicate_of") if piece.mark is not None else None
    time = speaker.get("time") if speaker else None
    return Segment(piece.kind, text, (start, end), edits, speaker, time, duplicate, flags), dropped


def _annotate(doc: Document, segments: list[Segment]) -> None:
    """Put flags and times on the segments that cover them."""
    starts = [s.span[0] for s in segments]
    for m in doc.marked("flag"):
        place = doc.to_source(m.start, right=True)
        i = bisect_right(starts, place) - 1
        if i >= 0:
            flag = str(m.value["flag"])
            if flag not in segments[i].flags:
                segments[i].flags.append(flag)
    if doc.source.cues:
        _time(doc, segments)


def _time(doc: Document, segments: list[Segment]) -> None:
    """The time of each segment from the cues it covers; cues do not overlap."""
    cues = sorted(doc.source.cues, key=lambda c: c.start)
    ends = [c.end for c in cues]
    starts = [c.start for c in cues]
    for s in segments:
        inside = cues[bisect_right(ends, s.span[0]) : bisect_left(starts, s.span[1])]
        if inside:
            s.time = (inside[0].begins, max(c.ends for c in inside))
