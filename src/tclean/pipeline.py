"""The pipeline: documents through the stages to segments and records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from tclean.config import settings as make_settings
from tclean.core.document import Document, Participant
from tclean.core.errors import StageError, TcleanError
from tclean.core.offsets import Change
from tclean.core.segments import Dropped, Segment, build
from tclean.core.settings import Settings
from tclean.core.unwatched import unwatched
from tclean.formats.read import read
from tclean.formats.records import Record, document_record, segment_records
from tclean.ruleset.load import load_rules
from tclean.ruleset.model import RuleSet
from tclean.stages import build_stages


@dataclass(slots=True)
class Cleaned:
    """One cleaned document."""

    document: Document
    segments: list[Segment]
    dropped: list[Dropped]

    @property
    def text(self) -> str:
        """The clean text: the segments' texts with a blank line between them."""
        return "\n\n".join(s.text for s in self.segments)

    @property
    def edits(self) -> list[Change]:
        """All changes of all segments, spans in the source text."""
        return [c for s in self.segments for c in s.edits]

    def to_records(self) -> list[Record]:
        """The records of `segments.jsonl`."""
        return segment_records(self.document, self.segments)

    def document_record(self) -> Record:
        """The record of `documents.jsonl`."""
        return document_record(self.document, self.segments, self.dropped)


@dataclass(slots=True)
class CleanedInput:
    """All documents of one input; for the usual input with one document it reads like that document."""

    documents: list[Cleaned] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The clean text of all documents."""
        return "\n\n".join(d.text for d in self.documents)

    @property
    def segments(self) -> list[Segment]:
        """The segments of all documents, in source order."""
        return [s for d in self.documents for s in d.segments]

    @property
    def edits(self) -> list[Change]:
        """All changes, spans in the source text."""
        return [c for d in self.documents for c in d.edits]

    def to_records(self) -> list[Record]:
        """The records of `segments.jsonl`."""
        return [r for d in self.documents for r in d.to_records()]

    def document_records(self) -> list[Record]:
        """The records of `documents.jsonl`."""
        return [d.document_record() for d in self.documents]


class Pipeline:
    """Built once, used for many documents; holds no state between them and is safe in threads.

    >>> Pipeline()("大家好。", path="talk.txt").text
    '大家好。'
    """

    def __init__(self, settings: Settings | None = None, rules: RuleSet | None = None) -> None:
        with unwatched():
            self.settings = settings if settings is not None else make_settings()
            self.rules = rules if rules is not None else load_rules()
            self.steps = build_stages(self.settings, self.rules)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travels to another process as settings and rules; what is compiled is built there."""
        return Pipeline, (self.settings, self.rules)

    def __call__(self, data: str | bytes, path: str = "-") -> CleanedInput:
        """Clean one input; raises `InputError` when it cannot be read, `StageError` when a stage fails on it."""
        return CleanedInput([self.document(d) for d in read(data, path)])

    def prepare(self, doc: Document) -> Document:
        """Give a fresh document what the call says about it: title and participants."""
        given = self.settings
        if given.title:
            doc.meta.title = given.title
        if given.participants:
            doc.meta.participants = [Participant(p.name, p.role, p.aliases) for p in given.participants]
        return doc

    def document(self, doc: Document, times: dict[str, float] | None = None) -> Cleaned:
        """Run one document through all stages; `times` collects seconds by stage."""
        with unwatched():
            return self._cleaned(doc, times)

    def _cleaned(self, doc: Document, times: dict[str, float] | None) -> Cleaned:
        given = self.settings
        self.prepare(doc)
        for name, step in self.steps:
            begin = perf_counter()
            try:
                doc.advance(step(doc), given.grade)
            except TcleanError:
                raise
            except Exception as error:
                message = f"{type(error).__name__}: {error}"
                raise StageError(message, path=doc.source.path, doc_id=doc.doc_id, stage=name) from error
            if times is not None:
                times[name] = times.get(name, 0.0) + perf_counter() - begin
        segments, dropped = build(doc, given.keep_dropped)
        return Cleaned(doc, segments, dropped)


def clean(
    data: str | bytes,
    profile: str = "clean",
    *,
    rules: Iterable[str | Path] = (),
    glossary: str | Iterable[str] = (),
    participants: str | Sequence[str | Participant | Mapping[str, Any]] = (),
    title: str | None = None,
    script: str | None = None,
    reference: str | None = None,
) -> CleanedInput:
    """Clean one text (or its bytes). For many texts build a `Pipeline` once.

    `rules` are rules files laid over the built-in packs, `glossary` right spellings, `participants` `NAME[:role]`.

    >>> clean("大家好。").segments[0].kind
    'speech'
    """
    chosen = make_settings(
        profile, glossary=glossary, participants=participants, title=title, script=script, reference=reference
    )
    return Pipeline(chosen, load_rules(rules))(data)
