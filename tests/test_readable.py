"""What the readable-text stages do to a whole document: events, credits, paragraphs, profiles."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import run
from tclean.text.linelayout import layout_of

ROOT = Path(__file__).parents[1]
READABLE = ("reflow", "disfluency", "itn")
CLAUSES = (
    "我们先去看了三个不同的场地，第一个场地在城市的北边，离地铁站有一点远，但是价钱很便宜，电也够用，"
    "第二个场地在河的对岸，那边的房子比较旧，所以要花很多的时间去修，第三个场地最好，可是已经租出去了，"
    "后来我们又去问了一次，房东说明年的三月份可以空出来，那我们就决定等一等，同时先把机器都订好，"
)


def chunks(text: str, size: int = 60) -> str:
    """`text` cut at commas into pieces of about `size` characters, each closed by a false full stop."""
    lines, line = [], ""
    for clause in text.rstrip("，").split("，"):
        if line and len(line) + len(clause) >= size:
            lines.append(line.rstrip("，") + "。")
            line = ""
        line += clause + "，"
    lines.append(line.rstrip("，") + "。")
    return "\n\n".join(lines)


TALK = chunks(CLAUSES * 6)


def test_events_in_brackets_become_segments_in_place() -> None:
    segments = run("[音乐]，大家好。（掌声）我们开始。", READABLE).segments
    assert [(s.kind, s.text) for s in segments] == [
        ("event", "[音乐]"),
        ("speech", "大家好。"),
        ("event", "（掌声）"),
        ("speech", "我们开始。"),
    ]


def test_invented_credits_are_dropped_with_their_rule() -> None:
    cleaned = run("今天就讲到这里。\n\n请不吝点赞 订阅 转发 打赏支持明镜与点点栏目\n\n谢谢。", READABLE)
    assert [s.text for s in cleaned.segments] == ["今天就讲到这里。", "谢谢。"]
    assert [(d.kind, d.rule) for d in cleaned.dropped] == [("boilerplate", "reflow:credits")]


def test_thanks_for_watching_stays_unless_it_stands_there_again_and_again() -> None:
    once = "第一个问题是场地。\n\n谢谢观看\n\n第二个问题是供电。"
    assert "谢谢观看" in run(once, READABLE).text
    again = run(once + "\n\n请订阅我的频道\n\n第三个问题是散热。", READABLE)
    assert again.text == "第一个问题是场地。\n\n第二个问题是供电。\n\n第三个问题是散热。"
    assert [d.rule for d in again.dropped] == ["reflow:credits"] * 2


@pytest.mark.parametrize(
    ("size", "forced", "gap"), [(60, True, "\n\n"), (60, False, "\n"), (200, True, "\n\n"), (33, False, "\n")]
)
def test_speech_cut_by_count_is_whole_again(size: int, forced: bool, gap: str) -> None:
    talk = CLAUSES.replace("，", "") * 3
    cut = gap.join(talk[i : i + size] + "。" * forced for i in range(0, len(talk), size))
    text = run(cut, ("layout", "reflow")).text
    assert "".join(c for c in text if c.isalnum()) == talk
    marks = [i for i, c in enumerate(text) if not c.isalnum()]
    assert len(marks) > 10
    whole = ("场地", "地铁站", "便宜", "对岸", "旧", "租出去", "三月份", "等一等", "机器")
    assert all(word in text for word in whole)


def test_an_endless_chain_of_clauses_on_one_line_becomes_sentences_and_paragraphs() -> None:
    text = run(CLAUSES * 4, READABLE).text
    assert text.count("。") > 8
    assert "\n\n" in text


def test_chunks_are_chunked_and_what_comes_out_is_prose() -> None:
    assert layout_of(TALK) == "chunked"
    assert layout_of(run(TALK, READABLE).text) == "prose"


def test_no_content_character_is_lost_in_reflow() -> None:
    def letters(text: str) -> str:
        return "".join(c for c in text if c.isalnum())

    assert letters(run(TALK, ("reflow",)).text) == letters(TALK)


def test_paragraphs_have_a_readable_length_and_end_with_a_sentence() -> None:
    paragraphs = run(TALK, READABLE).text.split("\n\n")
    assert len(paragraphs) > 2
    assert all(75 <= len(p) <= 420 for p in paragraphs)
    assert all(p.endswith(("。", "？", "！")) for p in paragraphs)


def test_paragraph_length_is_an_option(tmp_path: Path) -> None:
    profile = tmp_path / "short.yaml"
    profile.write_text("version: 1\nname: short\nextends: clean\nstages:\n  reflow: {paragraph: [60, 120]}\n", "utf-8")
    usual, short = run(TALK, READABLE).text, run(TALK, READABLE, profile=str(profile)).text
    assert short.count("\n\n") > usual.count("\n\n")


@pytest.mark.parametrize("profile", ["verbatim", "clean", "corpus"])
def test_cleaning_twice_changes_nothing(profile: str) -> None:
    once = run(TALK, READABLE, profile=profile).text
    assert run(once, READABLE, profile=profile).text == once


def test_edits_are_small() -> None:
    assert max(e.end - e.start for e in run(TALK, READABLE).edits) <= 4


def test_blocks_and_labels_are_never_joined() -> None:
    marked = "# 第一部分\n\n" + TALK + "\n\n![](a.png)\n\n" + TALK
    text = run(marked, READABLE).text
    assert text.startswith("# 第一部分\n\n")
    assert "\n\n![](a.png)\n\n" in text


def test_the_paragraph_of_the_documentation_comes_out_as_shown() -> None:
    blocks = (ROOT / "docs" / "readable.md").read_text("utf-8").split("```text\n")[1:]
    given, verbatim, clean, corpus = (b.split("\n```")[0] for b in blocks[:4])
    for profile, shown in (("verbatim", verbatim), ("clean", clean), ("corpus", corpus)):
        assert run(given, READABLE, profile=profile).text == shown
