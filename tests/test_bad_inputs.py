"""A batch with bad inputs: all good ones are done as if alone, every bad one is set aside with stage and reason."""

from __future__ import annotations

import gzip
import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tclean.cli import main

TALK = "主持人：大家好，今天是第{n}场。\n\n嘉宾：谢谢，第{n}场我讲{n}件事，先讲最要紧的。\n"
BYTES = TALK.format(n=1).encode() * 40
NOISE = random.Random(7).randbytes(4000)


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


BAD: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \r\n\t\n", "empty"),
    "nul.txt": (b"\0" * 3000, "binary"),
    "noise.txt": (NOISE, "binary"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + NOISE, "picture"),
    "archive.md": (b"PK\x03\x04" + NOISE, "ZIP"),
    "report.txt": (b"%PDF-1.7\n" + NOISE, "PDF"),
    "program.md": (b"\x7fELF" + NOISE, "program"),
    "torn.docx": (b"PK\x03\x04" + NOISE[:50], "Word document"),
    "torn.json": (b'{"segments": [{"text": "' + BYTES[:90], "not valid JSON"),
    "deep.json": (b"[" * 50_000 + b"]" * 50_000, "depth limit"),
    "other.json": (b'{"weather": [1, 2, 3]}', "holds no transcript"),
    "cut.txt.gz": (gzip.compress(BYTES)[:-30], "cut short"),
    "flipped.txt.gz": (flipped(gzip.compress(BYTES), 30), "decompressing"),
    "renamed.txt.gz": (BYTES, "incorrect header"),
    "large.txt": ("一行到底".encode() * 100_000, "larger than 1 MB"),
    "bomb.txt.gz": (gzip.compress("一行到底".encode() * 100_000), "larger than 1 MB"),
}
ROWS = [
    (b'{"text": "%s"}' % "第一行是好的。".encode(), None),
    (b'{"text": "cut of', "is not JSON"),
    (b'{"words": "no text here"}', "no text field"),
    (b"[" * 3000 + b"]" * 3000, "is not JSON"),
    (b'{"text": "\xff\xfe"}', "is not JSON"),
    (b'{"text": "%s"}' % "最后一行也是好的。".encode(), None),
]


def tclean(*args: object) -> Result:
    return CliRunner().invoke(main, ["clean", *map(str, args), "--progress", "none", "--size-limit", "1"])


def rows(folder: Path, kind: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (folder / f"{kind}.jsonl").read_bytes().splitlines()]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(60):
        (folder / f"talk{n:02}.txt").write_text(TALK.format(n=n), "utf-8")
    return folder


def spoil(folder: Path) -> None:
    for name, (data, _) in BAD.items():
        (folder / name).write_bytes(data)
    (folder / "rows.jsonl").write_bytes(b"\n".join(row for row, _ in ROWS))
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    (folder / "round").symlink_to(folder)


@pytest.mark.parametrize("workers", [1, 2])
def test_good_ones_are_done_and_bad_ones_set_aside_with_stage_and_reason(
    corpus: Path, tmp_path: Path, workers: int
) -> None:
    assert tclean(corpus, "-o", tmp_path / "good").exit_code == 0
    spoil(corpus)
    result = tclean(corpus, "-o", tmp_path / "out", "--workers", workers)
    assert result.exit_code == 1, result.output
    reasons = {
        Path(r["path"]).name: r["error"] for r in rows(tmp_path / "out", "quarantine") if "rows" not in r["path"]
    }
    wanted = {**{name: why for name, (_, why) in BAD.items()}, "gone.txt": "No such file"}
    assert {name for name, why in wanted.items() if why not in reasons.pop(name, "")} == set()
    assert not reasons
    assert {r["stage"] for r in rows(tmp_path / "out", "quarantine")} == {"read"}
    good = [r for r in rows(tmp_path / "out", "segments") if not r["doc_id"].startswith("rows")]
    assert good == rows(tmp_path / "good", "segments")


def test_a_bad_line_costs_itself_alone(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_bytes(b"\n".join(row for row, _ in ROWS))
    assert tclean(tmp_path / "rows.jsonl", "-o", tmp_path / "out").exit_code == 1
    assert [r["text"] for r in rows(tmp_path / "out", "segments")] == ["第一行是好的。", "最后一行也是好的。"]
    said = [r["error"] for r in rows(tmp_path / "out", "quarantine")]
    assert len(said) == 4
    assert all(why in error for error, why in zip(said, (w for _, w in ROWS if w), strict=True))


@pytest.mark.parametrize("pack", ["gz", "zst"])
def test_lines_before_a_break_in_a_packed_file_are_done(tmp_path: Path, pack: str) -> None:
    compress: Callable[[bytes], bytes] = gzip.compress
    if pack == "zst":
        compress = pytest.importorskip("zstandard").compress
    lines = b"".join(b'{"text": "%s%d"}\n' % (NOISE[n : n + 40].hex().encode(), n) for n in range(20))
    path = tmp_path / f"rows.jsonl.{pack}"
    path.write_bytes(compress(lines) + compress(lines)[:-9])
    assert tclean(path, "-o", tmp_path / "out", "--profile", "verbatim", "--no-dedup").exit_code == 1
    assert len(rows(tmp_path / "out", "documents")) >= 20
    (told,) = rows(tmp_path / "out", "quarantine")
    assert "cut short" in told["error"]


def test_a_name_that_is_no_utf8_is_spelt_out(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path / "in")
    os.mkdir(folder)
    for name, data in ((b"a\xff.txt", "你好。".encode()), (b"b\xfe.txt", b"")):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)
    assert tclean(tmp_path / "in", "-o", tmp_path / "out").exit_code == 1
    assert [r["doc_id"] for r in rows(tmp_path / "out", "segments")] == ["a\\xff"]
    assert rows(tmp_path / "out", "quarantine")[0]["path"].endswith("b\\xfe.txt")


@pytest.mark.parametrize(
    "call",
    [
        "clean talk.txt -o file",
        "clean talk.txt -o file/deeper",
        "clean talk.txt -o folder.jsonl",
        "clean talk.txt -o new --suggestions folder.jsonl",
        "report done --html folder.jsonl",
        "report done --html file/page.html",
        "export done --format text -o file",
        "merge done -o file",
        "rules mine talk.txt talk.txt -o folder.jsonl",
        "rules accept rows.jsonl -o folder.jsonl",
    ],
)
def test_a_place_that_cannot_be_written_is_named_before_the_work(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("talk.txt", "file", "rows.jsonl"):
        Path(name).write_text("大家好。", "utf-8")
    Path("folder.jsonl").mkdir()
    Path("done").mkdir()
    Path("done/documents.jsonl").touch()
    Path("done/segments.jsonl").touch()
    before = sorted(tmp_path.rglob("*"))
    result = CliRunner().invoke(main, call.split())
    assert (result.exit_code, result.exception.__class__) == (2, SystemExit)
    assert "cannot write there: " in result.output
    assert sorted(tmp_path.rglob("*")) == before
