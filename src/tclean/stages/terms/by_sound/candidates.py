"""Han windows that sound like a target: gated by what stands there before anything is looked up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tclean.stages.terms.by_sound.targets import Target
from tclean.stages.terms.by_sound.view import View
from tclean.stages.terms.by_sound.weights import weights
from tclean.text.phonetic_index import PhoneticIndex
from tclean.text.phonetics import space
from tclean.text.phonetics.readings import Reading

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
REACH = 4.5  # the most that evidence beyond sound can add for an ordinary term
NEAR, PERSON, HEAD = 0.15, 1.1, 0.4  # names are heard by one clear syllable; limits of the whole name


class Candidate(NamedTuple):
    """A window that may be a target."""

    start: int
    end: int
    target: Target
    distance: float
    worst: float
    reading: Reading
    latin: bool = False


class HanSearch:
    """Targets by sound in Han text."""

    def __init__(self, targets: Sequence[Target]) -> None:
        rows = [(t, r) for t in targets for r in t.readings if 2 <= len(r) <= 12 and not _too_short(t, r)]
        self._targets = [t for t, _ in rows]
        self._readings = [r for _, r in rows]
        self._index = PhoneticIndex(self._readings, space())

    def __call__(self, view: View) -> list[Candidate]:
        """The candidates that further evidence can still lift over the threshold."""
        w = weights()
        if view.foreign:
            return []
        hits = self._index.search(view.stream, lambda size: open_windows(view, size, w.suggest - REACH))
        score = -w["sound"] * hits.distance - w["worst"] * np.maximum(0, hits.worst - w["worst_free"])
        for size in np.unique(hits.size):
            some = hits.size == size
            score[some] += view.gain(int(size))[hits.start[some]]
        keep = np.flatnonzero(score >= w.suggest - REACH)
        rows = zip(*(column[keep].tolist() for column in hits), strict=True)
        return [Candidate(s, s + n, self._targets[r], d, x, self._readings[r]) for s, n, r, d, x in rows]


def _too_short(target: Target, reading: Reading) -> bool:
    """`token` and `agent` are two syllables of nothing in particular: only the user may ask for such a term."""
    full = sum(not space().units[u].weak for u in reading)
    return not target.han and full <= 2 and not target.glossary


def open_windows(view: View, size: int, least: float) -> Ints:
    """First characters of the windows that are worth a look: unlikely enough as they stand, cleanly cut."""
    gain = view.gain(size)
    if not len(gain):
        return np.zeros(0, np.int64)
    ok = (gain >= least) & ~view.first[: len(gain)] & ~view.last[size - 1 :]
    ok &= ~view.inside[: len(gain)] & ~view.inside[size : size + len(gain)]
    return np.flatnonzero(ok)


def name_candidates(view: View, people: Sequence[Target]) -> list[Candidate]:
    """Every window against every name of the document: names are few and are misheard badly (开播 for 开复)."""
    out: list[Candidate] = []
    known = space()
    if view.foreign:
        return out
    for target in people:
        for reading in target.readings:
            size = len(reading)
            if not 2 <= size <= 4 or any(known.units[u].weak for u in reading):
                continue
            start = open_windows(view, size, -6.0)
            if not len(start):
                continue
            rows = [_row(u)[view.stream[start + k]] for k, u in enumerate(reading)]
            total, nearest = np.add.reduce(rows), np.sort(np.stack(rows), 0)[size - 2]
            clear = np.minimum.reduce(rows) <= NEAR if size == 2 else nearest <= NEAR
            keep = np.flatnonzero(clear & (total <= (PERSON if target.participant else HEAD)))
            worst = np.maximum.reduce(rows)
            out += [
                Candidate(int(s), int(s) + size, target, float(d), float(x), reading)
                for s, d, x in zip(start[keep], total[keep], worst[keep], strict=True)
            ]
    return out


def _row(unit: int) -> Floats:
    known = space()
    return np.array([known.distance(m, unit) for m in range(known.mandarin)], np.float32)
