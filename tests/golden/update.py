"""Writes the golden outputs of the example transcripts anew: python tests/golden/update.py"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from harness import shown
from tclean.pipeline import Pipeline

HERE = Path(__file__).parent

if __name__ == "__main__":
    pipeline = Pipeline()
    for path in sorted((HERE.parents[1] / "seeds").glob("*_*.*")):
        done = pipeline(path.read_bytes(), path.name)
        (HERE / f"{path.stem}.out.txt").write_text(shown(done), "utf-8")
