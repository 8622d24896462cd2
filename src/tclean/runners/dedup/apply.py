"""Decisions written into records: a segment loses the paragraphs that repeat another document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from tclean.core.document import Document, Source
from tclean.core.edit import Mark
from tclean.core.offsets import Change
from tclean.core.segments import build
from tclean.formats.records import edit_records

Record = dict[str, Any]
RULE, FURNITURE = "dedup:across", "boilerplate:site/repeated"


class Gone(NamedTuple):
    """A stretch of a segment's text that repeats another document, and `duplicate_of`; without it, page furniture."""

    segment: int
    start: int
    end: int
    target: Record | None


def rewrite(
    segments: Sequence[Record], gone: Iterable[Gone], drop: bool, keep: bool
) -> tuple[list[Record], list[Record]]:
    """Segments of one document without what is gone, and what was dropped.

    With `drop` false the stretches are only marked; with `keep` they stay as segments of kind `duplicate`.
    """
    by_segment: dict[int, list[Gone]] = {}
    for g in gone:
        by_segment.setdefault(g.segment, []).append(g)
    kept: list[Record] = []
    dropped: list[Record] = []
    for segment in segments:
        mine = by_segment.get(segment["index"])
        rows, out = _without(segment, mine, drop, keep) if mine else ([segment], [])
        kept += rows
        dropped += out
    return [{**row, "index": n} for n, row in enumerate(kept)], dropped


def _without(segment: Record, gone: list[Gone], drop: bool, keep: bool) -> tuple[list[Record], list[Record]]:
    """One segment cut up: a little document of its own through the segment builder, so that its laws hold here too."""
    base = segment["span"][0]
    changes = [_change(e, base) for e in segment["edits"]]
    doc = Document.of(Source("", _source(segment)), segment["doc_id"])
    doc.text, doc.changes = segment["text"], changes
    doc.marks = [_mark(g, drop) for g in gone]
    pieces, out = build(doc, keep)
    rows = []
    for piece in pieces:
        span = [piece.span[0] + base, piece.span[1] + base]
        edits = edit_records(piece.edits, doc.source.text)
        for e in edits:
            e["span"] = [p + base for p in e["span"]]
        kind = piece.kind if piece.kind in ("duplicate", "boilerplate") else segment["kind"]
        row = {
            **segment,
            "kind": kind,
            "text": piece.text,
            "span": span,
            "edits": edits,
            "duplicate_of": piece.duplicate_of,
        }
        rows.append(_only_within(row, span))
    return rows, [_dropped(d.span, d.kind, d.rule, d.duplicate_of, base) for d in out]


def _mark(g: Gone, drop: bool) -> Mark:
    if g.target is None:
        return Mark(g.start, g.end, "boilerplate", FURNITURE, {"drop": True})
    return Mark(g.start, g.end, "duplicate", RULE, {"duplicate_of": g.target, "drop": drop})


def _change(e: Record, base: int) -> Change:
    return Change(e["span"][0] - base, e["span"][1] - base, e["after"], tuple(e["rules"]), e["confidence"])


def _only_within(row: Record, span: list[int]) -> Record:
    if "suggestions" in row:
        row["suggestions"] = [s for s in row["suggestions"] if span[0] <= s["span"][0] and s["span"][1] <= span[1]]
        if not row["suggestions"]:
            del row["suggestions"]
    return row


def _dropped(span: tuple[int, int], kind: str, rule: str, target: Any, base: int) -> Record:
    out: Record = {"span": [span[0] + base, span[1] + base], "kind": kind, "rule": rule}
    if target is not None:
        out["duplicate_of"] = target
    return out


def _source(segment: Record) -> str:
    """The source text under a segment: its text with the edits taken back.

    >>> _source({"text": "你好", "span": [3, 6], "edits": [{"span": [4, 5], "before": "呃", "after": ""}]})
    '你呃好'
    """
    parts: list[str] = []
    at, place = 0, segment["span"][0]
    for e in segment["edits"]:
        same = e["span"][0] - place
        parts += (segment["text"][at : at + same], e["before"])
        at += same + len(e["after"])
        place = e["span"][1]
    parts.append(segment["text"][at:])
    return "".join(parts)


class Patch(NamedTuple):
    """What the record of a document takes over from its segments after the cut."""

    dropped: list[Record]
    stats: dict[str, int]
    rules: dict[str, int]
    flags: dict[str, int]


def patch(segments: Sequence[Record], dropped: Iterable[Record]) -> Patch:
    """The patch of the document that has these segments left."""
    stats = {
        "segments": len(segments),
        "characters": sum(len(s["text"]) for s in segments),
        "edits": sum(len(s["edits"]) for s in segments),
    }
    rules = Counter(r for s in segments for e in s["edits"] for r in e["rules"])
    return Patch(list(dropped), stats, rules, Counter(f for s in segments for f in s["flags"]))


def document(record: Record, new: Patch) -> Record:
    """A document's record with more dropped stretches and its statistics counted again."""
    everything = sorted([*record["dropped"], *new.dropped], key=lambda d: d["span"])
    rules = Counter(new.rules)
    rules.update(d["rule"] for d in everything)
    stages: Counter[str] = Counter()
    for rule, n in rules.items():
        stages[rule.partition(":")[0]] += n
    stats = {
        **record["stats"],
        **new.stats,
        "by_stage": dict(sorted(stages.items())),
        "by_rule": dict(sorted(rules.items())),
        "flags": dict(sorted(new.flags.items())),
    }
    return {**record, "dropped": everything, "stats": stats}
