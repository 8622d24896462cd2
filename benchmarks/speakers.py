"""Who speaks in unlabelled text: accuracy by character, boundaries by place, honesty of the confidences, speed.

    python benchmarks/speakers.py generated [N]
    python benchmarks/speakers.py written [NAME…]
    python benchmarks/speakers.py gold TEXT GOLD.jsonl [--participants A,B:host] [--names-free] [--stages all|speakers]
        [--reference TEXT]

GOLD holds lines {"start", "end", "speaker", "sure"} in characters of TEXT; the text up to their end is cleaned.
Unknown counts as wrong; records with `sure: false` are not scored. With `--names-free` speakers are matched one to one.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from time import process_time

import numpy as np

from tclean.config import participant
from tclean.config import settings as make_settings
from tclean.core.document import Document, Participant, Source
from tclean.core.edit import Mark
from tclean.core.settings import Pass
from tclean.ruleset.load import load_rules
from tclean.stages import build_stages

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
TOLERANCE = 6
LABELS = {"audience": "观众"}


@dataclass(frozen=True)
class Span:
    """One turn, true or found."""

    start: int
    end: int
    speaker: str | None
    sure: bool = True
    confidence: float = 1.0


@dataclass
class Score:
    """What was right in one document."""

    accuracy: float
    precision: float
    recall: float
    sayings: list[tuple[float, float, int]]  # confidence, share right, characters

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def score(gold: Sequence[Span], found: Sequence[Span]) -> Score:
    """Character accuracy and boundary precision and recall with tolerance."""
    low, high = gold[0].start, gold[-1].end
    ids = {s.speaker: n for n, s in enumerate(gold)}
    truth, said = np.full(high - low, -1), np.full(high - low, -2)
    for s in gold:
        truth[s.start - low : s.end - low] = ids[s.speaker] if s.sure else -1
    for s in found:
        said[max(0, s.start - low) : max(0, s.end - low)] = ids.get(s.speaker, -3) if s.speaker else -2
    scored = truth >= 0
    sayings = []
    for s in found:
        part = slice(max(0, s.start - low), max(0, min(s.end, high) - low))
        total = int(scored[part].sum())
        if total:
            sayings.append((s.confidence, float((truth[part] == said[part])[scored[part]].mean()), total))
    true = [b.start for a, b in pairwise(gold) if a.sure and b.sure and a.speaker != b.speaker]
    doubtful = [(s.start - TOLERANCE, s.end + TOLERANCE) for s in gold if not s.sure]
    cuts = [b.start for a, b in pairwise(found) if a.speaker != b.speaker and low + 6 < b.start < high]
    near = [c for c in cuts if any(abs(c - t) <= TOLERANCE for t in true) or not any(a <= c <= b for a, b in doubtful)]
    hits = _matched(true, near)
    accuracy = float((truth == said)[scored].mean())
    return Score(accuracy, hits / max(len(near), 1), hits / max(len(true), 1), sayings)


def _matched(true: Sequence[int], cuts: Sequence[int]) -> int:
    left = set(true)
    hits = 0
    for cut in cuts:
        close = [t for t in left if abs(t - cut) <= TOLERANCE]
        if close:
            left.discard(min(close, key=lambda t: abs(t - cut)))
            hits += 1
    return hits


def renamed(gold: Sequence[Span], found: Sequence[Span]) -> list[Span]:
    """Found speakers matched one to one with the true ones by what they share."""
    shared: Counter[tuple[str, str]] = Counter()
    for f in found:
        for g in gold:
            if f.speaker and (size := min(f.end, g.end) - max(f.start, g.start)) > 0:
                shared[f.speaker, str(g.speaker)] += size
    names: dict[str, str] = {}
    for (mine, true), _ in shared.most_common():
        if mine not in names and true not in names.values():
            names[mine] = true
    return [Span(f.start, f.end, names.get(f.speaker or "", f.speaker), confidence=f.confidence) for f in found]


def infer(text: str, people: list[Participant], stages: str, base: int = 0) -> tuple[list[Span], float]:
    """The turns of `text[base:]` with places in the whole text, and the seconds of the speakers stage."""
    doc = Document.of(Source("t.txt", text), "t", base)
    doc.meta.participants = people
    if stages == "speakers":
        doc.meta.extra["layout"] = "spaced"
    seconds = 0.0
    for name, step in _steps():
        if stages == "speakers" and name != "speakers":
            continue
        begin = process_time()
        found = step(doc)
        seconds += process_time() - begin if name == "speakers" else 0.0
        doc.advance(found)
        if name == "speakers" and stages != "all":
            continue
    turns = [Span(doc.to_source(m.start, right=True), doc.to_source(m.end), *_said(m)) for m in doc.marked("turn")]
    return turns, seconds


def _said(turn: Mark) -> tuple[str | None, bool, float]:
    value = turn.value
    return value["name"] or LABELS.get(value["label"], value["label"]), True, value["confidence"]


_STEPS: list[tuple[str, Pass]] = []


def _steps(reference: str | None = None) -> list[tuple[str, Pass]]:
    if not _STEPS:
        steps = build_stages(make_settings(reference=reference), load_rules())
        last = max(i for i, (name, _) in enumerate(steps) if name == "speakers")
        _STEPS.extend(steps[: last + 1])
    return _STEPS


def calibration(sayings: list[tuple[float, float, int]]) -> str:
    """How often turns said with a confidence are right, by characters."""
    rows = []
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
        part = [s for s in sayings if low <= s[0] < high]
        total = sum(s[2] for s in part)
        right = sum(s[1] * s[2] for s in part) / total if total else 0.0
        turns = sum(s[1] > 0.5 for s in part) / len(part) if part else 0.0
        rows.append(f"{low:.1f}-{min(high, 1):.1f}: {right:.2f} of characters, {turns:.2f} of {len(part)} turns")
    return "\n  ".join(rows)


def report(name: str, s: Score, speed: float) -> None:
    print(
        f"{name}: accuracy {s.accuracy:.3f}  P {s.precision:.3f} R {s.recall:.3f} F {s.f1:.3f}  "
        f"{speed / 1000:.0f}k characters/s"
    )


def generated(count: int) -> None:
    """Made-up dialogues, with and without participants."""
    from dialogues.generate import dialogue

    for given in (True, False):
        scores, chars, seconds = [], 0, 0.0
        for seed in range(1000, 1000 + count):
            made = dialogue(seed)
            people = [Participant(made.host, "host"), *map(Participant, made.guests)] if given else []
            found, took = infer(made.text, people, "speakers")
            gold = [Span(*t) for t in made.turns]
            scores.append(score(gold, found if given else renamed(gold, found)))
            chars, seconds = chars + len(made.text), seconds + took
        means = [float(np.mean([getattr(s, k) for s in scores])) for k in ("accuracy", "precision", "recall")]
        f1 = float(np.mean([s.f1 for s in scores]))
        who = "participants given" if given else "nobody named"
        print(f"generated, {who} ({count}): accuracy {means[0]:.3f}  P {means[1]:.3f} R {means[2]:.3f} F {f1:.3f}  "
              f"{chars / seconds / 1000:.0f}k characters/s")  # fmt: skip
        print("  " + calibration([x for s in scores for x in s.sayings]))


def written(names: Sequence[str]) -> None:
    """Dialogues written by hand, in every layout, through all stages, with and without participants."""
    from dialogues.written import WAYS, everything, laid_out

    for given in (True, False):
        for way in WAYS:
            scores, whole, talks = [], 0, 0
            for work in everything():
                if names and work.name not in names:
                    continue
                text, turns = laid_out(work.turns, way)
                found, _ = infer(text, [participant(p) for p in work.participants] if given else [], "all")
                gold = [Span(*t) for t in turns]
                if len({s.speaker for s in gold}) == 1:
                    talks, whole = talks + 1, whole + (len(found) < 2)
                else:
                    scores.append(score(gold, found if given else renamed(gold, found)))
            accuracy, f1 = (float(np.mean([getattr(s, k) for s in scores] or [0.0])) for k in ("accuracy", "f1"))
            print(f"written, {'participants given' if given else 'nobody named'}, {way}: accuracy {accuracy:.3f} "
                  f"F {f1:.3f}; talks left whole {whole} of {talks}")  # fmt: skip


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("what", choices=("generated", "written", "gold"))
    args.add_argument("files", nargs="*")
    args.add_argument("--participants", default="")
    args.add_argument("--names-free", action="store_true")
    args.add_argument("--reference")
    args.add_argument("--stages", default="all", choices=("all", "speakers"))
    given = args.parse_args()
    if given.what == "generated":
        generated(int(given.files[0]) if given.files else 40)
        return
    if given.what == "written":
        written(given.files)
        return
    text = Path(given.files[0]).read_text("utf-8-sig")
    rows = [json.loads(row) for row in Path(given.files[1]).read_text("utf-8").splitlines() if row.strip()]
    gold = [Span(r["start"], r["end"], r["speaker"], r.get("sure", True)) for r in rows]
    if given.reference:
        _steps(Path(given.reference).read_text("utf-8-sig"))
    people = [participant(p) for p in given.participants.split(",") if p]
    stretch = text[: gold[-1].end]
    for _ in range(2):  # the second run is warm
        found, seconds = infer(stretch, list(people), given.stages, gold[0].start)
    result = score(gold, renamed(gold, found) if given.names_free else found)
    report(Path(given.files[1]).stem, result, (gold[-1].end - gold[0].start) / seconds)
    print("  " + calibration(result.sayings))


if __name__ == "__main__":
    main()
