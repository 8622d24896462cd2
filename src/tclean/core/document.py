"""The document that flows through the stages, and how findings carry it to its next revision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tclean.core.edit import Findings, Grade, Loser, Mark
from tclean.core.engine import apply, resolve
from tclean.core.offsets import Change, OffsetMap, Trail


@dataclass(frozen=True, slots=True)
class Source:
    """One input after decoding: revision 0. `text` is the source text all spans refer to."""

    path: str
    text: str
    sha256: str = ""
    encoding: str = "utf-8"
    notes: Mapping[str, Any] = field(default_factory=dict)  # the decode record: confidence, undecodable byte ranges
    cues: Sequence[Cue] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """A timed stretch of the source text: seconds, code points; `speaker` is a label the container gave."""

    start: int
    end: int
    begins: float
    ends: float
    speaker: str | None = None


@dataclass(slots=True)
class Participant:
    """Someone who speaks. `aliases` are other right spellings (short names, labels), never misspellings."""

    name: str
    role: str | None = None
    aliases: tuple[str, ...] = ()
    about: str | None = None  # affiliation or introduction, where known


@dataclass(slots=True)
class Meta:
    """Facts about a document; what the input does not say stays None."""

    title: str | None = None
    date: str | None = None
    url: str | None = None
    event: str | None = None
    part: str | None = None
    participants: list[Participant] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)  # what one stage tells later ones (layout, language, …)

    def update(self, facts: Mapping[str, Any]) -> None:
        """Merge facts a stage found: known fields are set, `extra` is merged key by key."""
        for key, value in facts.items():
            if key == "extra":
                self.extra.update(value)
            else:
                setattr(self, key, value)


@dataclass(slots=True)
class Document:
    """One talk at one revision.

    `text` is what stages see; `changes` say how it came from `source.text[base:stop]` (offsets relative to `base`).
    Stages read a document, they never change it: they return `Findings`, and `advance` makes the next revision.
    """

    source: Source
    doc_id: str
    base: int
    stop: int
    text: str
    meta: Meta = field(default_factory=Meta)
    marks: list[Mark] = field(default_factory=list)
    trail: Trail = field(default_factory=Trail)
    suggestions: list[Change] = field(default_factory=list)
    losers: list[Loser] = field(default_factory=list)
    revision: int = 0
    maps: list[OffsetMap] = field(default_factory=list)

    @classmethod
    def of(cls, source: Source, doc_id: str, base: int = 0, stop: int | None = None) -> Document:
        """Revision 0 of `source.text[base:stop]`."""
        end = len(source.text) if stop is None else stop
        return cls(source, doc_id, base, end, source.text[base:end])

    @property
    def changes(self) -> list[Change]:
        """All changes so far, in source order."""
        return self.trail.changes

    @changes.setter
    def changes(self, changes: Sequence[Change]) -> None:
        self.trail = Trail(changes)

    def marked(self, *kinds: str) -> list[Mark]:
        """The marks of these kinds, in text order."""
        return sorted((m for m in self.marks if m.kind in kinds), key=lambda m: (m.start, m.end))

    def to_source(self, pos: int, *, right: bool = False) -> int:
        """A position of this revision as a position of the source text (through every revision)."""
        for step in reversed(self.maps):
            pos = step.to_old(pos, right=right)
        return self.base + pos

    def advance(self, found: Findings, limit: Grade = Grade.UNSAFE) -> None:
        """Take over what a pass found: apply its edits, carry all marks forward, merge facts."""
        self.meta.update(found.meta)
        if found.marks:
            again = {m[:3] for m in found.marks}  # a mark of the same stretch and kind replaces the earlier one
            self.marks = [m for m in self.marks if m[:3] not in again] + list(found.marks)
        if not found.edits:
            return
        shields = _union((m.start, m.end) for m in self.marks if m.kind == "protect")
        edits, losers = resolve(found.edits, limit=limit, protected=shields)
        for lost in losers:
            if lost.reason == "grade":
                e = lost.edit
                start, end = self.to_source(e.start, right=True), self.to_source(e.end)
                self.suggestions.append(Change(start, max(start, end), e.after, (e.rule,), e.confidence))
        self.losers.extend(losers)
        if not edits:
            return
        step = OffsetMap(edits)
        self.trail.follow(self.text, edits)
        self.text = apply(self.text, edits)
        self.marks = _carry(self.marks, step)
        self.maps.append(step)
        self.revision += 1


def _carry(marks: Sequence[Mark], step: OffsetMap) -> list[Mark]:
    """Marks in the next revision: they do not swallow what is inserted at their borders; deleted text shrinks them.

    A mark whose whole text is deleted stays as an empty one (flags still count, empty blocks are ignored).
    """
    spans = step.carry([(m[0], m[1]) for m in marks])
    return [tuple.__new__(Mark, (*span, *m[2:])) for span, m in zip(spans, marks, strict=True)]


def _union(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def absolute_changes(doc: Document) -> list[Change]:
    """The document's changes with spans in the source text of the whole input."""
    base, new = doc.base, tuple.__new__
    if not base:
        return doc.changes
    return [
        new(Change, (start + base, end + base, after, rules, sure)) for start, end, after, rules, sure in doc.changes
    ]
