"""The names of one document against every window of it: names are few and are misheard badly (开播 for 开复)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tclean.stages.terms.by_sound.candidates import SLACK, Candidate, Floats, Ints
from tclean.stages.terms.by_sound.evidence import vocative
from tclean.stages.terms.by_sound.targets import Target
from tclean.stages.terms.by_sound.view import View
from tclean.stages.terms.by_sound.weights import weights
from tclean.text.phonetics import space
from tclean.text.phonetics.readings import Reading

ANYTHING = -6.0  # gain from which a window is looked at
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
        windows = {size: _windows(view, size) for size in {len(r) for _, r in some}}
        heard = (_listen(target, reading, *windows[len(reading)]) for target, reading in some)
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


def _windows(view: View, size: int) -> tuple[Ints, Floats, list[Ints]]:
    """The windows of one length that are worth a look: first character, gain, and the syllables one after the other."""
    start = view.windows(size)
    gain = view.gain(start, size)
    keep = (gain >= ANYTHING).nonzero()[0]
    start = start[keep]
    return start, gain[keep], [view.stream.take(start + k) for k in range(size)]


def _listen(target: Target, reading: Reading, start: Ints, gain: Floats, heard: Sequence[Ints]) -> Heard:
    """All windows that sound like the reading; most end at the syllables that must be near."""
    size = len(reading)
    near = _near(reading[0]).take(heard[0])
    for u, said in zip(reading[1:], heard[1:], strict=True):
        near = near + _near(u).take(said)
    some = (near >= size - 1).nonzero()[0]
    rows = np.stack([_row(u).take(said.take(some)) for u, said in zip(reading, heard, strict=True)])
    total = rows.sum(0)
    keep = (total <= (PERSON if target.participant else HEAD)).nonzero()[0]
    some, total, worst = some[keep], total[keep], rows[:, keep].max(0)
    return Heard(target, reading, start[some], total, worst, gain[some] + _most(target, size) - _sound(total, worst))


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
