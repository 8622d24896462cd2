"""What words say about who speaks: the data, the tables, the tool that fits them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import yaml

import tclean
from tclean.stages.speakers.inferred.cues import host_like, likely_places, load
from tclean.stages.speakers.inferred.ngrams import Alphabet, Ngrams
from tclean.text.langdata import language_data

TOOL = Path(__file__).parents[1] / "tools/fit_cues.py"


def test_the_strings_are_short_and_sorted() -> None:
    data = language_data("cues")
    for strings in map(list, (data["role"]["host"], data["cut"]["after"], data["inside"]["begins"])):
        assert len(strings) > 200
        assert strings == sorted(strings)
        assert max(map(len, strings)) <= 6


def test_ngrams_count_what_a_search_counts() -> None:
    values = {"好": 1.0, "好的": 0.5, "的，": 0.25, "A": 2.0}
    letters = Alphabet.of([*values])
    text = "好的，好，。AI的 好\U00020000的！"
    symbols, where = letters.read(text)
    table = Ngrams.of(letters, {k: [v] for k, v in values.items()})
    assert len(where) == len("，好的，好，A的，好?的，")
    assert table.sums(symbols, np.arange(len(symbols))).sum() == 3 * 1.0 + 0.5 + 3 * 0.25 + 2.0
    before = Ngrams.of(letters, {"的，": [1.0]}, backwards=True)
    assert before.sums(symbols, np.array([4]), -1).tolist() == [[1.0]]


@pytest.mark.parametrize(
    ("host", "guest"),
    [
        ("那您怎么看这个问题，时间关系我们请下一位嘉宾", "就是说我们公司那个时候就三个人，后来都不敢想"),
        ("好，欢迎来到今天的圆桌，我是主持人，先请您介绍一下", "它的成本大概就掉了一半，客户那边都不知道"),
    ],
)
def test_hosts_and_guests_sound_different(host: str, guest: str) -> None:
    first, second = host_like(host + "，" + guest, np.array([0, len(host) + 1]), load())
    assert first > 0 > second


def test_places_inside_clauses_are_found_by_the_words_around() -> None:
    around = "我们这个项目从前年的冬天开始做，" * 20
    text = f"{around}那你们当时为什么没有投呢那我先说吧我们看了两年才看明白，{around}"
    assert text.index("那我先说") in likely_places(text, load()).tolist()


def test_two_people_announced_make_a_dialogue() -> None:
    text = (
        "那这个车间原来是做什么的，做搪瓷盆的，我们接手的时候炉子还是热的，后来呢就一点一点改成做锅，"
        "改的时候最难的是什么，最难的是人，老师傅不愿意学，他说我做了三十年盆你让我做锅，"
        "那您怎么说服他们的，我没有说服，我自己先学了三个月"
    )
    doc = tclean.clean(text, participants=["许诺:host", "韩立群"])
    assert {s["speaker"]["name"] for s in doc.to_records() if s["speaker"]} >= {"许诺", "韩立群"}


@pytest.mark.slow
def test_the_tool_learns_the_same_again(tmp_path: Path) -> None:
    for writer in "abc":
        folder = tmp_path / writer
        folder.mkdir()
        for n in range(2):
            turns = "".join(f"[甲]您怎么看{w}\n[乙]我们做{w}，都做了\n" for w in ("锅", "盆", "碗", "灯", "车"))
            (folder / f"{n}.ann").write_text(f"# 一席谈\n# participants: 甲:host,乙:guest\n{turns}", "utf-8")
    out = [tmp_path / "one.yaml", tmp_path / "two.yaml"]
    for target in out:
        files = [str(p) for p in sorted(tmp_path.glob("*/*.ann"))]
        subprocess.run([sys.executable, str(TOOL), *files, "--out", str(target)], check=True)
    assert out[0].read_text("utf-8") == out[1].read_text("utf-8")
    learnt = out[0].read_text("utf-8")
    weights = yaml.safe_load(learnt)["role"]["host"]
    assert weights["么看"] > 0.2
    assert weights["做"] < -0.2
