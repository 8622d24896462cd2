"""The parts of the search by sound agree with their plain definitions; its edits explain themselves."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from itertools import pairwise
from math import isclose

import numpy as np
import pytest

from tclean.core.document import Document, Participant, Source
from tclean.core.edit import Edit, Grade, Mark
from tclean.core.settings import Settings
from tclean.ruleset.model import Pack, RuleSet, Term
from tclean.stages.terms.by_sound import BySound, language
from tclean.stages.terms.by_sound.language import LONGEST, RUNS, codes_of, lattice
from tclean.text.phonetic_index import Everything, KeyTable, PhoneticIndex
from tclean.text.phonetic_index.index import BLOCK
from tclean.text.phonetic_index.table import rolling
from tclean.text.phonetics import readings_of, space

TEXT = "我们今天讨论人工智能和具身智能的发展"


def edits(text: str, *, people: tuple[str, ...] = (), title: str | None = None, **settings: object) -> list[Edit]:
    doc = Document.of(Source("-", text), "-")
    doc.meta.title = title
    doc.meta.participants = [Participant(p) for p in people]
    rules = settings.pop("rules", RuleSet())
    return list(BySound(Settings(**settings), rules)(doc).edits)  # type: ignore[arg-type]


def test_matrix_is_the_distance_of_every_pair() -> None:
    known = space()
    readings_of("Scaling Law")
    matrix = known.matrix()
    chance = random.Random(1)
    for _ in range(500):
        a, b = chance.randrange(known.mandarin), chance.randrange(len(known.units))
        assert isclose(matrix[a, b], known.distance(a, b), abs_tol=1e-5)


def test_distance_is_symmetric_and_zero_only_for_itself_among_syllables() -> None:
    known = space()
    matrix = known.matrix()[:, : known.mandarin]
    assert np.allclose(matrix, matrix.T)
    assert (np.diag(matrix) == 0).all()
    assert (matrix + np.eye(known.mandarin) > 0.02).all()


@pytest.mark.parametrize(
    ("heard", "said", "limit"),
    [
        ("灵异万物", "零一万物", 0.01),
        ("狙神智能", "具身智能", 0.01),
        ("紫菱", "植麟", 0.11),
        ("雅欣", "亚勤", 0.25),
        ("巨生", "具身", 0.11),
    ],
)
def test_confusions_of_recognition_are_near(heard: str, said: str, limit: float) -> None:
    known = space()
    one, other = readings_of(heard)[0], readings_of(said)[0]
    assert sum(map(known.distance, one, other)) <= limit


def test_key_table_finds_what_a_dictionary_finds() -> None:
    chance = np.random.default_rng(3)
    rows = chance.integers(0, 40, (300, 2))
    wanted = chance.integers(0, 40, (200, 2))
    at, times, row = KeyTable(rolling(rows)).find(rolling(wanted))
    place = np.repeat(at, times)
    plain = {(i, j) for i, w in enumerate(wanted.tolist()) for j, r in enumerate(rows.tolist()) if w == r}
    assert set(zip(place.tolist(), row.tolist(), strict=True)) == plain


def test_index_finds_every_reading_at_its_own_place() -> None:
    terms = ["算力", "多模态", "具身智能", "检索增强生成", "经皮冠状动脉介入治疗"]
    index = PhoneticIndex([readings_of(t)[0] for t in terms], space())
    stream = np.array([u for t in terms for u in readings_of(t)[0]])
    hits = index.search(index.said(stream), Everything(len(stream)))
    exact = {(s, r) for s, r, d in zip(hits.start, hits.reading, hits.distance, strict=True) if d == 0}
    starts = np.cumsum([0, *map(len, terms)])[:-1]
    assert exact == {(int(s), n) for n, s in enumerate(starts)}


def test_long_streams_are_searched_block_by_block_as_short_ones() -> None:
    terms = ["算力", "多模态", "具身智能", "检索增强生成"]
    index = PhoneticIndex([readings_of(t)[0] for t in terms], space())
    one = np.array([u for t in ("聚生智能", "算利", "建索增强生成") for u in readings_of(t)[0]])
    short = index.search(index.said(one), Everything(len(one)))
    many = np.tile(np.append(one, -1), BLOCK // len(one) + 3)
    long = index.search(index.said(many), Everything(len(many)))
    assert len(short.start) > 2
    last = len(many) - len(one) - 1
    some = long.start >= last
    assert (long.start[some] - last).tolist() == short.start.tolist()
    assert long.distance[some].tolist() == short.distance.tolist()


@pytest.mark.parametrize("term", ["算力", "多模态", "检索增强生成"])
def test_index_of_one_term_finds_it(term: str) -> None:
    index = PhoneticIndex([readings_of(term)[0]], space())
    stream = np.array(readings_of(f"我{term}了")[0])
    assert index.search(index.said(stream), Everything(len(stream))).start.tolist() == [1]


def _best(words: list[list[float]], start: int, stop: int) -> float:
    scores = [0.0] + [float("-inf")] * (stop - start)
    for t in range(1, stop - start + 1):
        scores[t] = max(scores[t - n] + words[n - 1][start + t - n] for n in range(1, min(t, LONGEST) + 1))
    return scores[-1]


def test_lattice_is_plain_viterbi() -> None:
    text = TEXT + "，" + TEXT[3:11]
    codes = codes_of(text)
    solid = codes != ord("，")
    found = lattice(language(), codes, solid)
    words = [[language().logp(text[i : i + n]) for i in range(len(text))] for n in range(1, LONGEST + 1)]
    size = len(TEXT)
    for start, stop in ((0, 2), (2, 4), (6, 10), (11, 15), (5, 9)):
        plain = _best(words, 0, size) - _best(words, 0, start) - _best(words, stop, size)
        assert isclose(found.logp(start, stop), plain, abs_tol=1e-3)
        assert isclose(found.logps(np.array([start]), stop - start)[0], plain, abs_tol=1e-3)


def test_runs_end_at_what_is_not_solid_and_after_sixty_four_characters() -> None:
    codes = codes_of("人工，智能" + 70 * "人")
    found = lattice(language(), codes, codes != ord("，"))
    assert found.stop.tolist() == [2, 2, 0, *[3 + 64] * 64, *[75] * 8]


def test_long_texts_are_weighed_block_by_block_as_short_ones() -> None:
    parts = [TEXT[i % 9 : 9 + i % 10] for i in range(2 * RUNS)]
    codes = codes_of("，".join(parts))
    found = lattice(language(), codes, codes != ord("，"))
    one = lattice(language(), codes_of(parts[-1]), np.ones(len(parts[-1]), np.bool_))
    assert found.before[-len(parts[-1]) :].tolist() == one.before.tolist()
    assert found.behind[-len(parts[-1]) :].tolist() == one.behind.tolist()


def test_nothing_to_find_gives_no_edit() -> None:
    assert edits(TEXT) == []
    assert edits("", glossary=("具身智能",)) == []


def test_edit_tells_both_sounds_distance_and_evidence() -> None:
    (one,) = edits("今年大家都在谈巨神智能的结合", glossary=("具身智能",))
    assert (one.before, one.after, one.rule) == ("巨神智能", "具身智能", "terms:sound/glossary/具身智能")
    assert 0.5 < one.confidence <= 1
    assert one.grade in (Grade.SAFE, Grade.UNSAFE)
    assert one.reason.startswith("jü shən zhɨ nəng for jü shən zhɨ nəng, distance 0.00: unlikely as it stands")


def test_between_the_thresholds_an_edit_is_only_told() -> None:
    pack = Pack("field", terms=(Term("field/知乎", "知乎", sounds_like=True, pack="field"),))
    found = edits("这家叫智虎的公司", rules=RuleSet((pack,)))
    assert [(e.before, e.grade) for e in found] == [("智虎", Grade.SUGGEST)]


def test_terms_of_a_sleeping_field_are_no_targets() -> None:
    terms = tuple(
        Term(f"m/{n}", w, sounds_like=True, pack="m")
        for n, w in enumerate(["心房颤动", "阿司匹林", "胰岛素", "血小板", "心电图"])
    )
    pack = Pack("m", activate="evidence", terms=terms)
    rules = RuleSet((pack,))
    healthy = "今天吃了阿斯匹林"
    assert edits(healthy, rules=rules) == []
    field = "心电图正常，胰岛素照打，血小板偏低，没有心房颤动，"
    assert [e.after for e in edits(field + healthy, rules=rules)] == ["阿司匹林"]


def test_one_document_leaves_no_trace_in_the_next() -> None:
    step = BySound(Settings(glossary=("具身智能", "具身", "零一万物")), RuleSet())
    texts = ["聚生智能很热，聚生这件事很难，聚生智能", "凝聚生命的力量", "灵异万物的同事说聚生很难"]

    def run(text: str) -> list[Edit]:
        return list(step(Document.of(Source("-", text), "-")).edits)

    first = [run(t) for t in texts]
    assert [run(t) for t in reversed(texts)] == first[::-1]


def test_edits_fit_the_text_and_do_not_overlap() -> None:
    text = "聚生智能和灵异万物，GBT5和lam chain，张雅琴教授好" * 3
    found = edits(text, glossary=("具身智能", "零一万物", "GPT-5", "LangChain"), people=("张亚勤",))
    assert len(found) == 15
    assert all(text[e.start : e.end] == e.before for e in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.slow
def test_result_does_not_depend_on_the_order_of_hashes() -> None:
    code = (
        "from test_by_sound import edits, RuleSet\n"
        "text = '聚生智能和灵异万物，智源大会，志源的人，GBT5和lam chain，skin law，智源社区的志源'\n"
        "terms = ('具身智能', '具身机器人', '零一万物', 'GPT-5', 'GPT-4', 'LangChain', '智源大会', '智源社区')\n"
        "print(edits(text, glossary=terms))"
    )
    out = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "123"
    }
    assert len(out) == 1
    assert "智源" in out.pop()


def test_a_heading_is_not_changed_by_sound() -> None:
    doc = Document.of(Source("-", "巨神智能的结合\n\n今年大家都在谈巨神智能的结合"), "-")
    doc.marks.append(Mark(0, 7, "heading", "layout:heading"))
    found = BySound(Settings(glossary=("具身智能",)), RuleSet())(doc).edits
    assert [(e.start, e.after) for e in found] == [(16, "具身智能")]
