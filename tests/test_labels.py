"""Labelled text: every turn has its speaker, and nothing else is taken for a label."""

from __future__ import annotations

import pytest

from dialogues.labelled import documents, found
from harness import Case, cases, run

ALL = [c for c in cases() if "segments" in c.options]


def _cleaned(case: Case):  # type: ignore[no-untyped-def]
    options = dict(case.options)
    stages = tuple(options.pop("through"))
    want = options.pop("segments")
    options.pop("why", None)
    return run(case.given, stages, **options), want


@pytest.mark.parametrize("case", [c for c in ALL if c.options["segments"] != "none"], ids=lambda c: c.id)
def test_each_segment_has_its_kind_and_speaker(case: Case) -> None:
    cleaned, want = _cleaned(case)
    got = [
        [s.kind, (s.speaker or {}).get("name"), (s.speaker or {}).get("role"), s.text[: len(w[3])]]
        for s, w in zip(cleaned.segments, want, strict=False)
    ]
    assert got == want
    assert len(cleaned.segments) == len(want)


@pytest.mark.parametrize("case", [c for c in ALL if c.options["segments"] == "none"], ids=lambda c: c.id)
def test_false_friends_are_no_labels(case: Case) -> None:
    cleaned, _ = _cleaned(case)
    assert cleaned.document.meta.extra["labelled"] is False
    assert [m for m in cleaned.document.marks if m.kind == "label"] == []


def test_times_of_labels_are_kept_with_the_turns() -> None:
    text = "王敏 00:00:12\n先说背景？\n\n赵一凡 00:01:31\n我做数据。\n\n王敏 00:02:00\n谢谢。\n"
    turns = run(text, ("layout", "speakers")).document.marked("turn")
    assert [t.value["time"] for t in turns] == [(12.0, 91.0), (91.0, 120.0), (120.0, 120.0)]


def test_an_answer_under_the_askers_label_is_not_given_to_him_with_certainty() -> None:
    case = next(c for c in ALL if c.id == "lost-label-after-question")
    cleaned, _ = _cleaned(case)
    unsure = [s for s in cleaned.segments if "speaker:uncertain" in s.flags]
    assert len(unsure) == 1
    assert unsure[0].speaker is not None
    assert unsure[0].speaker["name"] is None
    assert unsure[0].speaker["confidence"] < 0.5


def test_short_names_become_aliases_of_the_person() -> None:
    case = next(c for c in ALL if c.id == "full-then-short")
    people = {p.name: p for p in _cleaned(case)[0].document.meta.participants}
    assert people["赵一凡"].aliases == ("一凡",)
    assert people["赵一凡"].role == "guest"


def test_generated_dialogues_in_every_format_come_out_right() -> None:
    for made in documents(seed=11, count=60):
        doc = run(made.text, ("layout", "speakers")).document
        assert found(doc) == made.turns, made.style
