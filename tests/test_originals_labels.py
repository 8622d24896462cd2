"""The labelled originals: every label opens a turn of the right person, and no other line does."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tclean.core.segments import BLOCKS
from tclean.pipeline import Cleaned, Pipeline

FOLDER = os.environ.get("TCLEAN_SEEDS")
pytestmark = [
    pytest.mark.skipif(FOLDER is None, reason="TCLEAN_SEEDS does not name the folder of the originals"),
    pytest.mark.slow,
]
SAME = {"大海": "李大海", "仲远": "王仲远", "Q": "北京商报记者", "A": "王仲远"}
LABELS = {
    "000": "李开复 张亚勤 杨植麟 王小川 张鹏 李大海 大海 黄铁军 王仲远 仲远",
    "001": "周忠和 薛澜 张宏江 李航 观众1 观众2 观众3 观众4 观众5",
    "002": "林凡 李大海 AI光年",
    "003": "Q A",
}
ROLES = {
    "000": {"黄铁军": "host", "王仲远": "host", "李大海": "guest", "张鹏": "guest"},
    "001": {"周忠和": "host", "薛澜": "guest", "观众3": "audience"},
    "002": {"林凡": "host", "李大海": "guest", "AI光年": "interviewer"},
    "003": {"北京商报记者": "interviewer", "王仲远": "guest"},
}


@pytest.fixture(scope="module")
def cleaned() -> dict[str, Cleaned]:
    assert FOLDER is not None
    pipeline = Pipeline()
    names = {p.name[:3]: p for p in Path(FOLDER).glob("*.txt")}
    return {n: pipeline(names[n].read_bytes(), str(names[n])).documents[0] for n in LABELS}


@pytest.mark.parametrize("number", LABELS)
def test_every_labelled_turn_has_its_speaker_and_nothing_else_is_one(cleaned: dict[str, Cleaned], number: str) -> None:
    doc = cleaned[number].document
    names = "|".join(LABELS[number].split())
    written = [m[1] for m in re.finditer(rf"^\s*({names}):", doc.source.text, re.M)]
    turns = [m.value for m in doc.marked("turn") if m.value["method"] == "label"]
    assert [t["label"] for t in turns] == written
    assert [t["name"] for t in turns] == [SAME.get(w, w) for w in written]


@pytest.mark.parametrize("number", LABELS)
def test_roles(cleaned: dict[str, Cleaned], number: str) -> None:
    roles = {p.name: p.role for p in cleaned[number].document.meta.participants}
    assert {n: roles.get(n) for n in ROLES[number]} == ROLES[number]


@pytest.mark.parametrize("number", LABELS)
def test_no_label_is_left_in_the_text(cleaned: dict[str, Cleaned], number: str) -> None:
    names = "|".join(LABELS[number].split())
    assert not re.search(rf"^({names}):", cleaned[number].text, re.M)


def test_lines_between_the_turns_are_headings(cleaned: dict[str, Cleaned]) -> None:
    heads = [s.text for s in cleaned["000"].segments if s.kind == "heading"]
    assert sum(h.startswith("关于") for h in heads) == 5
    assert sum(h[:2] in ("一、", "二、") for h in heads) == 2
    assert all(s.speaker is None for s in cleaned["000"].segments if s.kind in BLOCKS and s.kind == "heading")


def test_answers_under_the_hosts_label_are_not_his_for_sure(cleaned: dict[str, Cleaned]) -> None:
    unsure = [s for s in cleaned["001"].segments if "speaker:uncertain" in s.flags]
    assert len(unsure) == 2
    assert all(s.speaker is not None and s.speaker["name"] is None and s.speaker["confidence"] < 0.5 for s in unsure)


def test_what_the_leads_say_about_the_people(cleaned: dict[str, Cleaned]) -> None:
    about = {p.name: p.about for n in ("000", "001") for p in cleaned[n].document.meta.participants}
    assert about["杨植麟"] == "月之暗面 CEO"
    assert about["李航"] == "字节跳动研究部门负责人"
