"""The wheel alone, installed into an empty environment, does the main job from another folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_wheel_carries_rules_and_schemas_and_runs_from_another_folder(tmp_path: Path) -> None:
    wheel = os.environ.get("TCLEAN_WHEEL")
    if wheel is None:
        subprocess.run(
            [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path), str(ROOT)],
            check=True,
            capture_output=True,
        )
        wheel = str(next(tmp_path.glob("*.whl")))
    home = tmp_path / "env"
    venv.create(home, with_pip=True)
    subprocess.run([home / "bin/pip", "install", "-q", wheel], check=True, capture_output=True)
    (tmp_path / "talk.txt").write_text("主持人：大家好。\n\n嘉宾：你好。\n", "utf-8")
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [home / "bin/tclean", "clean", "talk.txt", "-o", "out"], cwd=tmp_path, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in (tmp_path / "out/segments.jsonl").read_text("utf-8").splitlines()]
    assert "大家好。" in rows[0]["text"]
    shown = subprocess.run(
        [home / "bin/tclean", "schema", "segments"], env=env, capture_output=True, text=True, check=True
    )
    assert json.loads(shown.stdout)["type"] == "object"
