"""The example stage installs as a package of its own and its tests pass."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / "examples").is_dir(), reason="the examples are not beside these tests")
def test_example_stage_is_found_through_its_entry_point(tmp_path: Path) -> None:
    venv.create(tmp_path, with_pip=True, system_site_packages=False)
    python = tmp_path / "bin/python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", str(ROOT / "examples/mask_phones")], check=True)
    # everything else comes from the environment these tests run in
    path = os.pathsep.join(p for p in sys.path if p and Path(p).is_dir())
    done = subprocess.run(
        [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(ROOT / "examples/mask_phones/tests")],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stdout + done.stderr
