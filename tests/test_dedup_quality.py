"""Floors under the quality of dedup on generated copies; `benchmarks/dedup.py` gives the figures."""

from __future__ import annotations

import pytest

from copies import STEP, Score, Writer, corpus, document, find_across, judge, score_across, talk


@pytest.mark.parametrize("strength", [0.0, 0.05, 0.10, 0.15])
def test_copies_are_found_and_genuine_repetition_stays(strength):
    writer, score = Writer(3), Score()
    for _ in range(4):
        made = talk(writer, strength)
        judge(made, list(STEP(document(made)).marks), score)
    assert score.made > 30
    assert score.f1 >= 0.98
    assert score.kept >= 0.99 * score.genuine
    assert score.near >= 0.9 * score.right


def test_copies_are_found_across_documents():
    documents, truth = corpus(Writer(5), 1500)
    score = score_across(find_across(documents), truth)
    assert score.precision >= 0.99
    assert score.recall >= 0.98
