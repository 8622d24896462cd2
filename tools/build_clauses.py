"""Measures where clauses begin and end, from talks written with punctuation: `src/tclean/data/clauses.tsv.xz`.

    python tools/build_clauses.py FILE...

A row is a template, the characters it saw and its weight (log-odds in twentieths). `l2` are the two characters before
a place, `r3` the three behind it, `l1r2` one before and two behind; digits are read as 0 and Latin letters as A.
`size` rows say how likely a clause of so many characters is.
"""

from __future__ import annotations

import argparse
import lzma
import math
from collections import Counter
from pathlib import Path

import numpy as np

from tclean.text.clauses import LONGEST, TEMPLATES, plain

OUT = Path(__file__).parents[1] / "src" / "tclean" / "data" / "clauses.tsv.xz"
MARKS = "，。？！；：…,?!;:\n"
LEAST_SEEN = 4
LEAST_WEIGHT = 0.4
ROUNDS = 100
SHRINK = 4e-6


def read(path: Path) -> tuple[str, list[int]]:
    """The letters of a text, and behind how many of them a mark stands."""
    letters: list[str] = []
    marks = set()
    for char in path.read_text("utf-8"):
        if char in MARKS:
            marks.add(len(letters))
        elif not char.isspace() and char not in "、“”‘’\"'（）()《》[]【】":
            letters.append(char)
    return plain("".join(letters)), sorted(marks - {0, len(letters)})


def seen(text: str) -> list[list[tuple[str, str]]]:
    """For every place inside a text what each template sees."""
    padded = "\0" * 4 + text + "\0" * 4
    return [
        [(f"{name}", padded[at + 4 - left : at + 4 + right]) for name, left, right in TEMPLATES]
        for at in range(1, len(text))
    ]


def measure(texts: list[tuple[str, list[int]]]) -> tuple[dict[tuple[str, str], float], float]:
    """Weights by logistic regression, and the weight of every place."""
    rows = [row for text, _ in texts for row in seen(text)]
    known = [key for key, count in Counter(key for row in rows for key in row).items() if count >= LEAST_SEEN]
    number = {key: n + 1 for n, key in enumerate(known)}
    table = np.array([[number.get(key, 0) for key in row] for row in rows], np.int32)
    truth = np.concatenate([np.isin(np.arange(1, len(text)), marks) for text, marks in texts]).astype(float)
    weights, bias = np.zeros(len(known) + 1), math.log(truth.mean() / (1 - truth.mean()))
    speed, drift = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, ROUNDS + 1):  # Adam over all places at once
        chance = 1 / (1 + np.exp(-(weights[table].sum(1) + bias)))
        error = (chance - truth) / len(truth)
        slope = np.bincount(table.ravel(), np.repeat(error, table.shape[1]), len(weights)) + SHRINK * weights
        slope[0] = error.sum()  # the row of what is not known serves as the weight of every place
        drift = 0.9 * drift + 0.1 * slope
        speed = 0.99 * speed + 0.01 * slope**2
        change = 0.15 * drift / (1 - 0.9**step) / (np.sqrt(speed / (1 - 0.99**step)) + 1e-7)
        bias -= float(change[0])
        change[0] = 0
        weights -= change
    return {key: float(weights[n]) for key, n in number.items() if abs(weights[n]) >= LEAST_WEIGHT}, bias


def sizes(texts: list[tuple[str, list[int]]]) -> list[float]:
    """How much likelier than elsewhere a clause ends after so many characters (log-odds, halved)."""
    open_, ended = np.zeros(LONGEST + 1), np.zeros(LONGEST + 1)
    for text, marks in texts:
        for begin, end in zip([0, *marks], [*marks, len(text)], strict=True):
            size = min(end - begin, LONGEST)
            open_[1 : size + 1] += 1
            ended[size] += 1
    share = (ended + 1) / (open_ + 20)
    usual = ended.sum() / open_.sum()
    out = 0.5 * (np.log(share / (1 - share)) - math.log(usual / (1 - usual)))
    out[1:4] -= 1
    return out.tolist()


def write(weights: dict[tuple[str, str], float], bias: float, size: list[float]) -> None:
    """Everything as one packed table."""
    rows = [f"all\t\t{bias * 20:.0f}", *(f"size\t{n}\t{value * 20:.0f}" for n, value in enumerate(size) if n)]
    rows += [
        f"{name}\t{chars}\t{value * 20:.0f}" for (name, chars), value in sorted(weights.items()) if "\0" not in chars
    ]
    OUT.write_bytes(lzma.compress("\n".join(rows).encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    texts = [read(path) for path in parser.parse_args().files]
    weights, bias = measure(texts)
    write(weights, bias, sizes(texts))
    print(f"{sum(len(t) for t, _ in texts):,} characters, {len(weights):,} weights, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
