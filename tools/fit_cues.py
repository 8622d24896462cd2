"""Fits the weights of `rules/data/cues.yaml` to dialogues whose speakers are known.

    python tools/fit_cues.py DIALOGUE… [--least 3] [--strength 3.0]

A DIALOGUE is a text file: `# title`, `# participants: NAME:host,NAME:guest,…`, then a turn a line, `[NAME]words` or
`NAME：words`; `{heard|said}` counts as heard. The folder a file lies in counts as its writer: a string is learnt only
where so many writers (`--least`) use it. The same files give the same weights.

A string is one to five characters; a run of signs is written `，`, one of Latin letters and digits `A`. Its weight is
what it adds to the log-odds of a host speaking, by logistic regression over clauses with an absolute penalty
(`--strength`), which leaves most strings at nothing.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

CUES = Path(__file__).parents[1] / "rules/data/cues.yaml"
SIGNS = re.compile(r"[，。？！；、：,.?!;…“”\"'\s]+")
LATIN = re.compile(r"[A-Za-z0-9]+")
HOSTS = ("host", "interviewer", "moderator")
LONGEST = 5
FEWEST = 6  # times a string is seen, in at least five dialogues
ROUNDS = 200


@dataclass(frozen=True)
class Dialogue:
    """Turns as (speaks like a host, words); listeners are left out."""

    name: str
    writer: str
    turns: tuple[tuple[bool, str], ...]


def read(path: Path) -> Dialogue:
    """One file; without turns where not exactly one host is known."""
    head, turns = [], []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("#"):
            head.append(line.lstrip("# "))
        elif m := re.match(r"\[(.+?)\](.+)|([^：]+)：(.+)", line):
            turns.append((m[1] or m[3], re.sub(r"\{([^|}]*)\|[^}]*\}", r"\1", m[2] or m[4])))
    people = dict(p.partition(":")[::2] for p in re.split(r"[,，\s]+", head[1].removeprefix("participants:").strip()))
    hosts = [name for name, role in people.items() if role in HOSTS]
    known = [(who == hosts[0], words) for who, words in turns if who in people] if len(hosts) == 1 else []
    return Dialogue(path.stem, str(path.parent), tuple(known))


def clauses(words: str) -> Iterator[str]:
    """The clauses of a turn in normal form, each with the sign before it."""
    normal = LATIN.sub("A", SIGNS.sub("，", words)).strip("，")
    return ("，" + c + "，" for c in normal.split("，") if c)


def strings(clause: str) -> list[str]:
    """All strings of a clause; the sign behind it ends one, but begins none."""
    body = len(clause) - 1
    spans = ((i, i + n) for i in range(body) for n in range(1, LONGEST + 1) if i + n <= len(clause))
    return [clause[a:b] for a, b in spans if clause[a:b] != "，"]


def fit(rows: Sequence[Sequence[int]], truth: Sequence[bool], size: int, strength: float) -> np.ndarray:
    """Weights of a logistic regression with an absolute penalty, by proximal steps with momentum."""
    row = np.repeat(np.arange(len(rows)), [len(r) for r in rows])
    column = np.concatenate([np.array(r, np.int64) for r in rows])
    y = np.array(truth, float)
    many = np.bincount(row, minlength=len(rows)) + 1.0
    steep = 0.25 * np.bincount(column, many[row], size) + 0.5
    now = ahead = np.zeros(size)
    bias = bias_ahead = 0.0
    pace, best = 1.0, np.inf
    for _ in range(ROUNDS):
        s = np.bincount(row, ahead[column], len(rows)) + bias_ahead
        loss = float((np.logaddexp(0, s) - y * s).sum() + strength * np.abs(ahead).sum() + 0.25 * (ahead**2).sum())
        gap = 1 / (1 + np.exp(-s)) - y
        step = ahead - (np.bincount(column, gap[row], size) + 0.5 * ahead) / steep
        step = np.sign(step) * np.maximum(np.abs(step) - strength / steep, 0)
        bias_step = bias_ahead - gap.sum() / (0.25 * many.sum())
        following = (1 + np.sqrt(1 + 4 * pace * pace)) / 2 if loss <= best else 1.0
        carry = (pace - 1) / following if loss <= best else 0.0
        ahead, bias_ahead = step + carry * (step - now), bias_step + carry * (bias_step - bias)
        now, bias, pace, best = step, bias_step, following, loss
    return now


def role_weights(dialogues: Sequence[Dialogue], least: int, strength: float) -> dict[str, float]:
    """What each string says for a host."""
    said = [(d, host, strings(c)) for d in dialogues for host, words in d.turns for c in clauses(words)]
    seen: Counter[str] = Counter(s for _, _, found in said for s in found)
    where: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for d, _, found in said:
        for s in found:
            where[s].add((d.writer, d.name))
    index: dict[str, int] = {}
    for s in sorted(seen):
        if seen[s] >= FEWEST and len(where[s]) >= 5 and len({w for w, _ in where[s]}) >= least:
            index[s] = len(index)
    rows = [[index[s] for s in found if s in index] for _, _, found in said]
    weights = fit(rows, [host for _, host, _ in said], len(index), strength)
    return {s: round(float(weights[n]), 2) for s, n in index.items() if abs(weights[n]) >= 0.03}


def written(weights: dict[str, float]) -> str:
    """The strings as lines of YAML, sorted."""
    out, line = [], "   "
    for s in sorted(weights):
        item = f" {s}: {weights[s]:g},"
        if len(line) + len(item) > 100:
            out.append(line)
            line = "   "
        line += item
    return "{\n" + "\n".join([*out, line]) + "}\n"


def main() -> None:
    """Read, fit, write; what stands before the strings in the file stays."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dialogues", nargs="+", type=Path)
    parser.add_argument("--least", type=int, default=3)
    parser.add_argument("--strength", type=float, default=3.0)
    parser.add_argument("--out", type=Path, default=CUES)
    args = parser.parse_args()
    weights = role_weights([read(p) for p in sorted(args.dialogues)], args.least, args.strength)
    head, mark, _ = CUES.read_text("utf-8").partition("  host: {")
    args.out.write_text(head + mark.removesuffix("{") + written(weights), "utf-8")
    yaml.safe_load(args.out.read_text("utf-8"))


if __name__ == "__main__":
    main()
