"""The real documents: what is linked as a repetition, what is gone as page furniture. Places and lengths, no text.

The borders were set by hand, reading both copies side by side: where the sentences of the summary begin and end in the
talk. A line holds the start and the length of the summary paragraph, then of its counterpart.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from tclean.cli import main
from tclean.pipeline import Cleaned, Pipeline

FOLDER = os.environ.get("TCLEAN_SEEDS")
pytestmark = [
    pytest.mark.skipif(FOLDER is None, reason="TCLEAN_SEEDS does not name the folder of the originals"),
    pytest.mark.slow,
]
LINKED = """
290 180  5999 169 | 476 156  6553 146 | 1029 84 18410 107 | 1256 185 12237 185 | 1443 119 12601 119
1568 222 12726 222 | 1796 170 15000 170 | 1968 74 15172 74 | 2048 137 15626 116 | 2191 172 16235 172
2368 317 16890 317 | 2687 159 17209 159 | 2868 278 22678 399 | 3148 33 23077 33 | 3187 39 23146 39
3228 484 23185 484 | 3718 162 23762 165 | 3882 104 24187 107 | 3991 93 24560 77 | 4129 195 9682 195
4326 204 9879 204 | 4560 99 8137 99 | 4661 108 9322 108 | 4771 147 9432 147 | 4920 119 11190 119
5041 153 11311 153 | 5196 197 11466 197 | 5411 85 20095 85 | 5502 223 20571 194
"""
RETOLD = 638, 863, 1119  # the same thought in other words
HEADLINES = 4107, 4536  # behind a label, without a full stop
WITHIN = 0.02
FURNITURE = {
    "000": [(0, 20), (25508, 25577)],
    "001": [(0, 1), (36, 59), (18968, 19167), (19171, 19392), (19394, 19404), (19405, 19414)],
    "002": [
        *((0, 9), (109, 117), (121, 322), (14627, 14631), (14633, 14648), (14649, 14657), (14658, 14660)),
        *((14662, 14674), (14676, 14809)),
    ],
    "003": [],
}
IMAGES = 66  # links to pictures in 004


@pytest.fixture(scope="module")
def cleaned() -> dict[str, list[Cleaned]]:
    assert FOLDER is not None
    pipeline = Pipeline()
    return {p.name[:3]: pipeline(p.read_bytes(), str(p)).documents for p in sorted(Path(FOLDER).glob("*.txt"))}


def _paragraphs(cleaned: Cleaned) -> dict[int, tuple[int, dict[str, object] | None]]:
    """Summary paragraphs by where they begin: their length, and what they repeat."""
    doc = cleaned.document
    found = ((doc.to_source(m.start, right=True), doc.to_source(m.end), m.value) for m in doc.marked("summary"))
    return {start: (end - start, value.get("duplicate_of")) for start, end, value in found}


def test_every_repeated_summary_paragraph_points_at_its_counterpart(cleaned: dict[str, list[Cleaned]]) -> None:
    found = _paragraphs(cleaned["000"][0])
    for row in re.findall(r"(\d+) +(\d+) +(\d+) +(\d+)", LINKED):
        start, length, other, size = map(int, row)
        assert found[start][0] == length
        linked = found[start][1]
        assert linked is not None, start
        begin, end = linked["span"]  # type: ignore[misc]
        assert abs(begin - other) + abs(end - other - size) <= WITHIN * size, (start, begin, end)


def test_paragraphs_in_other_words_and_headlines_are_not_linked(cleaned: dict[str, list[Cleaned]]) -> None:
    found = _paragraphs(cleaned["000"][0])
    linked = {int(row[0]) for row in re.findall(r"(\d+) +(\d+) +(\d+) +(\d+)", LINKED)}
    assert set(found) - linked == {*RETOLD, *HEADLINES}
    assert {start for start, (_, of) in found.items() if of is None} == {*RETOLD, *HEADLINES}


def test_nothing_else_is_a_duplicate(cleaned: dict[str, list[Cleaned]]) -> None:
    for number, documents in cleaned.items():
        kinds = {d.kind for c in documents for d in c.dropped}
        assert kinds <= ({"boilerplate", "summary"} if number == "000" else {"boilerplate"})
        assert not any(c.document.marked("duplicate") for c in documents)


@pytest.mark.parametrize("number", FURNITURE)
def test_the_furniture_of_the_pages_goes_and_nothing_else(cleaned: dict[str, list[Cleaned]], number: str) -> None:
    (doc,) = cleaned[number]
    assert [d.span for d in doc.dropped if d.kind == "boilerplate"] == FURNITURE[number]
    assert not [e for e in doc.edits if any(rule.startswith("boilerplate:") for rule in e.rules)]


def test_of_the_raw_transcript_only_links_to_pictures_go(cleaned: dict[str, list[Cleaned]]) -> None:
    gone = []
    for doc in cleaned["004"]:
        source = doc.document.source.text
        gone += [source[slice(*d.span)] for d in doc.dropped]
        gone += [source[c.start : c.end] for c in doc.edits if "boilerplate:media/image-link" in c.rules]
    assert len(gone) == IMAGES
    # one change may hold the false stop before the picture and the filler behind it as well
    assert all(re.fullmatch(r"。?\s*!\[\]\(\S+\)\s*[嗯呃啊]?", text) for text in gone)


def test_the_panels_are_related_to_the_article_about_them_and_nothing_else_is(tmp_path: Path) -> None:
    assert FOLDER is not None
    summary = CliRunner().invoke(main, ["clean", FOLDER, "-o", str(tmp_path), "--workers", "1"])
    assert summary.exit_code == 0
    rows = map(orjson.loads, (tmp_path / "documents.jsonl").read_bytes().splitlines())
    related = {(row["doc_id"][:3] + row["doc_id"][20:], *(o[:3] + o[20:] for o in row["same_event"])) for row in rows}
    pairs = {row for row in related if len(row) > 1}
    assert pairs == {("000", "004#5", "004#7"), ("004#5", "000"), ("004#7", "000")}
