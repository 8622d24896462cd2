"""Documents → records of `segments.jsonl` and `documents.jsonl`, as plain values in the contract's key order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import Any

from tclean.core.document import Document
from tclean.core.offsets import Change
from tclean.core.segments import Dropped, Segment

Record = dict[str, Any]
FACTS = ("layout", "labelled", "mirror_page", "packs", "reference_share", "video")  # of `Meta.extra`, worth telling


def segment_records(doc: Document, segments: list[Segment]) -> list[Record]:
    """One record per segment, in document order."""
    raw = doc.source.text
    return [_segment(doc.doc_id, i, s, raw, _within(doc.suggestions, s.span)) for i, s in enumerate(segments)]


def _within(changes: list[Change], span: tuple[int, int]) -> list[Change]:
    return [c for c in changes if span[0] <= c.start and c.end <= span[1]] if changes else []


def _segment(doc_id: str, index: int, s: Segment, raw: str, suggestions: list[Change]) -> Record:
    record: Record = {
        "doc_id": doc_id,
        "index": index,
        "kind": s.kind,
        "speaker": _speaker(s.speaker),
        "text": s.text,
        "span": list(s.span),
        "time": None if s.time is None else {"start": s.time[0], "end": s.time[1]},
        "edits": edit_records(s.edits, raw),
        "duplicate_of": s.duplicate_of,
        "flags": s.flags,
    }
    if suggestions:
        record["suggestions"] = edit_records(sorted(suggestions), raw)
    return record


def edit_records(changes: Iterable[Change], raw: str) -> list[Record]:
    """Changes as they stand in a record; confidence to three places."""
    return [
        {
            "span": [start, end],
            "before": raw[start:end],
            "after": after,
            "rules": [*rules],
            "confidence": _places(confidence),
        }
        for start, end, after, rules, confidence in changes
    ]


@lru_cache(4096, typed=True)  # few values are met, and rounding takes longer than all else about an edit
def _places(confidence: float) -> float:
    return round(confidence, 3)


def _speaker(value: Any) -> Record | None:
    if not value:
        return None
    out: Record = {
        "name": value.get("name"),
        "label": value.get("label"),
        "role": value.get("role"),
        "confidence": round(value.get("confidence", 1.0), 3),
        "method": value.get("method", "label"),
    }
    if value.get("reasons"):
        out["reasons"] = list(value["reasons"])
    return out


def document_record(doc: Document, segments: list[Segment], dropped: list[Dropped]) -> Record:
    """The document's own record, with statistics folded over the edits."""
    m = doc.meta
    return {
        "doc_id": doc.doc_id,
        "path": doc.source.path,
        "sha256": doc.source.sha256,
        "encoding": doc.source.encoding,
        "source_length": len(doc.source.text),
        "source_span": [doc.base, doc.stop],
        "title": m.title,
        "date": m.date,
        "url": m.url,
        "event": m.event,
        "part": m.part,
        "participants": [
            {"name": p.name, "role": p.role, "aliases": list(p.aliases), **({"about": p.about} if p.about else {})}
            for p in m.participants
        ],
        "dropped": [_dropped(d) for d in dropped],
        "same_event": list(m.extra.get("same_event", ())),
        "decode": dict(doc.source.notes),
        "facts": {k: m.extra[k] for k in FACTS if k in m.extra},
        "stats": stats(segments, dropped, doc.suggestions),
    }


def _dropped(d: Dropped) -> Record:
    out: Record = {"span": list(d.span), "kind": d.kind, "rule": d.rule}
    if d.duplicate_of is not None:
        out["duplicate_of"] = d.duplicate_of
    return out


def stats(segments: list[Segment], dropped: list[Dropped], suggestions: list[Change]) -> Record:
    """Counts by stage and rule; a change made by several rules counts for each of them."""
    rules: Counter[str] = Counter(chain.from_iterable([c[3] for s in segments for c in s.edits]))
    rules.update(d.rule for d in dropped)
    stages: Counter[str] = Counter()
    for rule, n in rules.items():
        stages[rule.partition(":")[0]] += n
    return {
        "segments": len(segments),
        "characters": sum(len(s.text) for s in segments),
        "edits": sum(len(s.edits) for s in segments),
        "by_stage": dict(sorted(stages.items())),
        "by_rule": dict(sorted(rules.items())),
        "flags": dict(sorted(Counter(f for s in segments for f in s.flags).items())),
        "suggestions": len(suggestions),
    }
