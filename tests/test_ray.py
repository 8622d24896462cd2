"""The Ray engine gives the bytes of a local run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tclean.config import settings
from tclean.ruleset.load import load_rules
from tclean.runners.local import RunOptions, run
from tclean.runners.ray import run_ray

pytest.importorskip("ray", reason="ray is not installed: pip install 'tclean[ray]'")
pytestmark = pytest.mark.slow
TALK = "主持人：大家好，欢迎各位来到今天的第{n}场论坛。\n\n嘉宾：谢谢，我先说三点。第{n}点最重要，悟道3。0也要说。\n"


def lines(folder: Path) -> list[bytes]:
    return [(folder / f"{kind}.jsonl").read_bytes() for kind in ("segments", "documents")]


def test_the_result_is_that_of_a_local_run(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for n in range(20):
        (tmp_path / "in" / f"talk{n:03}.txt").write_text(TALK.format(n=n) * (n % 5 + 1), "utf-8")
    (tmp_path / "in" / "talk007.txt").write_bytes(b"")
    options = RunOptions(workers=1, progress="none")
    for name, engine in (("local", run), ("ray", run_ray)):
        done = engine([str(tmp_path / "in")], str(tmp_path / name), settings(), load_rules(), options)
        assert done.counts["quarantined"] == 1
    assert lines(tmp_path / "ray") == lines(tmp_path / "local")
