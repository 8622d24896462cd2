"""Repeated blocks: which copy survives, and where `duplicate_of` points."""

from __future__ import annotations

import pytest

from harness import check_laws, run
from tclean.core.document import Document, Source
from tclean.core.edit import Findings, Mark, edit
from tclean.core.segments import build as segments_of
from tclean.core.settings import Settings
from tclean.pipeline import Cleaned
from tclean.ruleset.model import RuleSet
from tclean.stages.dedup import build

SAID = "锅炉改造的第一步是测温。我们在三个车间装了传感器,每分钟记一次数,连续记了半年,才敢说哪里漏热。"
EDITED = "要先测温。锅炉改造第一步是测温。我们在三个车间装传感器,每分钟记一次数,连续记了半年,才敢说哪里漏热。"
ONLY_HERE = "厂里今年的账还没有人算清楚,会计走了两个,剩下的一个只管发工资,谁来问都说等年底。"


def document(summary: list[str], talk: list[str], drop: bool = True) -> Document:
    text = "\n\n".join([*summary, *talk])
    doc = Document.of(Source("t.txt", text), "t")
    at, marks = 0, []
    for row in summary:
        marks.append(Mark(at, at + len(row), "summary", "layout:summary", {"from": "editor"}))
        at += len(row) + 2
    doc.advance(Findings(marks=marks))
    (step,) = build(Settings(options={"dedup": {"drop": drop}}), RuleSet())
    doc.advance(step(doc))
    return doc


@pytest.mark.parametrize("copy", [SAID, EDITED], ids=["verbatim", "edited"])
def test_a_summary_paragraph_points_at_what_was_said(copy):
    doc = document([copy], ["先说别的。", "老板:" + SAID + "完了。"])
    (mark,) = doc.marked("summary")
    found = mark.value["duplicate_of"]
    assert doc.source.text[slice(*found["span"])] == SAID
    assert (mark.rule, mark.value["drop"], mark.value["from"]) == ("dedup:summary", True, "editor")
    assert found["score"] > 0.8


def test_the_dropped_paragraph_is_recorded_and_the_rest_stays():
    doc = document([SAID, ONLY_HERE], ["老板:" + SAID])
    segments, dropped = segments_of(doc)
    check_laws([Cleaned(doc, segments, dropped)])
    assert [s.kind for s in segments] == ["summary", "speech"]
    assert [(d.kind, d.rule, d.duplicate_of["doc_id"]) for d in dropped] == [("summary", "dedup:summary", "t")]


def test_verbatim_only_marks():
    doc = document([SAID], ["老板:" + SAID], drop=False)
    segments, dropped = segments_of(doc)
    assert [s.kind for s in segments] == ["summary", "speech"]
    assert segments[0].duplicate_of is not None
    assert not dropped


def test_a_repeated_paragraph_that_is_only_marked_stays_speech():
    cleaned = run(f"{SAID}\n\n先说别的。\n\n{SAID}", ("dedup",), profile="verbatim")
    assert [(s.kind, s.duplicate_of is not None) for s in cleaned.segments] == [("speech", False), ("speech", True)]


def test_headlines_and_paragraphs_of_their_own_are_not_linked():
    doc = document(["锅炉改造的第一步是测温,我们在三个车间装了传感器", ONLY_HERE], ["老板:" + SAID])
    assert all("duplicate_of" not in m.value for m in doc.marked("summary"))


def test_spans_point_into_the_source_text_through_earlier_edits():
    text = f"呃{SAID}\n\n好。\n\n呃{SAID}"
    doc = Document.of(Source("t.txt", text), "t")
    cuts = [0, text.rindex("呃")]
    doc.advance(Findings([edit(text, at, at + 1, "", "disfluency:filler") for at in cuts]))
    (step,) = build(Settings(), RuleSet())
    doc.advance(step(doc))
    (mark,) = doc.marked("duplicate")
    assert text[slice(*mark.value["duplicate_of"]["span"])] == SAID
    assert mark.start > text.index("好")


def test_a_later_mark_of_the_same_stretch_and_kind_replaces_the_earlier():
    doc = Document.of(Source("t.txt", "一二三"), "t")
    for rule in ("layout:a", "layout:b"):
        doc.advance(Findings(marks=[Mark(0, 2, "summary", rule)]))
    doc.advance(Findings(marks=[Mark(0, 2, "heading", "layout:c")]))
    assert [m.rule for m in doc.marks] == ["layout:b", "layout:c"]


def test_furniture_that_was_mended_first_is_dropped_not_edited():
    cleaned = run("大家好,我们开始。\n\nCopyright\xa0©\xa02024\xa0某某公司\xa0版权所有", ("repair", "boilerplate"))
    assert [(d.kind, d.rule) for d in cleaned.dropped] == [("boilerplate", "boilerplate:legal/copyright")]
    assert [s.edits for s in cleaned.segments] == [[]]


def test_of_many_copies_one_stays():
    long = SAID + ONLY_HERE + "过了年再说,眼下先把炉子看好,谁当班谁签字,签了字就要负责到底,出了事不许往外推。"
    cleaned = run("\n\n".join([long] * 50), ("dedup",))
    assert cleaned.text == long
    assert {d.duplicate_of["span"][0] for d in cleaned.dropped} == {0}
