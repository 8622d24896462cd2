"""Repetitions across documents: the same result for every order, every split into runs, and every law kept."""

from __future__ import annotations

import random

import pytest

from tclean.core.errors import UsageError
from tclean.core.segments import replay
from tclean.core.settings import Settings
from tclean.pipeline import Pipeline
from tclean.runners.dedup import Deduper
from tclean.stages import ORDER

LONG = (
    "锅炉改造的第一步是测温。我们在三个车间装了传感器,每分钟记一次数,"
    "连续记了大半年,才敢说到底哪里漏热,哪里只是仪表不准。"
)
EDITED = (
    "锅炉改造第一步是测温。我们在三个车间里装传感器,每分钟记一次数,连续记了半年,才敢说到底哪里漏热,哪里只是仪表不准。"
)
OTHER = (
    "螺丝的标准是吵出来的。南边的厂要省料,北边的厂要结实,吵了四年,最后谁都没有全赢,可是谁都照着做,出口也就跟着起来了。"
)
THIRD = "学校的炉子归后勤管,老师管不着,学生更管不着,冬天一到大家都盯着锅炉房的烟囱,看它什么时候冒烟,冒什么颜色的烟。"
TEXTS = {
    "a": f"主持人:开始吧。\n\n厂长:{LONG}\n\n{THIRD}\n\n主持人:好。",
    "b": f"先说别的事情。\n\n{EDITED}\n\n再说别的。",
    "c": f"{OTHER}\n\n呃,完了。",
    "d": f"引子在这里。\n\n{OTHER}",
    "e": "这一篇谁也不像。短短的。",
}
PIPELINE = Pipeline(Settings(options={name: {"off": True} for name in ORDER}))


def cleaned(names):
    out = {}
    for name in names:
        (doc,) = PIPELINE(TEXTS[name], f"{name}.txt").documents
        out[name] = doc.document_record(), doc.to_records()
    return out


def run(names, index=None, **options):
    records = cleaned(names)
    deduper = Deduper(index, **options)
    for name in names:
        deduper.add(*records[name])
    deduper.decide()
    out = {name: (deduper.segments(name, records[name][1]), deduper.document(records[name][0])) for name in names}
    out = {name: (rows, deduper.document(records[name][0])) for name, (rows, _) in out.items()}
    deduper.commit()
    deduper.close()
    return out, deduper.superseded


def texts(out):
    return {name: [s["text"] for s in rows] for name, (rows, _) in out.items()}


def test_the_weaker_copy_goes_and_says_where_the_other_stands():
    out, _ = run("abcde")
    assert texts(out)["b"] == ["先说别的事情。", "再说别的。"]
    (gone,) = out["b"][1]["dropped"]
    target = gone["duplicate_of"]
    assert (gone["rule"], target["doc_id"]) == ("dedup:across", "a")
    assert LONG in TEXTS["a"][slice(*target["span"])]
    assert 0.75 < target["score"] < 1
    assert TEXTS["b"][slice(*gone["span"])] == EDITED


def test_equal_copies_stay_where_the_id_is_first():
    out, _ = run("dc")
    assert OTHER in texts(out)["c"][0]
    assert OTHER not in "".join(texts(out)["d"])


def test_documents_without_repetition_are_not_touched():
    out, _ = run("ae")
    records = cleaned("ae")
    assert all(out[name][0] == records[name][1] and out[name][1] == records[name][0] for name in "ae")


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_documents_does_not_matter(seed):
    names = list("abcde")
    expected = run(names)[0]
    random.Random(seed).shuffle(names)
    assert run(names)[0] == expected


def test_two_runs_with_an_index_keep_what_one_run_keeps(tmp_path):
    whole = texts(run("abcde")[0])
    first, none = run("ac", tmp_path / "index")
    second, better = run("bde", tmp_path / "index")
    assert {**texts(first), **texts(second)} == whole
    assert none == better == []


def test_a_better_copy_in_a_later_run_is_told(tmp_path):
    run("b", tmp_path / "index")
    out, superseded = run("a", tmp_path / "index")
    assert LONG in "".join(texts(out)["a"])
    assert [(r["doc_id"], r["duplicate_of"]["doc_id"]) for r in superseded] == [("b", "a")]


def test_the_same_documents_again_are_no_repetition_of_themselves(tmp_path):
    first, _ = run("abcde", tmp_path / "index")
    again, superseded = run("abcde", tmp_path / "index")
    assert texts(again) == texts(first)
    assert superseded == []


def test_an_interrupted_run_leaves_the_index_as_it_was(tmp_path):
    run("a", tmp_path / "index")
    deduper = Deduper(tmp_path / "index")
    deduper.add(*cleaned("c")["c"])
    deduper.close()
    out, _ = run("d", tmp_path / "index")
    assert OTHER in "".join(texts(out)["d"])


def test_an_index_of_another_format_is_refused(tmp_path):
    run("a", tmp_path / "index")
    import sqlite3

    with sqlite3.connect(tmp_path / "index") as db:
        db.execute("update facts set value = '0' where key = 'format'")
    with pytest.raises(UsageError, match="other settings"):
        Deduper(tmp_path / "index")
    (tmp_path / "text").write_text("not an index at all, but long enough to be looked at as one")
    for bad in (tmp_path / "text", tmp_path / "no" / "folder"):
        with pytest.raises(UsageError, match="cannot be used"):
            Deduper(bad)


