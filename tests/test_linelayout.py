"""Line layouts told apart on small texts written for this test."""

from __future__ import annotations

from tclean.text.linelayout import layout_of

CLAUSES = [
    "我们先来看第一张图",
    "这是去年做的一个实验",
    "当时用的机器不算多",
    "结果比大家想的要好一些",
    "后来又换了一批新的数据",
]


def chunk(n: int, sep: str = "，") -> str:
    return sep.join(CLAUSES[(n + i) % 5] for i in range(6)) + "。"


def test_equal_pieces_closed_by_a_stop_are_chunks() -> None:
    assert layout_of("# 标题\n\n" + "\n\n".join(chunk(n) for n in range(6))) == "chunked"


def test_spaces_for_commas_are_told_from_commas() -> None:
    assert layout_of("\n\n".join(chunk(n, " " if n % 2 else "，") for n in range(6))) == "spaced"


def test_short_open_lines_are_subtitles() -> None:
    assert layout_of("\n".join(CLAUSES * 3)) == "lines"


def test_paragraphs_with_stops_inside_are_prose() -> None:
    paragraph = "。".join(CLAUSES) + "。"
    assert layout_of("\n\n".join([paragraph] * 6)) == "prose"


def test_too_little_text_is_prose() -> None:
    assert layout_of(chunk(0)) == "prose"
    assert layout_of("") == "prose"
