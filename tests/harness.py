"""Helpers of the tests: run single stages, check the two laws."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tclean.config import settings as make_settings
from tclean.core.document import Document, Source
from tclean.core.segments import build, replay
from tclean.pipeline import Cleaned, CleanedInput
from tclean.ruleset.load import load_rules
from tclean.stages import build_stages

CASES = Path(__file__).parent / "cases"


@dataclass
class Case:
    """One case of a YAML file under `tests/cases/<stage>/`. Without `out` the text must stay as it is."""

    stage: str
    kind: str
    id: str
    given: str
    expected: str
    options: dict[str, Any]


def cases(stage: str | None = None) -> list[Case]:
    out = []
    for path in sorted(CASES.glob("*/*.yaml")):
        if stage is not None and path.parent.name != stage:
            continue
        for n, row in enumerate(
            yaml.load(path.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or []
        ):
            given = row.pop("in")
            expected = row.pop("out", given)
            out.append(Case(path.parent.name, path.stem, str(row.pop("id", n)), given, expected, row))
    return out


_BUILT: dict[Any, Any] = {}


def run(text: str, stages: tuple[str, ...] | None = None, **options: Any) -> Cleaned:
    """Clean `text` with only the named stages (all when None) and check the laws on the result."""
    key = (stages, repr(sorted(options.items())))
    if key not in _BUILT:
        settings = make_settings(options.pop("profile", "clean"), **options)
        if "rules" not in _BUILT:
            _BUILT["rules"] = load_rules()
        steps = build_stages(settings, _BUILT["rules"], stages)
        _BUILT[key] = settings, steps
    settings, steps = _BUILT[key]
    doc = Document.of(Source("case.txt", text), "case")
    if settings.title:
        doc.meta.title = settings.title
    doc.meta.participants = list(settings.participants)
    for _, step in steps:
        doc.advance(step(doc), settings.grade)
    segments, dropped = build(doc, settings.keep_dropped)
    cleaned = Cleaned(doc, segments, dropped)
    check_laws([cleaned])
    return cleaned


def check_laws(documents: list[Cleaned]) -> None:
    """Replay law and nothing-lost law over all documents of one input."""
    source = documents[0].document.source.text
    covered: list[tuple[int, int]] = []
    for cleaned in documents:
        for s in cleaned.segments:
            assert replay(source, s.span, s.edits) == s.text
            at = s.span[0]
            for c in s.edits:
                assert at <= c.start <= c.end <= s.span[1], (s.span, c)
                at = c.end
            covered.append(s.span)
        covered += [d.span for d in cleaned.dropped]
    covered.sort()
    at = 0
    for start, end in covered:
        assert start >= at, f"overlap at {start}"
        assert not source[at:start].strip(), f"lost {source[at:start]!r}"
        at = end
    assert not source[at:].strip(), f"lost {source[at:]!r}"


def shown(result: CleanedInput) -> str:
    """A cleaned input as text to compare and to read: kind and speaker of each segment, then its text."""
    out = []
    for doc in result.documents:
        out.append(f"=== {doc.document.doc_id}: {doc.document.meta.title}")
        for s in doc.segments:
            name = f" {s.speaker['name']} ({s.speaker['role']})" if s.speaker else ""
            out.append(f"--- {s.kind}{name}{' ' + ' '.join(s.flags) if s.flags else ''}\n{s.text}")
    return "\n".join(out) + "\n"
