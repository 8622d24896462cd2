"""Properties of the engine: edits resolve without overlap, apply and undo cancel, composition agrees with stepping."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tclean.core.edit import Edit, Grade
from tclean.core.engine import apply, inverse, resolve, undo
from tclean.core.offsets import Change, OffsetMap, compose
from tclean.core.segments import replay

TEXT = st.text(alphabet="ab。\n智 😀", max_size=30)


@st.composite
def text_and_edits(draw: st.DrawFn, text: str | None = None) -> tuple[str, list[Edit]]:
    body = draw(TEXT) if text is None else text
    edits = []
    for n in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(body)))
        end = draw(st.integers(start, min(len(body), start + 5)))
        after = draw(st.text(alphabet="XY智", max_size=3))
        if body[start:end] != after:
            edits.append(Edit(start, end, body[start:end], after, f"s:{n}"))
    return body, edits


@st.composite
def two_revisions(draw: st.DrawFn) -> tuple[str, list[Edit], str, list[Edit]]:
    text, edits = draw(text_and_edits())
    first, _ = resolve(edits)
    middle = apply(text, first)
    _, more = draw(text_and_edits(middle))
    second, _ = resolve(more)
    return text, first, middle, second


@given(text_and_edits())
def test_every_edit_is_applied_or_recorded_as_a_loser(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    kept, lost = resolve(edits)
    assert sorted([*kept, *(x.edit for x in lost)]) == sorted(edits)
    assert all(a.end <= b.start for a, b in pairwise(kept))
    apply(text, kept)


@given(text_and_edits())
def test_apply_then_undo_is_identity(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    kept, _ = resolve(edits)
    done = apply(text, kept)
    assert undo(done, kept) == text
    assert inverse(inverse(kept)) == kept


@given(two_revisions())
def test_composed_changes_replay_both_revisions(case: tuple[str, list[Edit], str, list[Edit]]) -> None:
    text, first, middle, second = case
    changes = compose(compose([], text, first), middle, second)
    assert replay(text, (0, len(text)), changes) == apply(middle, second)
    assert all(a.end <= b.start for a, b in pairwise(changes))
    assert {r for c in changes for r in c.rules} == {e.rule for e in [*first, *second]}


@given(two_revisions(), st.booleans())
def test_composed_map_agrees_with_stepping(case: tuple[str, list[Edit], str, list[Edit]], right: bool) -> None:
    """Outside of changed stretches exactly; inside, the step-by-step place lies within the changed stretch."""
    text, first, middle, second = case
    changes = compose(compose([], text, first), middle, second)
    whole = OffsetMap([Edit(c.start, c.end, text[c.start : c.end], c.after, "x:x") for c in changes])
    one, two = OffsetMap(first), OffsetMap(second)
    for pos in range(len(text) + 1):
        stepped = two.to_new(one.to_new(pos, right=right), right=right)
        around = _touching(changes, pos)
        if not around:
            assert whole.to_new(pos, right=right) == stepped
        else:
            low, high = whole.to_new(around[0].start), whole.to_new(around[-1].end, right=True)
            assert low <= stepped <= high


def _touching(changes: list[Change], pos: int) -> list[Change]:
    """The changes at `pos` and those that stand side by side with them."""
    runs: list[list[Change]] = []
    for c in changes:
        if runs and runs[-1][-1].end == c.start:
            runs[-1].append(c)
        else:
            runs.append([c])
    return next((run for run in runs if run[0].start <= pos <= run[-1].end), [])


@given(two_revisions())
def test_maps_are_monotone_both_ways(case: tuple[str, list[Edit], str, list[Edit]]) -> None:
    text, first, middle, _ = case
    step = OffsetMap(first)
    for right in (False, True):
        there = [step.to_new(p, right=right) for p in range(len(text) + 1)]
        back = [step.to_old(p, right=right) for p in range(len(middle) + 1)]
        assert there == sorted(there)
        assert back == sorted(back)
        assert 0 <= there[0] <= there[-1] <= len(middle)
        assert 0 <= back[0] <= back[-1] <= len(text)


@given(st.lists(st.text(alphabet="XY", min_size=1, max_size=2), min_size=1, max_size=5), TEXT)
def test_insertions_at_one_place_keep_their_order(parts: list[str], text: str) -> None:
    at = len(text) // 2
    edits = [Edit(at, at, "", p, f"s:{n}") for n, p in enumerate(parts)]
    kept, lost = resolve(edits)
    assert not lost
    assert apply(text, kept) == text[:at] + "".join(parts) + text[at:]


def test_grades_and_protected_spans_refuse_edits() -> None:
    kept, lost = resolve(
        [
            Edit(0, 1, "a", "x", "s:ok"),
            Edit(2, 3, "c", "y", "s:inside"),
            Edit(4, 5, "e", "z", "s:maybe", Grade.SUGGEST),
            Edit(1, 1, "", "!", "s:border"),
        ],
        protected=[(1, 4)],
    )
    assert [e.rule for e in kept] == ["s:ok", "s:border"]
    assert [(x.edit.rule, x.reason) for x in lost] == [("s:inside", "protected"), ("s:maybe", "grade")]


def test_changes_are_merged_only_where_they_overlap() -> None:
    text = "abcdef"
    first = compose([], text, [Edit(1, 2, "b", "", "a:cut"), Edit(4, 5, "e", "EE", "a:twice")])
    middle = "acdEEf"
    second = compose(first, middle, [Edit(1, 2, "c", "C", "b:touch"), Edit(4, 5, "E", "", "b:inside")])
    assert second == [
        Change(1, 2, "", ("a:cut",), 1.0),
        Change(2, 3, "C", ("b:touch",), 1.0),
        Change(4, 5, "E", ("a:twice", "b:inside"), 1.0),
    ]
