"""Runs: the same bytes for every number of workers, killed or not; bad inputs are set aside and lose nothing."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tclean.cli import main

TALK = "主持人：大家好，欢迎各位来到今天的论坛。\n\n嘉宾：谢谢，我先说三点。第{n}点最重要。\n"


def tclean(*args: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args])


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "talks"
    (folder / "more").mkdir(parents=True)
    for n in range(12):
        (folder / f"talk{n:02}.txt").write_text(TALK.format(n=n) * (n + 1), "utf-8")
    (folder / "more" / "talk00.md").write_text("# 一\n\n你好。\n\n# 二\n\n再见。\n", "utf-8")
    return folder


def outputs(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.name != "run.json"}


def test_result_does_not_depend_on_workers(corpus: Path, tmp_path: Path) -> None:
    for n in (1, 2, 3):
        assert tclean("clean", corpus, "-o", tmp_path / f"o{n}", "--workers", n).exit_code == 0
    assert outputs(tmp_path / "o1") == outputs(tmp_path / "o2") == outputs(tmp_path / "o3")
    ids = [json.loads(line)["doc_id"] for line in (tmp_path / "o1/documents.jsonl").read_text("utf-8").splitlines()]
    assert ids[:2] == ["more/talk00#1", "more/talk00#2"]
    assert len(ids) == len(set(ids)) == 14


def test_every_record_validates_and_stream_equals_folder(corpus: Path, tmp_path: Path) -> None:
    assert tclean("clean", corpus, "-o", tmp_path / "out").exit_code == 0
    files = [tmp_path / "out" / f"{name}.jsonl" for name in ("segments", "documents")]
    assert tclean("validate", *files, tmp_path / "out" / "run.json").exit_code == 0
    assert tclean("clean", corpus, "-o", tmp_path / "alone.jsonl").exit_code == 0
    assert (tmp_path / "alone.jsonl").read_bytes() == files[0].read_bytes()


def test_bad_inputs_are_set_aside_and_the_rest_is_done(corpus: Path, tmp_path: Path) -> None:
    good = tmp_path / "good"
    assert tclean("clean", corpus, "-o", good).exit_code == 0
    (corpus / "a-empty.txt").write_bytes(b"")
    (corpus / "b-binary.txt").write_bytes(bytes(range(256)) * 40)
    (corpus / "c-huge.txt").write_bytes("很长".encode() * 400_000)
    result = tclean("clean", corpus, "-o", tmp_path / "out", "--size-limit", 1)
    assert result.exit_code == 1
    rows = [json.loads(line) for line in (tmp_path / "out/quarantine.jsonl").read_text("utf-8").splitlines()]
    assert [Path(r["path"]).name for r in rows] == ["a-empty.txt", "b-binary.txt", "c-huge.txt"]
    assert all(r["error"] and r["stage"] == "read" for r in rows)
    assert (tmp_path / "out/segments.jsonl").read_bytes() == (good / "segments.jsonl").read_bytes()
    assert tclean("validate", tmp_path / "out/quarantine.jsonl").exit_code == 0
    (corpus / "a-empty.txt").write_text("主持人：现在有字了。\n", "utf-8")
    again = tclean("clean", "--only-quarantined", tmp_path / "out", "-o", tmp_path / "again")
    assert again.exit_code == 1
    assert "现在有字了" in (tmp_path / "again/segments.jsonl").read_text("utf-8")
    assert len((tmp_path / "again/quarantine.jsonl").read_text("utf-8").splitlines()) == 1


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["missing.txt", "-o", "out"], "no such file"),
        (["talks", "-o", "out", "--profile", "nice"], "no profile 'nice'"),
        (["talks", "-o", "out", "--rules", "bad.yaml"], "did you mean 'canonical'"),
        (["talks", "-o", "out", "--glossary", "none.txt"], "cannot read the glossary"),
    ],
)
def test_wrong_calls_say_one_sentence_and_write_nothing(
    args: list[str], says: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.yaml").write_text("version: 1\nname: bad\nterms:\n  - cannonical: X\n", "utf-8")
    result = tclean("clean", *args)
    assert result.exit_code == 2
    assert says in result.output
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_json_lines_and_packed_files_are_inputs_and_outputs(tmp_path: Path) -> None:
    rows = [{"id": "a", "body": "大家好。"}, {"id": "b", "body": "再见。"}, {"id": "c"}]
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(json.dumps(r, ensure_ascii=False) for r in rows).encode()))
    out = tmp_path / "out"
    result = tclean("clean", path, "-o", out, "--text-field", "body", "--id-field", "id", "--compress", "gz")
    assert result.exit_code == 1
    lines = gzip.decompress((out / "segments.jsonl.gz").read_bytes()).decode().splitlines()
    assert [(json.loads(x)["doc_id"], json.loads(x)["text"]) for x in lines] == [("a", "大家好。"), ("b", "再见。")]
    assert "no text field 'body'" in gzip.decompress((out / "quarantine.jsonl.gz").read_bytes()).decode()


def test_shards_put_together_are_the_unsharded_result(corpus: Path, tmp_path: Path) -> None:
    assert tclean("clean", corpus, "-o", tmp_path / "one").exit_code == 0
    assert tclean("clean", corpus, "-o", tmp_path / "many", "--shard-size", 5).exit_code == 0
    parts = sorted((tmp_path / "many").glob("segments-*.jsonl"))
    assert len(parts) == 3
    assert b"".join(p.read_bytes() for p in parts) == (tmp_path / "one/segments.jsonl").read_bytes()


def _start(corpus: Path, out: Path, *more: str) -> subprocess.Popen[bytes]:
    code = "import sys; sys.argv[0] = 'tclean'; from tclean.cli import main; main()"
    args = [sys.executable, "-c", code, "clean", str(corpus), "-o", str(out), "--shard-size", "2", *more]
    path = os.pathsep.join(p for p in sys.path if p)
    return subprocess.Popen(args, env={**os.environ, "PYTHONPATH": path}, stderr=subprocess.PIPE)


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_killed_and_resumed_runs_give_the_same_bytes(corpus: Path, tmp_path: Path, how: signal.Signals) -> None:
    assert tclean("clean", corpus, "-o", tmp_path / "whole", "--shard-size", 2).exit_code == 0
    for n in range(6):
        out = tmp_path / f"out{n}"
        process = _start(corpus, out)
        time.sleep(0.35 + 0.12 * n)
        process.send_signal(how)
        process.communicate()
        result = tclean("clean", corpus, "-o", out, "--shard-size", 2, "--resume")
        assert result.exit_code == 0, result.output
        assert outputs(out) == outputs(tmp_path / "whole")


def test_resuming_with_other_rules_or_changed_inputs_is_refused(corpus: Path, tmp_path: Path) -> None:
    from tclean.config import settings
    from tclean.pipeline import Pipeline
    from tclean.runners.inputs import jobs
    from tclean.runners.local import RunOptions, _Run
    from tclean.runners.pool import Pool
    from tclean.runners.store import Layout, Store
    from tclean.runners.work import Limits, Worker

    run = _Run([str(corpus)], Worker(Pipeline(settings()), Limits()), RunOptions(layout=Layout(2, True)), Pool)
    store = Store(tmp_path / "out", run.fingerprint(), run.options.layout, resume=False)
    for _, job in zip(range(4), jobs(run.inputs), strict=False):
        store.add(run.worker(job))
    other = tclean("clean", corpus, "-o", tmp_path / "out", "--shard-size", 2, "--resume", "--script", "keep")
    assert other.exit_code == 2
    assert "settings is not what the interrupted run used" in other.output
    (corpus / "talk00.txt").write_text("变了。", "utf-8")
    changed = tclean("clean", corpus, "-o", tmp_path / "out", "--shard-size", 2, "--resume")
    assert changed.exit_code == 2
    assert "changed since" in changed.output


def test_standard_input_to_standard_output() -> None:
    result = CliRunner().invoke(main, ["clean", "-", "-o", "-", "--progress", "none"], input="大家好。".encode())
    assert result.exit_code == 0
    assert json.loads(result.stdout)["text"] == "大家好。"


def test_copies_across_documents_are_dropped_and_the_index_remembers(tmp_path: Path) -> None:
    talk = "主持人：今天我们请张老师谈谈为什么湿地的水位每年要降两次，降到什么程度。\n\n" + "\n\n".join(
        f"嘉宾：第{n}点，{'水鸟的数量与泥滩的面积有关，' * 2}这是我们在第{n}号样地连续看了很多年才知道的事情。"
        for n in "一二三四五"
    )
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, name in ((first, "a.txt"), (second, "b.txt")):
        folder.mkdir()
        (folder / name).write_text(talk, "utf-8")
    index = tmp_path / "seen.sqlite"
    assert tclean("clean", first, "-o", tmp_path / "o1", "--dedup-index", index).exit_code == 0
    assert tclean("clean", second, "-o", tmp_path / "o2", "--dedup-index", index).exit_code == 0
    kept = (tmp_path / "o1/segments.jsonl").read_text("utf-8")
    assert "第一号样地" in kept
    assert "第一号样地" not in (tmp_path / "o2/segments.jsonl").read_text("utf-8")
    record = json.loads((tmp_path / "o2/documents.jsonl").read_text("utf-8"))
    assert {d["duplicate_of"]["doc_id"] for d in record["dropped"]} == {"a"}
    assert tclean("clean", second, "-o", tmp_path / "o3", "--no-dedup").exit_code == 0
    assert "第一号样地" in (tmp_path / "o3/segments.jsonl").read_text("utf-8")


def test_talks_of_one_large_file_are_shared_between_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n\n".join(f"# 第{n}场\n\n{TALK.format(n=n)}" for n in range(30))
    (tmp_path / "all.md").write_text(text, "utf-8")
    assert tclean("clean", tmp_path / "all.md", "-o", tmp_path / "one").exit_code == 0
    monkeypatch.setattr("tclean.runners.inputs.LARGE", 1000)
    assert tclean("clean", tmp_path / "all.md", "-o", tmp_path / "many").exit_code == 0
    assert outputs(tmp_path / "one") == outputs(tmp_path / "many")
    assert json.loads((tmp_path / "many/run.json").read_text())["inputs"] == 1
