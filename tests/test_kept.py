"""What is kept between runs must never change what comes out, whatever becomes of the file."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tclean.core import kept as module
from tclean.core.kept import kept
from tclean.ruleset.load import load_rules
from tclean.ruleset.model import Pack, RuleSet, Term
from tclean.stages.terms.by_sound import pack_searches
from tclean.text.phonetics.space import Space, Unit, space


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TCLEAN_CACHE", str(tmp_path))
    return tmp_path


def never() -> list[int]:
    raise AssertionError("built again")


def test_a_value_is_built_once(folder: Path) -> None:
    assert kept("x", ["a"], lambda: [1]) == [1]
    assert kept("x", ["a"], never) == [1]
    assert [p.stat().st_mode & 0o777 for p in folder.iterdir()] == [0o600]


def test_arrays_come_back_as_they_were_and_stay_so(folder: Path) -> None:
    made = {"a": np.arange(1000), "b": [np.zeros((0, 3)), np.array([1.5, 2.5], np.float32)], "c": "rest"}
    kept("x", [], lambda: made)
    back = kept("x", [], never)
    assert back["a"].tolist() == made["a"].tolist()
    assert [(b.shape, b.dtype, b.tolist()) for b in back["b"]] == [(b.shape, b.dtype, b.tolist()) for b in made["b"]]
    assert back["c"] == "rest"
    with pytest.raises(ValueError, match="read-only"):
        back["a"][0] = 7


def test_other_facts_other_code_and_no_facts_are_built(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept("x", ["a"], lambda: [1])
    assert kept("x", ["b"], lambda: [2]) == [2]
    assert kept("x", None, lambda: [3]) == [3]
    monkeypatch.setattr(module, "_program", lambda: "another version")
    assert kept("x", ["a"], lambda: [4]) == [4]


@pytest.mark.parametrize("content", [b"", b"broken", b"\x80\x05cno_module\nno_name\n."])
def test_a_damaged_file_is_built_again(folder: Path, content: bytes) -> None:
    kept("x", [], lambda: [1])
    (path,) = folder.iterdir()
    path.write_bytes(content)
    assert kept("x", [], lambda: [2]) == [2]
    assert kept("x", [], never) == [2]


def test_a_file_others_may_write_is_not_read(folder: Path) -> None:
    kept("x", [], lambda: [1])
    (path,) = folder.iterdir()
    path.chmod(0o666)
    assert kept("x", [], lambda: [2]) == [2]


def test_off_and_an_unwritable_folder_keep_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TCLEAN_CACHE", "off")
    assert [kept("x", [], lambda n=n: n) for n in (1, 2)] == [1, 2]
    (folder / "file").touch()
    monkeypatch.setenv("TCLEAN_CACHE", str(folder / "file" / "below"))
    assert kept("x", [], lambda: 3) == 3


def test_entries_unused_for_long_go(folder: Path) -> None:
    kept("x", ["used"], lambda: 0)
    for n in range(9):
        kept("x", [str(n)], lambda: n)  # noqa: B023
        assert kept("x", ["used"], lambda: 1) == 0
    assert len(list(folder.iterdir())) == 6


def test_unit_numbers_of_another_process_are_taken_or_refused() -> None:
    here, units = Space(), [*Space().units, Unit("k", "-", "-", "-", True)]
    assert here.adopt(units)
    assert here.units == units
    assert here.adopt(units[:50])
    assert not here.adopt(units[1:])


@pytest.mark.slow
def test_a_start_with_kept_data_cleans_the_same(tmp_path: Path) -> None:
    text = "大家好，今天讲居神智能，然后讲skin law，还有GBT5的训练训练特定的模型。谢谢灵异万物。" * 3
    code = f"from tclean.pipeline import clean; r = clean({text!r}); print(r.to_records())"
    outputs = []
    for cache in ("off", str(tmp_path), str(tmp_path)):
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "TCLEAN_CACHE": cache},
        )
        outputs.append(done.stdout)
    assert {p.name.partition("-")[0] for p in tmp_path.iterdir()} >= {
        "rules",
        "sound",
        "language",
        "words",
        "boilerplate",
    }
    assert outputs[0] == outputs[1] == outputs[2]


@pytest.mark.slow
def test_a_kept_search_finds_the_same_after_other_units(folder: Path) -> None:
    rules = load_rules()
    pack_searches.cache_clear()
    first = pack_searches(rules)[0]
    pack_searches.cache_clear()
    second = pack_searches(rules)[0]
    assert second is not first
    assert [t.readings for t in second.by_bare.values()] == [t.readings for t in first.by_bare.values()]
    heard = [
        [m.target.canonical for found in search.latin.match(["skin law"]).values() for m in found]
        for search in (first, second)
    ]
    assert heard[0] == heard[1] != []


def test_a_kept_search_is_read_back_and_not_where_units_have_other_numbers(folder: Path) -> None:
    rules = RuleSet((Pack("p", terms=(Term("p/x", "Scaling Law", sounds_like=True),)),), "digest")
    pack_searches.cache_clear()
    first = pack_searches(rules)[0]
    raw = pickle.dumps(first)
    assert [t.canonical for t in pickle.loads(raw).by_bare.values()] == ["Scaling Law"]
    units = space().units
    try:
        space().units = [*units[1:], units[0]]
        with pytest.raises(ValueError, match="other numbers"):
            pickle.loads(raw)
    finally:
        space().units = units
