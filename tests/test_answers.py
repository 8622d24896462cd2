"""What ties the words behind a cut to those before it, and how the likeliest turns are chosen."""

from __future__ import annotations

import numpy as np

from tclean.stages.speakers.inferred.answers import echoes, sentence_borders
from tclean.stages.speakers.inferred.decode import expected_path
from tclean.stages.speakers.inferred.rules import Look
from tclean.stages.speakers.inferred.weights import load

EXPECTED = {"characters": 100.0, "tolerance": 6, "least": 0.3}


def _echo(text: str, *cuts: str) -> list[tuple[bool, bool]]:
    places = np.array([text.index(c) for c in cuts])
    behind = Look(text, load()).openers(places)
    return [(a > 0, b > 0) for a, b in zip(*echoes(text, places, behind, load()), strict=True)]


def test_the_last_words_taken_up_are_an_echo() -> None:
    text = "所以缓存满了以后是不是要重置，对，要重置，其实每天都做，那费用呢，费用不高。"
    assert _echo(text, "对，要重置", "其实每天", "费用不高") == [(False, True), (False, False), (True, False)]


def test_what_was_said_all_along_is_no_echo() -> None:
    text = "费用是大事，" + "我们每天都要看一看，" * 3 + "那么费用，费用其实不高。"
    assert _echo(text, "费用其实") == [(False, False)]


def test_a_condition_waits_for_its_answer() -> None:
    text = "如果明天下雨，我们就不去，"
    places = np.array([7])
    _, _, waits = sentence_borders(text, places, places - 1)
    assert waits.tolist() == [1.0]


def test_a_cut_falls_at_the_likeliest_place_nearby() -> None:
    places = np.array([0, 50, 54, 120])
    share = np.array([[0.9, 0.1], [0.5, 0.5], [0.1, 0.9]])
    starts = np.array([[1.0, 0.0], [0.0, 0.3], [0.0, 0.5]])
    assert expected_path(places, share, starts, EXPECTED) == [(0, 2, 0), (2, 3, 1)]


def test_an_unlikely_turn_is_not_cut_out() -> None:
    places = np.array([0, 50, 60, 120])
    share = np.array([[0.9, 0.1], [0.8, 0.2], [0.9, 0.1]])
    starts = np.array([[1.0, 0.0], [0.0, 0.2], [0.2, 0.0]])
    assert expected_path(places, share, starts, EXPECTED) == [(0, 3, 0)]
