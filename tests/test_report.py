"""What a run did can be read back: statistics, changes in brackets, a page, other formats."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from tclean.cli import main
from tclean.core.edit import Edit
from tclean.core.engine import apply, resolve
from tclean.report.provenance import diff, parts


def tclean(*args: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args])


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    (folder / "talk.txt").write_text("主持人：悟道3。0什么时候发布？\n\n嘉宾：呃我我觉得<快了>。\n", "utf-8")
    assert tclean("clean", folder / "talk.txt", "-o", folder / "out").exit_code == 0
    return folder / "out"


def test_statistics_count_rules_and_totals(run: Path) -> None:
    done = tclean("report", run, "--dead")
    assert "1 documents" in done.output
    assert "speakers:label" in done.output
    assert "never" in done.output


def test_changes_show_in_brackets(run: Path) -> None:
    done = tclean("report", run, "--diff", "talk")
    assert "悟道3[-。-]{+.+}0" in done.output
    assert tclean("report", run, "--diff", "nobody").exit_code == 2


def test_the_page_escapes_text_and_names_rules(run: Path) -> None:
    page = run.parent / "page.html"
    assert tclean("report", run, "--html", page).exit_code == 0
    html = page.read_text("utf-8")
    assert "&lt;快了&gt;" in html
    assert 'title="speakers:label"' in html


@pytest.mark.parametrize(("kind", "suffix"), [("markdown", ".md"), ("text", ".txt"), ("chat", ".jsonl")])
def test_export_writes_one_file_a_document(kind: str, suffix: str, run: Path, tmp_path: Path) -> None:
    assert tclean("export", run, "--format", kind, "-o", tmp_path).exit_code == 0
    assert "悟道3.0" in (tmp_path / f"talk{suffix}").read_text("utf-8")


def test_wrong_folder_and_wrong_format_say_so(run: Path, tmp_path: Path) -> None:
    assert "finished run" in tclean("report", tmp_path).output
    assert "no output format 'odt'" in tclean("export", run, "--format", "odt", "-o", tmp_path).output


@given(
    st.text("ab呃。\n", max_size=20),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 4), st.text("xy", max_size=2))),
)
def test_parts_put_together_are_both_texts(text: str, raw: list[tuple[int, int, str]]) -> None:
    edits = [
        Edit(a, min(a + n, len(text)), text[a : a + n], after, "s:r")
        for a, n, after in raw
        if a <= len(text) and text[a : a + n] != after
    ]
    kept, _ = resolve(edits)
    rows = [{"span": [e.start, e.end], "before": e.before, "after": e.after, "rules": [e.rule]} for e in kept]
    record = {"text": apply(text, kept), "span": [0, len(text)], "edits": rows}
    found = list(parts(record))
    assert "".join(p[0] for p in found) == text
    assert "".join(p[1] for p in found) == record["text"]
    assert diff(record).count("[-") == sum(1 for e in kept if e.before)
