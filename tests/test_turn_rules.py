"""The shortcuts of the rules of speaker turns see what the rules themselves see."""

from __future__ import annotations

import numpy as np
import pytest

from dialogues.written import Written, everything
from tclean.core.document import Document, Source
from tclean.stages.speakers.inferred.discover import discover
from tclean.stages.speakers.inferred.rules import Look, most_sure
from tclean.stages.speakers.inferred.scene import scene_of, setting_of
from tclean.stages.speakers.inferred.style import sure_cuts
from tclean.stages.speakers.inferred.weights import load
from tclean.text.factors import firsts


def _text(work: Written) -> str:
    return "".join(words for _, words in work.turns)


@pytest.mark.parametrize("work", everything()[:2], ids=lambda work: work.name)
def test_an_opening_is_looked_for_wherever_it_can_match(work: Written) -> None:
    look = Look(_text(work), load())
    at = np.flatnonzero(look.solid)
    for opening in load().openings:
        found = [opening.pattern.match(look.text, place) for place in at.tolist()]
        assert look.opened(opening, at, look.openers(at)).tolist() == [
            m.lastindex if m else opening.otherwise for m in found
        ]


@pytest.mark.parametrize("work", everything()[:2], ids=lambda work: work.name)
def test_no_candidates_have_more_answers_than_the_quick_count(work: Written) -> None:
    doc = Document.of(Source("t.txt", _text(work)), "t")
    setting = setting_of(doc, doc.text, load())
    assert sure_cuts(scene_of(setting).cuts, load()) <= most_sure(setting.look) > 0


@pytest.mark.parametrize(
    ("pattern", "first"),
    [
        ("", None), ("甲?", None), (".甲", None), ("[^甲]", None), ("(?:甲|)乙?", None), ("甲|", None),
        ("(?i)甲", None),
        ("甲{0,2}乙", "乙甲"), ("甲{2}乙", "甲"), ("(?!丙)甲|[a-c]", "甲abc"),
        (r"(?<=甲)(?:乙*丙+)丁", "丙乙"), (r"\?甲", "?"), (r"\d甲", "0123456789"),
    ],
)  # fmt: skip
def test_how_a_match_begins(pattern: str, first: str | None) -> None:
    found = firsts(pattern)
    if first is None or found is None:
        assert found == first
    elif pattern == r"\d甲":
        assert set(first) < found
    else:
        assert found == set(first)


def test_a_rule_of_single_words_holds_where_its_pattern_ends() -> None:
    look = Look(_text(everything()[0]), load())
    at = np.flatnonzero(look.solid)[1:]
    rules = [rule for rule in load().cuts if rule.words]
    assert rules
    for rule in rules:
        ends = look.left[at] if rule.at == "left" else at
        assert look.holds(rule, at).tolist() == look.ends(rule)[ends].tolist()


def test_a_crowd_that_is_named_here_and_there_is_no_cast() -> None:
    names = [family + "老师" for family in "赵钱孙李周吴郑王冯陈褚卫"]
    text = "".join(f"谢谢{name}，嗯我觉得还行。请{name}先说，对我同意。" for name in names)
    assert len(discover(text, load())) == load().raw["discover"]["most"] < len(names)
