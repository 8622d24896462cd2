"""One job → one outcome: everything a worker does, as a function without side effects."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

import orjson

from tclean.core.document import Document
from tclean.core.errors import InputError, StageError, TcleanError
from tclean.core.unwatched import unwatched
from tclean.formats.jsonl import dump
from tclean.formats.read import read, whole
from tclean.formats.records import Record
from tclean.pipeline import Cleaned, Pipeline
from tclean.runners.inputs import Job, load, shown

Counts = dict[str, int]


@dataclass(slots=True)
class Outcome:
    """What came of a job: finished lines, or one line for quarantine; and the numbers for the statistics."""

    index: int
    path: str
    segments: bytes = b""
    documents: bytes = b""
    quarantine: bytes = b""
    blocks: bytes = b""  # what is compared with other documents
    counts: Counts = field(default_factory=dict)
    by_rule: Counts = field(default_factory=dict)
    flags: Counts = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for one input: seconds of work and bytes."""

    seconds: float = 600.0
    size: int = 64_000_000


class Worker:
    """A pipeline and its limits; called with a job. Travels to a new process as settings and rules, not compiled."""

    def __init__(self, pipeline: Pipeline, limits: Limits, *, blocks: bool = False) -> None:
        self.pipeline = pipeline
        self.limits = limits
        self.blocks = blocks  # whether the documents of the run are compared with each other

    def __call__(self, job: Job) -> Outcome:
        """Clean the job's documents; a failure of any of them quarantines the input whole."""
        out = Outcome(job.index, shown(job.path))
        data = b""
        try:
            data = load(job, self.limits.size)
            out.sha256 = hashlib.sha256(data).hexdigest()
            with unwatched():
                self._clean(job, data, out)
        except InputError as error:
            return failed(job, error, data) if job.part[0] == 0 else out  # a file that cannot be read is told once
        except TcleanError as error:
            return failed(job, error, data)
        except Exception as error:  # noqa: BLE001 - whatever a stage raises costs its document, never the batch
            reason = f"{type(error).__name__}: {error}"
            return failed(job, StageError(reason, path=shown(job.path), stage="emit"), data)
        return out

    def _clean(self, job: Job, data: bytes, out: Outcome) -> None:
        segments, documents, blocks = [], [], []
        for doc in _share(read(data, shown(job.path), job.doc_id), job.part):
            cleaned = self.pipeline.document(doc, out.seconds)
            records = cleaned.to_records()
            segments += [dump(r, "segments") for r in records]
            record = cleaned.document_record()
            documents.append(dump(record, "documents"))
            if self.blocks:
                blocks.append(_blocks(record, records))
            _count(out, cleaned, record)
        out.segments, out.documents, out.blocks = map(b"".join, (segments, documents, blocks))
        if job.part[0] == 0:
            add(out.counts, {"bytes": len(data), "inputs": 1})


def _share(documents: list[Document], part: tuple[int, int]) -> list[Document]:
    """The documents that begin in one part of a large file."""
    number, of = part
    if of == 1:
        return documents
    length = len(documents[0].source.text)
    return [d for d in documents if d.base * of // length == number]


def _blocks(record: Record, segments: list[Record]) -> bytes:
    from tclean.runners.dedup.collect import entry, packed

    return packed(entry(record, segments))


def _count(out: Outcome, cleaned: Cleaned, record: Record) -> None:
    stats = record["stats"]
    numbers = {
        "documents": 1,
        "segments": stats["segments"],
        "turns": sum(1 for s in cleaned.segments if s.kind == "speech"),
        "characters": cleaned.document.stop - cleaned.document.base,
        "edits": stats["edits"],
        "dropped": len(cleaned.dropped),
        "flagged": sum(1 for s in cleaned.segments if s.flags),
        "suggestions": stats["suggestions"],
    }
    add(out.counts, numbers)
    add(out.by_rule, stats["by_rule"])
    add(out.flags, stats["flags"])


def add(total: dict[str, Any], more: dict[str, Any]) -> None:
    """Add counts into a total.

    >>> t = {"a": 1}; add(t, {"a": 2, "b": 1}); t
    {'a': 3, 'b': 1}
    """
    for key, n in more.items():
        total[key] = total.get(key, 0) + n


def failed(job: Job, error: TcleanError, data: bytes = b"") -> Outcome:
    """The outcome of a job that could not be done: one quarantine record, no other line."""
    stage = str(error.facts.get("stage", "read" if isinstance(error, InputError) else "emit"))
    record: dict[str, Any] = {
        "path": shown(job.path),
        "doc_id": job.doc_id,
        "stage": stage,
        "error": whole(str(error)),
        "sha256": hashlib.sha256(data).hexdigest() if data else None,
        "bytes": len(data) if data else None,
    }
    out = Outcome(job.index, shown(job.path), quarantine=dump(record, "quarantine"))
    out.counts = {"inputs": 1, "quarantined": 1, "bytes": len(data)}
    out.sha256 = record["sha256"] or ""
    return out


def quarantine_line(outcome: Outcome) -> str:
    """One sentence for the terminal about a quarantined input."""
    return str(orjson.loads(outcome.quarantine)["error"])
