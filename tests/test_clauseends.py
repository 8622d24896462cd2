"""What is read at all clause borders at once is what would be read at each of them alone."""

from __future__ import annotations

import random

import numpy as np
import pytest

from tclean.core.document import Document, Source
from tclean.stages.reflow.borders import borders
from tclean.stages.reflow.regions import regions
from tclean.text.clauseends import WAITS, weigher
from tclean.text.clausescan import scan
from tclean.text.codes import Tree, codes, places, skipped

WORDS = [
    "如果", "那", "那么", "所以", "因为", "但是", "我们", "这个", "这是",
    "觉得", "就", "一旦", "一收紧", "的话", "来说", "来说呢", "呢", "呢呢",
    "吗", "的", "是", "嗯", "呃，", "嗯，啊，", "啊，啊，，啊", "当然",
    "当", "因为如果", "也正是为了", "即使", "不仅", "一方面", "之所以", "谢谢",
    "到了", "早在", "他", "数据", "对于数据", "大模型", "很好", "看看",
    "GPT", "3", "😀", "怎么看呢", "行不行", "第二个", "其实也",
]  # fmt: skip
MARKS = "，，，，，，，。？\n"


def _said(seed: int, clauses: int = 300) -> str:
    chance = random.Random(seed)
    parts = ("".join(chance.choices(WORDS, k=chance.randrange(6))) + chance.choice(MARKS) for _ in range(clauses))
    return "开始，" + "".join(parts) + "结束"


def _clauses(text: str):
    doc = Document.of(Source("x.txt", text), "x")
    doc.meta.extra["labelled"] = False
    found = borders(text, regions(doc))
    return found.clauses, found.kinds


@pytest.mark.parametrize("seed", range(5))
def test_no_comma_is_passed_over_that_could_end_a_sentence(seed: int) -> None:
    clauses, kinds = _clauses(_said(seed))
    for i in range(1, len(kinds)):
        for first in range(max(0, i - 4), i):
            size = clauses.ends[i] - clauses.starts[first]
            if size < clauses.need[i] and clauses.comma[i] == i:
                assert clauses.ends_here(first, i) <= 0 or size < 30  # weak openers count in long sentences alone


@pytest.mark.parametrize("seed", range(5))
def test_words_at_many_places_weigh_what_they_weigh_at_one(seed: int) -> None:
    text = _said(seed)
    know, chars, at = weigher(), codes(text), np.arange(1, len(text) + 1)
    assert scan().endings(chars, at)[0].tolist() == [know.tail(text, n) for n in at.tolist()]
    alone = [know[row] for row in know.openings_at(text, at.tolist())]
    found = scan().openings(text, chars, at)
    assert [found.sounds.tolist(), found.heads.tolist()] == [[row[n] for row in alone] for n in (0, 1)]
    assert [flags & 0x1FF for flags in found.flags.tolist()] == [row[2] for row in alone]
    assert any(row[2] & WAITS for row in alone)


def test_a_tree_walks_to_the_end_of_the_longest_word_and_no_further() -> None:
    tree = Tree(["ab", "abcd", "b"])
    chars = codes("abcabcdxb")
    assert [tree.nodes[n] for n in tree.reached(chars, np.arange(9))] == ["abc", "b", "", "abcd", "b", "", "", "", "b"]
    back = Tree(["ab", "cb"], back=True)
    assert [back.nodes[n] for n in back.reached(codes("abcb"), np.array([0, 1, 2, 4]))] == ["", "", "ab", "cb"]


def test_nothing_is_read_beyond_the_text() -> None:
    assert codes("一").tolist() == [ord("一"), 0]
    assert places("一二一", "一").tolist() == [0, 2]
    assert skipped(codes("  "), np.array([0]), " ").tolist() == [2]
    assert skipped(codes("  "), np.array([2]), " ", -1).tolist() == [0]
