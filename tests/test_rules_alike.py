"""Many terms of one form are read at once, with the same result and the same messages as one by one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tclean.core.errors import RulesError
from tclean.ruleset import alike
from tclean.ruleset.model import Pack
from tclean.ruleset.parse import _read, load_pack

WORDS = st.sampled_from(
    ["房颤", "心梗", "Scaling Law", "GPT-4o", "true", "Yes", "null", "person", "3D打印", "no way", "x", "ai/y", "二 三"]
)
FORMS = (
    "- {canonical: %s}\n",
    "- {canonical: %s, variants: [%s, '%s'], sounds_like: true}\n",
    "- canonical: %s\n  variants:\n  - %s\n  - \"%s\"\n  kind: person\n",
    "-\n  canonical: %s  # %s\n\n",
    "- canonical: %s\n  tests: [{in: 有%s, out: '%s'}]\n  when: {near: [%s], window: 9}\n",
    "- {id: %s, canonical: %s, aliases: [%s]}\n# %s\n",
    "- {\"canonical\": %s}\n",
)  # fmt: skip
ODD = (
    "- {canonical: '%s\n",
    "- %s'}\n",
    '- {canonical: "\\n%s"}\n',
    "- {cannonical: %s}\n",
    "- {canonical: &a %s, variants: [*a]}\n",
    "- {canonical: a&b %s: c}\n",
    "- canonical: |\n    %s\n",
    "- {canonical: %s, canonical: %s}\n",
    "- {canonical: %s, kind: %s}\n",
    "- {canonical: %s, sounds_like: %s}\n",
    "- canonical: %s\n  - %s\n",
    "---\n",
    "- {canonical: [%s]}\n",
    "- %s: %s\n",
)


@pytest.fixture(autouse=True)
def few() -> Iterator[None]:
    before = alike.MANY, alike.SHARE
    alike.MANY, alike.SHARE = 4, 0.7
    yield
    alike.MANY, alike.SHARE = before


def both(text: str) -> list[Pack | str]:
    out: list[Pack | str] = []
    for read in (load_pack, lambda path, text: _read(path, text)[1]):
        try:
            out.append(read("ward.yaml", text))
        except RulesError as error:
            out.append(str(error))
    return out


def written(draw: st.DrawFn, forms: tuple[str, ...]) -> str:
    rows = draw(st.lists(st.sampled_from(forms), min_size=4, max_size=14))
    return "".join(row % tuple(draw(WORDS) for _ in range(row.count("%s"))) for row in rows)


@st.composite
def files(draw: st.DrawFn) -> str:
    few = draw(st.lists(st.sampled_from(FORMS), min_size=1, max_size=3))
    odd = draw(st.lists(st.sampled_from(ODD), max_size=1))
    block = written(draw, (*few, *few, *odd))
    if draw(st.booleans()):
        block = "".join("  " + line for line in block.splitlines(keepends=True))
    rest = "" if draw(st.booleans()) else "spellings: [房颤, 肺炎]\nfillers: [呃]\nspeakers:\n- {name: 张三}\n"
    return f"version: 1\nname: ward\nterms:\n{block}{rest}"


@settings(max_examples=400, deadline=None)
@given(files())
def test_what_is_alike_is_read_as_if_it_stood_alone(text: str) -> None:
    quick, slow = both(text)
    assert quick == slow


def test_it_is_the_quick_way_that_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "version: 1\nname: ward\nterms:\n" + "".join(f"  - {{canonical: 房颤{c}}}\n" for c in "甲乙丙丁戊")
    read: list[str] = []
    monkeypatch.setattr("tclean.ruleset.parse._read", lambda path, text: read.append(text) or _read(path, text))
    pack = load_pack("ward.yaml", text)
    assert [(t.id, t.where.line) for t in pack.terms[3:]] == [("ward/房颤丁", 7), ("ward/房颤戊", 8)]
    assert [part.count("canonical") for part in read] == [1]


def test_lines_that_are_no_entries_and_other_ends_of_lines_are_read_one_by_one() -> None:
    for odd in ("\u2028", "\x85", "\ue000"):
        quick, slow = both("version: 1\nname: ward\nterms:\n" + f"- {{canonical: 甲{odd}}}\n" * 5)
        assert quick == slow
