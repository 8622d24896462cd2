"""Stage `layout`: what each line is before lines are joined: title, headings, notes, key points, speaker labels.

Everything found is a mark or a fact about the document; the only edits take the `#` off Markdown headings
and the times off lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tclean.core.document import Document, Participant
from tclean.core.edit import Edit, Findings, Mark, edit
from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.layout import bylines, identity
from tclean.stages.layout.analysis import Reading, read
from tclean.stages.layout.lines import Line
from tclean.stages.layout.timecodes import time_codes
from tclean.stages.layout.trusted import Trusted, trusted

HEADING_MARK = "layout:heading-mark"
_OTHER_KINDS = ("org", "product", "term", "acronym", "dataset", "event")


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """The one pass of this stage."""
    terms = frozenset(t.canonical.casefold() for t in rules.terms if t.kind in _OTHER_KINDS)
    speakers = tuple(Participant(s.name, s.role, s.aliases) for s in rules.speakers)
    reference = trusted(settings.reference, speakers, terms) if settings.reference else None
    return [Layout(terms, speakers, reference)]


@dataclass(frozen=True, slots=True)
class Layout:
    """The pass: `terms` are spellings that name things, `speakers` people the rules know."""

    terms: frozenset[str] = frozenset()
    speakers: tuple[Participant, ...] = ()
    reference: Trusted | None = None

    def __call__(self, doc: Document, /) -> Findings:
        """Marks, heading edits and facts of one document."""
        found = read(doc.text, doc.meta.participants, self.speakers, self.terms)
        if not found.lines:
            return Findings()
        marks = [
            Mark(line.start, line.end, kind, f"layout:{kind}")
            for line, kind in zip(found.lines, found.kinds, strict=True)
            if kind is not None
        ]
        marks += _label_marks(found)
        edits = [_unhash(doc.text, line) for i, line in enumerate(found.lines) if line.hashes and i not in found.places]
        edits += time_codes(doc.text, found.lines, found.places)
        facts = _facts(doc, found)
        if self.reference is not None and not found.labels:
            people, share = self.reference.heard_in(doc.text)
            if people:
                found.known[:] = _joined(found.known, people)
                facts["extra"] |= {"reference": self.reference.turns, "reference_share": share}
        facts["participants"] = identity.participants(found.labels, found.who, found.known, doc.text)
        return Findings(edits, marks, facts)


def _joined(known: Sequence[Participant], more: Sequence[Participant]) -> list[Participant]:
    """Participants of two sources, the first one's facts first."""
    out = {p.name: p for p in known}
    for p in more:
        have = out.setdefault(p.name, Participant(p.name))
        have.role = have.role or p.role
        have.about = have.about or p.about
        have.aliases = tuple(dict.fromkeys((*have.aliases, *p.aliases)))
    return list(out.values())


def _label_marks(found: Reading) -> list[Mark]:
    lines = found.lines
    out = []
    if found.cue is not None:
        at, w = lines[found.cue[0]].start, found.cue[1]
        value: dict[str, Any] = {"label": None, "name": w.name, "role": w.role, "time": None}
        out.append(Mark(at, at, "label", "layout:self-introduction", value, 0.9))
    for i, key in found.places.items():
        line, w = lines[i], found.who[key]
        label = line.label
        if label is None:
            continue
        end = line.start + label.end
        if label.alone and i + 1 < len(lines) and i + 1 not in found.places:
            end = lines[i + 1].start
        value = {"label": label.written, "name": w.name, "role": w.role, "time": label.time}
        out.append(Mark(line.start, end, "label", "layout:label", value))
    for start, end, key in found.inside:
        w = found.who[key]
        value = {"label": found.labels[key].name, "name": w.name, "role": w.role, "time": None}
        out.append(Mark(start, end, "label", "layout:label", value))
    return out


def _unhash(text: str, line: Line) -> Edit:
    """`# 标题 → 标题`."""
    return edit(text, line.start, line.start + line.hashes, "", HEADING_MARK)


def _facts(doc: Document, found: Reading) -> dict[str, Any]:
    meta, head, lines = doc.meta, found.head, found.lines
    title = head.title
    if title is None:
        at = bylines.title_line(lines, found.shape == "prose")
        title = lines[at].text if at is not None and found.kinds[at] == "heading" else None
    labels = {lines[i].label.written: found.who[k].name for i, k in found.places.items()}  # type: ignore[union-attr]
    extra: dict[str, Any] = {"layout": found.shape, "labelled": bool(found.labels), "labels": labels}
    if head.video:
        extra["video"] = head.video
    return {
        "title": meta.title or title,
        "date": meta.date or bylines.page_date(lines),
        "url": meta.url or head.url or bylines.page_url(lines),
        "event": meta.event or head.event,
        "part": meta.part or head.part,
        "extra": extra,
    }
