"""The example transcripts: both laws, the facts each one was written to show, and the whole output as it should be."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from harness import check_laws, shown
from tclean.formats.schemas import problems
from tclean.pipeline import CleanedInput, Pipeline

SEEDS = Path(__file__).parents[1] / "seeds"
GOLDEN = Path(__file__).parent / "golden"
NAMES = ("edited_article.txt", "magazine_qa.txt", "mirror_page.txt", "raw_asr.md", "spam_repost.txt")


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.fixture(scope="module")
def cleaned(pipeline: Pipeline) -> dict[str, CleanedInput]:
    return {name: pipeline((SEEDS / name).read_bytes(), name) for name in NAMES}


def speakers(result: CleanedInput) -> list[str | None]:
    return [(s.speaker or {}).get("name") for s in result.segments if s.kind == "speech"]


def test_the_manifest_names_the_transcripts() -> None:
    rows = yaml.safe_load((SEEDS / "MANIFEST.yaml").read_text("utf-8"))
    assert [r["file"] for r in rows["transcripts"]] == list(NAMES)
    assert len(rows["originals"]) == 5


@pytest.mark.parametrize("name", NAMES)
def test_laws_hold_and_records_are_valid(name: str, cleaned: dict[str, CleanedInput]) -> None:
    check_laws(cleaned[name].documents)
    assert [problems("segments", r) for r in cleaned[name].to_records() if problems("segments", r)] == []
    assert [problems("documents", r) for r in cleaned[name].document_records() if problems("documents", r)] == []


@pytest.mark.parametrize("name", NAMES)
def test_cleaning_a_clean_text_changes_nothing(name: str, pipeline: Pipeline, cleaned: dict[str, CleanedInput]) -> None:
    for doc in cleaned[name].documents:
        assert pipeline(doc.text, name).text == doc.text


@pytest.mark.parametrize("name", NAMES)
def test_output_is_the_golden_one(name: str, cleaned: dict[str, CleanedInput]) -> None:
    """`python tests/golden/update.py` writes the files anew; read the difference before committing it."""
    assert shown(cleaned[name]) == (GOLDEN / f"{Path(name).stem}.out.txt").read_text("utf-8")


@pytest.mark.parametrize("name", ["magazine_qa.txt", "mirror_page.txt"])
def test_damaged_pages_come_back(name: str, pipeline: Pipeline) -> None:
    """To the letter but for two places of the mirror page: 更校所以 (更小。所以) and `不能!?` (不能停。)."""
    truth = (GOLDEN / name).read_text("utf-8")
    got, wanted = pipeline((SEEDS / name).read_bytes(), name).text, pipeline(truth, name).text
    known = got.replace("更校所以", "更小。所以").replace("不能!?", "不能停。")
    assert known == wanted


def test_article_turns_have_their_speakers_and_the_summary_points_to_them(cleaned: dict[str, CleanedInput]) -> None:
    result = cleaned["edited_article.txt"]
    assert speakers(result)[:4] == ["林晓川", "陈立群", "宋怀远", "宋怀远"]
    assert {"方若兰", "梁思齐", "观众1", "观众2"} < set(speakers(result))
    assert None not in speakers(result)
    copies = [d for d in result.documents[0].dropped if d.kind == "summary"]
    assert len(copies) == 5
    assert all(d.duplicate_of is not None and d.duplicate_of["score"] > 0.9 for d in copies)
    for wrong in ("Scalinglaw", "LlaMA", "Promot"):
        assert wrong not in result.text


def test_raw_sessions_flow_and_are_told_apart(cleaned: dict[str, CleanedInput]) -> None:
    panel, talk, translated = cleaned["raw_asr.md"].documents
    assert len(panel.segments) > 8
    assert {"林晓川", "方若兰", "梁思齐", "陈立群"} <= {s.speaker["name"] for s in panel.segments if s.speaker}
    for doc, name in ((talk, "梁思齐"), (translated, "Helen Moreau")):
        turns = [s for s in doc.segments if s.kind == "speech"]
        assert [s.speaker and s.speaker["name"] for s in turns] == [name]
    assert "Scaling Law" in panel.text
    assert "具身智能" in panel.text
    assert "![](" not in cleaned["raw_asr.md"].text
    assert "变压器" not in translated.text


def test_spam_and_furniture_are_gone_and_listed(cleaned: dict[str, CleanedInput]) -> None:
    (doc,) = cleaned["spam_repost.txt"].documents
    assert doc.document.meta.title == "沈知远做客《周末科学会客厅》丨城市里的鸟为什么越来越多?"
    for furniture in ("app官网", "CONTACT", "金鹿体育"):
        assert furniture not in doc.text
    assert len(doc.dropped) >= 4
    assert speakers(cleaned["spam_repost.txt"])[-1] == "顾明"
