"""The measures count what they say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tclean.cli import main
from tclean.core.offsets import Change
from tclean.core.segments import Segment, replay
from tclean.report.measure import score_terms, score_turns

SOURCE = "我们谈skin law和志愿，还有资源。"


def _segment(*edits: Change) -> list[Segment]:
    span = (0, len(SOURCE))
    return [Segment("speech", replay(SOURCE, span, edits), span, list(edits))]


LABELS = [
    {"start": 3, "end": 11, "wrong": "skin law", "right": "Scaling Law"},
    {"start": 12, "end": 14, "wrong": "志愿", "right": "志愿"},
    {"start": 17, "end": 19, "wrong": "资源", "right": "智源"},
]


def test_fixed_missed_kept_harmed_and_other_edits() -> None:
    good = score_terms(SOURCE, _segment(Change(3, 11, "Scaling Law", ("terms:a/b",), 0.9)), LABELS)
    assert (good.errors, good.fixed, good.kept, good.wrong_fixes, good.other_edits) == (2, 1, 1, 0, 0)
    bad = score_terms(
        SOURCE,
        _segment(
            Change(3, 11, "Skill", ("terms:a/b",), 0.9),
            Change(12, 14, "智源", ("terms:a/c",), 0.9),
            Change(15, 17, "海有", ("terms:a/d",), 0.9),
        ),
        LABELS,
    )
    assert (bad.fixed, bad.kept, bad.wrong_fixes, bad.other_edits) == (0, 0, 1, 1)
    assert [v for v, *_ in bad.items] == ["wrong", "harmed", "missed", "other"]


def test_case_and_blanks_are_no_edit_and_other_stages_do_not_count() -> None:
    score = score_terms(
        SOURCE,
        _segment(Change(3, 11, "Skin Law", ("terms:canonical/x",), 1.0), Change(15, 17, "", ("disfluency:x",), 1.0)),
        LABELS,
    )
    assert (score.fixed, score.wrong_fixes, score.other_edits) == (0, 0, 0)


def _turn(start: int, end: int, name: str | None, confidence: float = 1.0) -> Segment:
    return Segment("speech", "x", (start, end), [], {"name": name, "confidence": confidence})


def test_turns_are_scored_by_character_and_boundary() -> None:
    labels = [
        {"start": 0, "end": 100, "speaker": "甲"},
        {"start": 100, "end": 200, "speaker": "乙"},
        {"start": 200, "end": 260, "speaker": "甲", "sure": False},
    ]
    score = score_turns([_turn(0, 104, "甲"), _turn(104, 150, "乙", 0.5), _turn(150, 260, None, 0.2)], labels)
    assert (score.characters, score.right) == (200, 146)
    assert (score.wanted, score.found, score.hits) == (1, 2, 1)
    assert (score.sure, score.sure_right) == (104, 100)


def test_anonymous_speakers_are_mapped_first() -> None:
    labels = [{"start": 0, "end": 10, "speaker": "甲"}, {"start": 10, "end": 20, "speaker": "乙"}]
    segments = [_turn(0, 10, "speaker-2"), _turn(10, 20, "speaker-1")]
    assert score_turns(segments, labels).right == 0
    assert score_turns(segments, labels, mapped=True).right == 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "talk.txt").write_text("我们谈skin law和志愿。", "utf-8")
    rows = "\n".join(json.dumps(r, ensure_ascii=False) for r in LABELS[:2])
    (tmp_path / "labels.jsonl").write_text(rows, "utf-8")
    (tmp_path / "good.yaml").write_text(
        "version: 1\nname: good\nterms:\n  - {canonical: 规模定律, variants: [skin law]}\n", "utf-8"
    )
    return tmp_path


def test_eval_compares_two_configurations(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    args = ["eval", "terms", "talk.txt", "labels.jsonl", "--baseline-profile", "clean", "--rules", "good.yaml"]
    done = CliRunner().invoke(main, args)
    assert done.exit_code == 0, done.output
    assert "baseline" in done.output
    (folder / "reference.txt").write_text("我们谈志愿。", "utf-8")
    done = CliRunner().invoke(main, ["eval", "text", "talk.txt", "reference.txt"])
    assert "cer_before" in done.output


def test_labels_of_another_file_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    Path("far.jsonl").write_text('{"start": 9000, "end": 9001, "wrong": "a", "right": "b"}\n', "utf-8")
    done = CliRunner().invoke(main, ["eval", "terms", "talk.txt", "far.jsonl"])
    assert done.exit_code == 2
    assert "labels of this file" in done.output
