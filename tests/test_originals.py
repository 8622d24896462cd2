"""The five real documents, where TCLEAN_SEEDS names their folder. Only facts about them stand here, no text."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
import yaml

from harness import check_laws
from tclean.formats.schemas import problems
from tclean.pipeline import CleanedInput, Pipeline

FOLDER = os.environ.get("TCLEAN_SEEDS")
MANIFEST = Path(__file__).parents[1] / "seeds" / "MANIFEST.yaml"
needs_originals = pytest.mark.skipif(FOLDER is None, reason="TCLEAN_SEEDS does not name the folder of the originals")
pytestmark = [needs_originals, pytest.mark.slow]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.fixture(scope="module")
def cleaned(pipeline: Pipeline) -> dict[str, CleanedInput]:
    assert FOLDER is not None
    return {p.name[:3]: pipeline(p.read_bytes(), str(p)) for p in sorted(Path(FOLDER).glob("*.txt"))}


def test_the_originals_are_the_ones_the_manifest_names() -> None:
    assert FOLDER is not None
    rows = yaml.safe_load(MANIFEST.read_text("utf-8"))["originals"]
    for row in rows:
        data = (Path(FOLDER) / row["file"]).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data.decode("utf-8"))) == (row["sha256"], row["length"])


def test_laws_hold_and_records_are_valid(cleaned: dict[str, CleanedInput]) -> None:
    for result in cleaned.values():
        check_laws(result.documents)
        for record in result.to_records():
            assert problems("segments", record) == []
        for record in result.document_records():
            assert problems("documents", record) == []


def test_eleven_documents(cleaned: dict[str, CleanedInput]) -> None:
    assert [len(r.documents) for r in cleaned.values()] == [1, 1, 1, 1, 7]


def test_cleaning_a_clean_output_changes_nothing(pipeline: Pipeline, cleaned: dict[str, CleanedInput]) -> None:
    for result in cleaned.values():
        for doc in result.documents:
            assert pipeline(doc.text).text == doc.text, doc.document.doc_id
