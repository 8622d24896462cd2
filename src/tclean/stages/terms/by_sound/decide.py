"""One document decided as a whole: sure edits lower the bar for the rest, rivals for a place must be clearly worse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp, log2

from tclean.core.edit import Edit, Grade, Span, edit
from tclean.stages.terms.by_sound.candidates import Candidate
from tclean.stages.terms.by_sound.evidence import closeness
from tclean.stages.terms.by_sound.latin_evidence import Evidence
from tclean.stages.terms.by_sound.view import View
from tclean.stages.terms.by_sound.weights import weights
from tclean.text.phonetics import readings_of
from tclean.text.phonetics.space import show

SURE = 5.0
OFTEN, BEFORE = 5, 3.0  # a term that stands here so often goes before rivals as much better


@dataclass(slots=True)
class Scored:
    """A candidate with its evidence; `word` says whether what stands there is a word by itself."""

    found: Candidate
    evidence: list[Evidence]
    word: bool
    times: int = 0  # how often the term stands in the text
    score: float = field(init=False)

    def __post_init__(self) -> None:
        self.score = sum(value for _, value in self.evidence)

    @property
    def rank(self) -> float:
        """The score among rivals for the same place."""
        return self.score + BEFORE * (self.times >= OFTEN)

    def add(self, name: str, value: float) -> None:
        """One more piece of evidence."""
        self.evidence.append((name, value))
        self.score += value


def established(rows: Sequence[Scored]) -> dict[str, list[Span]]:
    """Where edits are sure by themselves: targets, and the shorter names they begin with: 具身 of 具身智能."""
    out: dict[str, list[Span]] = defaultdict(list)
    for target, start, end in {r.found[2:3] + r.found[:2] for r in rows if r.score >= SURE}:
        out[target.bare].append((start, end))
        for size in range(2, len(target.bare) - 1 if target.han else 0):
            out[target.bare[:size]].append((start, end))
    return dict(out)


def recur(view: View, rows: Sequence[Scored]) -> None:
    """The same odd string for the same target again and again, where it is no word and the target is known to be here.

    Without any trace of the target, what recurs is rather a name of its own.
    """
    w = weights()
    rows = [r for r in rows if r.score >= w.suggest - w["recurrence_most"] and not r.word]
    foreign = [r for r in rows if r.found.evidence is None and r.found.target.bare.isascii()]
    ways: dict[str, set[int]] = defaultdict(set)  # token: 头肯, 头坑, 透啃
    for r in foreign:
        ways[r.found.target.bare].add(r.found.start)
    for r in foreign:
        if (times := len(ways[r.found.target.bare])) > 1:
            r.add(f"heard {times} times", min(w["recurrence_most"], w["recurrence_cross"] * log2(times)))
    places: dict[tuple[str, str], set[int]] = defaultdict(set)
    for r in rows:
        places[view.text[r.found.start : r.found.end], r.found.target.bare].add(r.found.start)
    for r in rows:
        times = len(places[view.text[r.found.start : r.found.end], r.found.target.bare])
        if times > 1 and view.expected(r.found.target, r.found[:2]):
            most = min(w["recurrence_most"], w["recurrence"] * log2(times))
            r.add(f"recurs {times} times", closeness(r.found) * most)


def choose(rows: Sequence[Scored]) -> list[Scored]:
    """The winners: the best of each place, unless a rival for most of it is nearly as good."""
    w = weights()
    order = sorted((r for r in rows if r.score >= w.suggest - w.margin), key=lambda r: -r.rank)
    near: dict[int, list[Scored]] = defaultdict(list)
    for row in order:
        for block in _blocks(row):
            near[block].append(row)
    kept: list[Scored] = []
    taken: set[int] = set()
    for row in order:
        places = range(row.found.start, row.found.end)
        if row.score < w.suggest or not taken.isdisjoint(places):
            continue
        least = row.rank - w.margin
        if any(least < o.rank and o is not row and _rival(row, o) for block in _blocks(row) for o in near[block]):
            continue
        kept.append(row)
        taken.update(places)
    return sorted(kept, key=lambda r: r.found.start)


def _blocks(row: Scored) -> range:
    return range(row.found.start >> 4, (row.found.end - 1 >> 4) + 1)


def _rival(a: Scored, b: Scored) -> bool:
    """Another reading of at least 60 % of the same place."""
    one, other = a.found, b.found
    if one.target.bare == other.target.bare or other.target.bare in one.target.bare:
        return False
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared >= 0.6 * max(one.end - one.start, other.end - other.start)


def to_edit(text: str, row: Scored) -> Edit:
    """The edit of a winner, with its reasons spelled out."""
    w = weights()
    found = row.found
    grade = Grade.SUGGEST if row.score < w.apply else Grade.SAFE if row.score >= w.safe else Grade.UNSAFE
    said = ", ".join(f"{name} {value:+.1f}" for name, value in row.evidence if abs(value) >= 0.05)
    heard = readings_of(text[found.start : found.end])
    reason = f"{show(heard[0]) if heard else '?'} for {show(found.reading)}, distance {found.distance:.2f}: {said}"
    confidence = round(1 / (1 + exp(-row.score / 2)), 3)
    rule = f"terms:sound/{found.target.id}"
    return edit(text, found.start, found.end, found.target.canonical, rule, grade, confidence, reason)