@pytest.mark.parametrize("options", [{}, {"keep_dropped": True}, {"drop": False}], ids=["drop", "keep", "mark"])
def test_both_laws_hold_after_the_cut(options):
    out, _ = run("abcd", **options)
    for name, (rows, document) in out.items():
        source = TEXTS[name]
        spans = [s["span"] for s in rows] + [d["span"] for d in document["dropped"]]
        for s in rows:
            edits = [
                type("E", (), {"start": e["span"][0], "end": e["span"][1], "after": e["after"]}) for e in s["edits"]
            ]
            assert replay(source, s["span"], edits) == s["text"]
        at = 0
        for start, end in sorted(spans):
            assert start >= at
            assert not source[at:start].strip()
            at = end
        assert not source[at:].strip()
        assert [s["index"] for s in rows] == list(range(len(rows)))


def test_only_marking_keeps_every_word():
    out, _ = run("ab", drop=False)
    assert EDITED in [s["text"] for s in out["b"][0]]
    assert [s["duplicate_of"] is not None for s in out["b"][0] if s["text"] == EDITED] == [True]


def test_a_reposted_document_goes_with_its_short_blocks():
    TEXTS["z"] = TEXTS["a"]
    out, _ = run("az")
    assert texts(out)["z"] == []
    assert out["z"][1]["stats"]["segments"] == 0


def test_documents_of_one_event_are_related_and_only_verbatim_copies_go():
    said = [LONG, OTHER, THIRD]
    heard = [
        "锅炉改造这个第一步呢是测温。我们在三个车间装了传感器,每分钟记一次数,连续记了大半年了,才敢说哪里漏热,哪里是仪表不准。",
        "螺丝这个标准是吵出来的。南边厂要省料,北边厂要结实,吵了有四年,最后谁都没全赢,可谁都照着做,出口也跟着起来了。",
        THIRD,
    ]
    people = [{"name": name, "role": None, "aliases": []} for name in ("张三", "李四")]
    deduper = Deduper()
    documents = {}
    for name, rows in (
        ("m", said),
        ("n", heard),
        ("o", ["谁也不像的一篇,讲的是另一座城里的另一口井,井水是甜的,夏天不干,冬天不冻。"]),
    ):
        (doc,) = PIPELINE("\n\n".join(rows), f"{name}.txt").documents
        documents[name] = {**doc.document_record(), "participants": people}, doc.to_records()
        deduper.add(*documents[name])
    deduper.decide()
    kept = {name: deduper.segments(name, segments) for name, (_, segments) in documents.items()}
    same = {name: deduper.document(record)["same_event"] for name, (record, _) in documents.items()}
    assert same == {"m": ["n"], "n": ["m"], "o": []}
    assert "\n\n".join(s["text"] for s in kept["n"]) == "\n\n".join(heard[:2])


@pytest.mark.parametrize(
    ("first", "second", "related"),
    [
        (["张三", "李四"], ["李四", "张三"], True),
        (["张三", "李四"], ["张三", "王五"], False),
        (["张三", "观众1", "主持人"], ["张三", "观众1", "主持人"], False),
    ],
    ids=["two people", "one person", "one person and parts"],
)
def test_the_same_content_is_one_event_where_two_people_are_the_same(first, second, related):
    assert _same_event(f"{LONG}\n\n{OTHER}", f"{EDITED}\n\n{OTHER}好了。", first, second) == related


def test_two_names_of_one_person_are_no_two_people():
    people = [{"name": "张三丰", "role": None, "aliases": ["三丰"]}]
    assert not _same_event(f"{LONG}\n\n{OTHER}", f"{EDITED}\n\n{OTHER}好了。", people, people)


def test_the_same_people_on_the_same_subject_another_day_are_another_event():
    later = (
        "锅炉改造做完一年了,今天不谈测温,谈谈花掉的钱。每个车间的传感器后来都坏了一半,换新的要批,批要等,等到开春才修好。"
        "仪表不准的事也没有完,厂家来了三回,最后一回把表全带走了,到现在也没有送回来。"
    )
    assert not _same_event(f"{LONG}\n\n{THIRD}", later, ["张三", "李四"], ["张三", "李四"])


def _same_event(one, other, first, second):
    deduper = Deduper()
    documents = []
    for name, text, people in (("m", one, first), ("n", other, second)):
        (doc,) = PIPELINE(text, f"{name}.txt").documents
        listed = [p if isinstance(p, dict) else {"name": p, "role": None, "aliases": []} for p in people]
        documents.append({**doc.document_record(), "participants": listed})
        deduper.add(documents[-1], doc.to_records())
    deduper.decide()
    same = [deduper.document(record)["same_event"] for record in documents]
    assert same in ([["n"], ["m"]], [[], []])
    return bool(same[0])


def _pages(*texts, site="example.org"):
    deduper = Deduper()
    documents = []
    for n, text in enumerate(texts):
        (doc,) = PIPELINE(text, f"crawl/{site}/{n}.txt").documents
        documents.append((doc.document_record(), doc.to_records()))
        deduper.add(*documents[-1])
    deduper.decide()
    rows = [deduper.segments(record["doc_id"], segments) for record, segments in documents]
    dropped = [[d["rule"] for d in deduper.document(record)["dropped"]] for record, _ in documents]
    return ["\n\n".join(s["text"] for s in r) for r in rows], dropped


def test_lines_that_all_pages_of_a_site_carry_are_furniture():
    talks = [LONG, OTHER, THIRD]
    texts, dropped = _pages(*(f"某某城市之窗\n\n{t}\n\n某某传媒集团出品" for t in talks))
    assert texts == talks
    assert dropped == [["boilerplate:site/repeated"] * 2] * 3


def test_what_speakers_say_in_all_talks_of_a_site_stays():
    talks = [f"大家好。\n\n{t}\n\n谢谢大家。" for t in (LONG, OTHER, THIRD)]
    assert _pages(*talks)[0] == talks


def test_lines_of_files_from_nowhere_stay():
    talks = [f"某某城市之窗\n\n{t}" for t in (LONG, OTHER, THIRD)]
    assert _pages(*talks, site="talks")[0] == talks
