"""Stage `layout`: what each line is before lines are joined: title, headings, notes, key points, speaker labels.

Everything found is a mark or a fact about the document; the only edit takes the `#` off Markdown headings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tclean.core.document import Document, Participant
from tclean.core.edit import Edit, Findings, Mark, edit
from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.layout import blocks, bylines, headline, identity, turns
from tclean.stages.layout.lines import Line, split_lines
from tclean.text.linelayout import layout_of

HEADING_MARK = "layout:heading-mark"
_OTHER_KINDS = ("org", "product", "term", "acronym", "dataset", "event")


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """The one pass of this stage."""
    terms = frozenset(t.canonical.casefold() for t in rules.terms if t.kind in _OTHER_KINDS)
    speakers = tuple(Participant(s.name, s.role, s.aliases) for s in rules.speakers)
    return [Layout(terms, speakers)]


@dataclass(frozen=True, slots=True)
class Layout:
    """The pass: `terms` are spellings that name things, `speakers` people the rules know."""

    terms: frozenset[str] = frozenset()
    speakers: tuple[Participant, ...] = ()

    def __call__(self, doc: Document, /) -> Findings:
        """Marks, heading edits and facts of one document."""
        lines = split_lines(doc.text)
        if not lines:
            return Findings()
        head = _head(lines)
        known = _known(doc, head, lines)
        names = {n for p in (*known, *self.speakers) for n in (p.name, *p.aliases)}
        found = turns.candidates(lines, names, self.terms)
        labels = turns.decide(found, lines)
        places = {i: key for key, c in labels.items() for i in c.places}
        first = min(places, default=None)
        lead = "\n".join(line.text for line in lines[: min(first or 12, 40)])
        who = identity.identify(labels, [*known, *self._met(labels, known)], lead)
        cue = _self_introduced(lines, first, who)
        shape = layout_of(doc.text)
        kinds = blocks.kinds(lines, sorted(places), cue[0] if cue else first, shape == "prose")
        marks = [Mark(n.start, n.end, k, f"layout:{k}") for n, k in zip(lines, kinds, strict=True) if k is not None]
        marks += _label_marks(lines, places, who, cue)
        edits = [_unhash(doc.text, line) for line in lines if line.hashes]
        facts = _facts(doc, head, lines, kinds, shape)
        if not labels:  # 记者：某某 above an article names its author, nobody who speaks in it
            known = [p for p in known if p.role != "interviewer" or p in doc.meta.participants]
        facts["participants"] = identity.participants(labels, who, known, doc.text)
        facts["extra"] |= {
            "layout": shape,
            "labelled": bool(labels),
            "labels": {lines[i].label.written: who[k].name for i, k in sorted(places.items())},  # type: ignore[union-attr]
        }
        return Findings(edits, marks, facts)

    def _met(self, labels: dict[str, turns.Candidate], known: Sequence[Participant]) -> list[Participant]:
        """People of the rules whose name is a label here."""
        have = {p.name for p in known}
        used = {c.name for c in labels.values()}
        return [p for p in self.speakers if p.name not in have and used & {p.name, *p.aliases}]


def _head(lines: Sequence[Line]) -> headline.Headline:
    """The facts of the headings in front of the body; the last one is the talk's own."""
    out = headline.Headline()
    for line in lines:
        if not line.hashes:
            break
        read = headline.read_headline(line.text[line.hashes :])
        read.event = read.event or out.event or out.title
        out = read
    return out


def _known(doc: Document, head: headline.Headline, lines: Sequence[Line]) -> list[Participant]:
    """Who takes part as far as the caller, the heading and lists of names say; first come, first kept."""
    listed = [p for line in lines[: bylines.TOP * 2] for p in headline.cast_line(line.text)]
    out: dict[str, Participant] = {}
    for p in (*doc.meta.participants, *head.people, *listed):
        have = out.setdefault(p.name, Participant(p.name, p.role, p.aliases, p.about))
        have.role = have.role or p.role
        have.about = have.about or p.about
    return list(out.values())


def _self_introduced(
    lines: Sequence[Line], first: int | None, who: dict[str, identity.Who]
) -> tuple[int, identity.Who] | None:
    """A line in front of the first label in which a labelled person introduces himself: 大家好,我是主编某某."""
    for i, line in enumerate(lines[: first or 0]):
        start = line.text[:80]
        at = start.find("我是")
        if at < 0:
            continue
        for w in who.values():
            if w.person and w.name and w.name in start[at:]:
                return i, w
    return None


def _label_marks(
    lines: Sequence[Line],
    places: dict[int, str],
    who: dict[str, identity.Who],
    cue: tuple[int, identity.Who] | None,
) -> list[Mark]:
    out = []
    if cue is not None:
        at, w = lines[cue[0]].start, cue[1]
        value: dict[str, Any] = {"label": None, "name": w.name, "role": w.role, "time": None}
        out.append(Mark(at, at, "label", "layout:self-introduction", value, 0.9))
    for i, key in sorted(places.items()):
        line, w = lines[i], who[key]
        label = line.label
        if label is None:
            continue
        end = line.start + label.end
        if label.alone and i + 1 < len(lines) and i + 1 not in places:
            end = lines[i + 1].start
        value = {"label": label.written, "name": w.name, "role": w.role, "time": label.time}
        out.append(Mark(line.start + label.start, end, "label", "layout:label", value))
    return out


def _unhash(text: str, line: Line) -> Edit:
    """`# 标题 → 标题`."""
    return edit(text, line.start, line.start + line.hashes, "", HEADING_MARK)


def _facts(
    doc: Document, head: headline.Headline, lines: Sequence[Line], kinds: Sequence[str | None], shape: str
) -> dict[str, Any]:
    meta = doc.meta
    title = head.title
    if title is None:
        at = bylines.title_line(lines, shape == "prose")
        title = lines[at].text if at is not None and kinds[at] == "heading" else None
    extra = {"video": head.video} if head.video else {}
    return {
        "title": meta.title or title,
        "date": meta.date or bylines.page_date(lines),
        "url": meta.url or head.url or bylines.page_url(lines),
        "event": meta.event or head.event,
        "part": meta.part or head.part,
        "extra": extra,
    }
