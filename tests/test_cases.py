"""Every case of tests/cases: the stage does what the case says, and doing it again changes nothing."""

from __future__ import annotations

import pytest

from harness import Case, cases, run

ALL = cases()


def _text(case: Case) -> str:
    """The text of the last revision after the stages of the case (`through`, by default the folder's own)."""
    options = dict(case.options)
    stages = tuple(options.pop("through", [case.stage]))
    for key in ("why", "segments"):
        options.pop(key, None)
    cleaned = run(case.given, stages, **options)
    return cleaned.text if case.stage == "dedup" else cleaned.document.text  # dedup drops segments, it edits nothing


@pytest.mark.parametrize(
    "case", [c for c in ALL if c.kind != "known_failures"], ids=lambda c: f"{c.stage}-{c.kind}-{c.id}"
)
def test_case(case: Case) -> None:
    assert _text(case) == case.expected


@pytest.mark.parametrize(
    "case", [c for c in ALL if c.kind != "known_failures"], ids=lambda c: f"{c.stage}-{c.kind}-{c.id}"
)
def test_case_is_stable(case: Case) -> None:
    again = Case(case.stage, case.kind, case.id, case.expected, case.expected, case.options)
    assert _text(again) == case.expected


@pytest.mark.parametrize("case", [c for c in ALL if c.kind == "known_failures"], ids=lambda c: f"{c.stage}-{c.id}")
@pytest.mark.xfail(strict=True, reason="known failure; an accidental fix must be noticed and moved")
def test_known_failure(case: Case) -> None:
    assert _text(case) == case.expected
