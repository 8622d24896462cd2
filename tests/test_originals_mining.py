"""The real documents: what mining a raw talk against its edited transcript puts first. Terms and names, no text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from tclean.cli import main

FOLDER = os.environ.get("TCLEAN_SEEDS")
pytestmark = [
    pytest.mark.skipif(FOLDER is None, reason="TCLEAN_SEEDS does not name the folder of the originals"),
    pytest.mark.slow,
]


def test_terms_and_people_are_among_the_first_twenty() -> None:
    raw, trusted = (next(Path(str(FOLDER)).glob(f"{n}*")) for n in ("004", "000"))
    done = CliRunner().invoke(main, ["rules", "mine", str(raw), str(trusted), "--part", "7"])
    assert done.exit_code == 0
    first = [row.partition(" → ")[2] for row in done.stdout.splitlines()[:20]]
    assert first.count("Scaling Law") >= 3
    assert {"具身智能", "仲远", "植麟"} <= set(first)
