"""The names of one document against every window of it: names are few and are misheard badly (开播 for 开复)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tclean.stages.terms.by_sound.addressed import vocative
from tclean.stages.terms.by_sound.candidates import SLACK, Candidate, Floats, Ints
from tclean.stages.terms.by_sound.targets import Target
from tclean.stages.terms.by_sound.view import View
from tclean.stages.terms.by_sound.weights import weights
from tclean.text.phonetics import space
from tclean.text.phonetics.readings import Reading

ANYTHING = -6.0  # gain from which a window is looked at
AT_ONCE = 1 << 15  # windows
NEAR, PERSON, HEAD = 0.15, 1.1, 0.4  # all syllables but one are heard so well; limits of the whole name


class Heard(NamedTuple):
    """Windows that sound like one reading of a name; `bound` is the most each can reach but for what the document
    says, as somebody who is addressed."""

    target: Target
    reading: Reading
    start: Ints
    distance: Floats
    worst: Floats
    bound: Floats


class Names:
    """What may be a name of the document."""

    def __init__(self, view: View, names: Sequence[Target]) -> None:
        self._view = view
        some = [] if view.foreign else [(t, r) for t in names for r in t.readings if _sayable(r)]
        heard = [h for size in (2, 3, 4) for h in _listen(view, [n for n in some if len(n[1]) == size], size)]
        self._heard = [h for h in heard if len(h.start)]
        self._given: set[tuple[int, int]] = set()

    def candidates(self, bares: Collection[str] | None = None) -> Iterator[Candidate]:
        """What may become an edit as the document is known now, each once; of some names only."""
        for row, heard in enumerate(self._heard):
            if bares is None or heard.target.bare in bares:
                yield from self._candidates(row, heard)

    def _candidates(self, row: int, heard: Heard) -> Iterator[Candidate]:
        w = weights()
        view, target, size = self._view, heard.target, len(heard.reading)
        least = w.suggest - max(w.margin, w["recurrence_most"]) - view.support(target)
        columns = (heard.start, heard.distance, heard.worst, heard.bound)
        keep = np.flatnonzero(heard.bound >= least)
        for start, distance, worst, bound in zip(*(column[keep].tolist() for column in columns), strict=True):
            if (row, start) in self._given or view.text[start : start + size] == target.bare:
                continue
            found = Candidate(start, start + size, target, distance, worst, heard.reading)
            if not target.participant or bound - _unaddressed(view, found) >= least:
                self._given.add((row, start))
                yield found


def _unaddressed(view: View, found: Candidate) -> float:
    """How much less a participant gets than when he is addressed on both sides."""
    w = weights()
    frames = vocative(view, found)
    if frames:
        return (2 - frames) * w["vocative_twice"]
    return w["vocative"] + w["vocative_twice"] - w["bare_person"] - (w["far_person"] if found.distance > 0.4 else 0)


def _sayable(reading: Reading) -> bool:
    known = space()
    return 2 <= len(reading) <= 4 and not any(known.units[u].weak for u in reading)


def _listen(view: View, names: Sequence[tuple[Target, Reading]], size: int) -> list[Heard]:
    """All windows of one length that sound like one of the names; most end at the syllables that must be near."""
    if not names:
        return []
    start = view.windows(size)
    gain = view.gain(start, size)
    some = (gain >= ANYTHING).nonzero()[0]
    start, gain = start[some], gain[some]
    near, far = (np.array([[table(u) for u in reading] for _, reading in names]) for table in (_near, _row))
    limit = np.array([PERSON if target.participant else HEAD for target, _ in names])
    parts = [_alike(view, start[i : i + AT_ONCE], near, far, limit) for i in range(0, len(start), AT_ONCE)]
    name, total, worst = (np.concatenate([p[n] for p in parts] or [np.zeros(0, np.intp)]) for n in (0, 2, 3))
    window = np.concatenate([np.zeros(0, np.intp), *(p[1] + i * AT_ONCE for i, p in enumerate(parts))])
    order = np.argsort(name, kind="stable")
    edges = np.searchsorted(name[order], np.arange(len(names) + 1)).tolist()
    bound = gain[window] - _sound(total, worst)
    rows = [order[a:b] for a, b in pairwise(edges)]
    return [
        Heard(target, reading, start[window[row]], total[row], worst[row], bound[row] + _most(target, size))
        for (target, reading), row in zip(names, rows, strict=True)
    ]


def _alike(
    view: View, start: Ints, near: NDArray[np.uint8], far: Floats, limit: NDArray[np.float64]
) -> tuple[Ints, Ints, Floats, Floats]:
    """Names and windows that sound alike: number of the name, of the window, distance, worst syllable."""
    heard = [view.stream.take(start + k) for k in range(near.shape[1])]
    alike = near[:, 0].take(heard[0], axis=1)
    for k, said in enumerate(heard[1:], 1):
        alike = alike + near[:, k].take(said, axis=1)
    name, window = (alike >= len(heard) - 1).nonzero()
    rows = np.stack([far[name, k, said.take(window)] for k, said in enumerate(heard)])
    total = rows.sum(0)
    keep = (total <= limit[name]).nonzero()[0]
    return name[keep], window[keep], total[keep], rows[:, keep].max(0)


def _most(target: Target, size: int) -> float:
    """All that may speak for a name but its sound and what the document says for it."""
    w = weights()
    most = SLACK + (w["same"] if size > 3 else w["two_units"] if size == 2 else 0.0)
    most += w["glossary"] if target.glossary else 0.0
    return most + (w["participant"] + w["vocative"] + w["vocative_twice"] if target.participant else 0.0)


def _sound(distance: Floats, worst: Floats) -> Floats:
    w = weights()
    sound: Floats = w["sound"] * distance + w["worst"] * np.maximum(0, worst - w["worst_free"])
    return sound


@lru_cache(maxsize=1 << 12)
def _row(unit: int) -> Floats:
    """How far each Mandarin syllable sounds from a unit."""
    known = space()
    return known.row(unit, known.mandarin).astype(np.float32)


@lru_cache(maxsize=1 << 12)
def _near(unit: int) -> NDArray[np.uint8]:
    """Which Mandarin syllables are heard so well."""
    return (_row(unit) <= NEAR).astype(np.uint8)
