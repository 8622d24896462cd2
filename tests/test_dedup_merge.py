"""Several runs with one index, put together, are what one run over everything is."""

from __future__ import annotations

import random

import orjson
import pytest
from click.testing import CliRunner

from copies import Writer, corpus, records
from tclean.cli import main
from tclean.core.segments import replay
from tclean.runners.dedup import Deduper
from tclean.runners.dedup.merge import Merge

LONG = (
    "锅炉改造的第一步是测温。我们在三个车间装了传感器,每分钟记一次数,"
    "连续记了大半年,才敢说到底哪里漏热,哪里只是仪表不准。"
)
SHORTER = (
    "锅炉改造第一步是测温。我们在三个车间里装传感器,每分钟记一次数,连续记了半年,才敢说到底哪里漏热,哪里只是仪表不准。"
)


def run(documents, index=None):
    deduper = Deduper(index)
    for record, segments in documents:
        deduper.add(record, segments)
    deduper.decide()
    rows = [deduper.segments(record["doc_id"], segments) for record, segments in documents]
    out = [(deduper.document(record), mine) for (record, _), mine in zip(documents, rows, strict=True)]
    deduper.commit()
    deduper.close()
    return out, deduper.superseded


def merged(parts):
    documents = [[record for record, _ in out] for out, _ in parts]
    segments = [[s for _, rows in out for s in rows] for out, _ in parts]
    whole = Merge(documents, [superseded for _, superseded in parts])
    return [result for n in range(len(parts)) for result in whole.run(n, documents[n], segments[n])]


def texts(results):
    return {record["doc_id"]: [s["text"] for s in rows] for record, rows in results}


@pytest.mark.parametrize("seed", range(6))
def test_any_two_halves_put_together_are_what_one_run_keeps(tmp_path, seed):
    rows, _ = corpus(Writer(seed), 300, 0.12)
    documents = [records(n, mine) for n, mine in enumerate(rows)]
    whole, _ = run(documents)
    random.Random(seed).shuffle(documents)
    halves = [run(part, tmp_path / "index") for part in (documents[:14], documents[14:])]
    assert halves[1][1]
    assert texts(merged(halves)) == texts(whole)


def test_every_character_is_still_accounted_for(tmp_path):
    rows, _ = corpus(Writer(9), 200, 0.12)
    documents = [records(n, mine) for n, mine in enumerate(rows)]
    sources = {record["doc_id"]: "\n\n".join(mine) for (record, _), mine in zip(documents, rows, strict=True)}
    results = merged([run(documents[n::3], tmp_path / "index") for n in (2, 1, 0)])
    for record, segments in results:
        source = sources[record["doc_id"]]
        spans = sorted([*(s["span"] for s in segments), *(d["span"] for d in record["dropped"])])
        at = 0
        for start, end in spans:
            assert start >= at
            assert not source[at:start].strip()
            at = end
        assert not source[at:].strip()
        assert all(replay(source, s["span"], []) == s["text"] for s in segments)
        assert [s["index"] for s in segments] == list(range(len(segments)))
        assert record["stats"]["segments"] == len(segments)


def test_a_run_without_better_copies_supersedes_nothing_again(tmp_path):
    documents = [records(n, [text]) for n, text in enumerate((SHORTER, LONG))]
    assert run(documents, tmp_path / "index")[1] == []
    assert run([records(7, ["短短的一句话,和谁都不像。"])], tmp_path / "index")[1] == []


def test_an_edited_segment_is_found_by_its_place_in_the_source(tmp_path):
    record, (segment,) = records(0, [f"呃{SHORTER}"])
    edit = {"span": [0, 1], "before": "呃", "after": "", "rules": ["disfluency:filler"], "confidence": 1.0}
    first = run([(record, [{**segment, "text": SHORTER, "edits": [edit]}])], tmp_path / "index")
    second = run([records(1, [LONG])], tmp_path / "index")
    (row,) = second[1]
    assert (row["span"], row["duplicate_of"]["doc_id"], row["duplicate_of"]["span"]) == (
        [1, len(SHORTER) + 1],
        "00000001",
        [0, len(LONG)],
    )
    assert texts(merged([first, second])) == {"00000000": [], "00000001": [LONG]}


def test_a_document_cleaned_again_replaces_the_earlier_one(tmp_path):
    first, second = (run([records(0, [text])], tmp_path / name) for name, text in (("a", LONG), ("b", SHORTER)))
    assert texts(merged([first, second])) == {"00000000": [SHORTER]}


def test_relations_to_documents_of_later_runs_are_told_on_both_sides():
    results = [[records(n, [text])] for n, text in enumerate((LONG, "谁也不像的一篇,讲的是另一座城里的一口井。"))]
    results[1][0][0]["same_event"] = ["00000000"]
    assert [r["same_event"] for r, _ in merged([(part, []) for part in results])] == [["00000001"], ["00000000"]]


@pytest.mark.slow
def test_the_commands_give_what_one_run_gives(tmp_path):
    for name, text in (("b", SHORTER), ("a", LONG), ("c", LONG + "完了。")):
        (tmp_path / f"{name}.txt").write_text(f"{text}\n\n{name}的另外一段,和别的都不一样。", "utf-8")

    def clean(out, *names, more=()):
        inputs = [str(tmp_path / f"{name}.txt") for name in names]
        call = ["clean", *inputs, "-o", str(tmp_path / out), "--workers", "1", *more]
        assert CliRunner().invoke(main, call).exit_code == 0

    clean("whole", "a", "b", "c")
    for out, name in (("one", "b"), ("two", "a"), ("three", "c")):
        clean(out, name, more=("--dedup-index", str(tmp_path / "index")))
    call = ["merge", *(str(tmp_path / out) for out in ("one", "two", "three")), "-o", str(tmp_path / "all")]
    assert CliRunner().invoke(main, call).exit_code == 0
    assert CliRunner().invoke(main, [*call[:-1], str(tmp_path / "two")]).exit_code == 2
    rows = {}
    for out in ("whole", "all"):
        lines = (tmp_path / out / "segments.jsonl").read_bytes().splitlines()
        rows[out] = sorted((r["doc_id"], r["span"], r["text"]) for r in map(orjson.loads, lines))
    assert rows["all"] == rows["whole"]
