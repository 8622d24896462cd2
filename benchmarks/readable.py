"""Speed of reflow, disfluency and numbers on one core.

    python benchmarks/readable.py FILE [--rounds N]

Prints characters a CPU second of each pass and of the three stages together; taking the findings over into the next
revision (`Document.advance`) is measured apart.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from time import process_time

from tclean.config import settings
from tclean.formats.read import read
from tclean.ruleset.load import load_rules
from tclean.stages import build_stages

STAGES = ("reflow", "disfluency", "itn")


def measure(path: Path, rounds: int) -> tuple[int, dict[str, float], float]:
    """Characters, best CPU seconds of each pass over all documents of a file, and of all `advance` calls."""
    steps = build_stages(settings("clean"), load_rules())
    size, best, carried = 0, {}, float("inf")
    for _ in range(rounds):
        times: dict[str, float] = {}
        advance, size = 0.0, 0
        for doc in read(path.read_bytes(), str(path)):
            for number, (name, step) in enumerate(steps):
                if name in STAGES:
                    if "size" not in doc.meta.extra:
                        doc.meta.extra["size"] = True
                        size += len(doc.text)
                    begin = process_time()
                    found = step(doc)
                    middle = process_time()
                    doc.advance(found)
                    advance += process_time() - middle
                    key = f"{number:02d} {name}: {_name(step)}"
                    times[key] = times.get(key, 0.0) + middle - begin
                elif name != "speakers" and name != "dedup":
                    doc.advance(step(doc))
        best = {k: min(v, best.get(k, v)) for k, v in times.items()}
        carried = min(carried, advance)
    return size, best, carried


def _name(step: object) -> str:
    return getattr(step, "__name__", type(step).__name__)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    size, best, carried = measure(given.file, given.rounds)
    for name, seconds in best.items():
        print(f"{name:36} {seconds * 1000:8.2f} ms {size / seconds / 1e6:8.2f} M characters/s")
    total = sum(best.values())
    print(f"{'passes together':36} {total * 1000:8.2f} ms {size / total / 1e6:8.2f} M characters/s")
    print(f"{'advance':36} {carried * 1000:8.2f} ms {size / carried / 1e6:8.2f} M characters/s")


if __name__ == "__main__":
    main()
