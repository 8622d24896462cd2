"""What words say about who speaks, learnt from dialogues: the talk of hosts and guests, the ends of turns.

The weights are log-odds of short strings in `rules/data/cues.yaml`, fitted by `tools/fit_cues.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred.ngrams import Alphabet, Ngrams, word_starts
from tclean.text.langdata import language_data

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
REACH = 11  # how many symbols off a string may begin that stands near a place
NOTHING = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Cues:
    """The strings of the file, compiled."""

    alphabet: Alphabet
    role: Ngrams  # what a string says for the host
    before: Ngrams  # what one says for the end of a turn behind it, by the roles on both sides
    behind: Ngrams  # … and for a turn that begins with it
    around: Ngrams  # … and what one a little farther off says: three values for behind the place, three for before it
    ends: Ngrams  # the same of places inside clauses, to find those worth a look
    begins: Ngrams
    density: float  # places inside clauses that are looked at, in 1000 characters …
    likely: float  # … and what must speak for them


@cache
def load() -> Cues:
    """The cues of the built-in file; read once a process."""
    return compiled(language_data("cues"))


def compiled(raw: Mapping[str, Any]) -> Cues:
    """The values of the file as tables."""
    role, cut, inside = raw["role"], raw["cut"], raw["inside"]
    after, ahead = cut["after"], cut["ahead"]
    around = {s: [*after.get(s, NOTHING), *ahead.get(s, NOTHING)] for s in {**after, **ahead}}
    alphabet = Alphabet.of([*role["host"], *cut["before"], *cut["behind"], *around, *inside["ends"], *inside["begins"]])
    return Cues(
        alphabet,
        Ngrams.of(alphabet, _shared({s: [v] for s, v in role["host"].items()}, role["share"])),
        Ngrams.of(alphabet, _shared(cut["before"], cut["share"]), backwards=True),
        Ngrams.of(alphabet, _shared(cut["behind"], cut["share"])),
        Ngrams.of(alphabet, _shared(around, cut["share"])),
        Ngrams.of(alphabet, inside["ends"], backwards=True),
        Ngrams.of(alphabet, inside["begins"]),
        inside["density"],
        inside["likely"],
    )


def _shared(strings: Mapping[str, Sequence[float]], share: float) -> dict[str, list[float]]:
    return {s: [share * v for v in values] for s, values in strings.items()}


def words_at(text: str, places: Places, cues: Cues) -> Floats:
    """(C, 3): what the words on both sides of each place say for a cut, by the roles on both sides.

    >>> text = "那您怎么看，对我觉得还行，"
    >>> here, there = words_at(text, np.array([6, 9]), load())
    >>> here.shape, bool(here[0] > there[0])
    ((3,), True)
    """
    symbols, at, ends = _read(text, places, cues)
    near = np.zeros((len(symbols) + 1, 6))
    np.cumsum(cues.around.sums(symbols, np.arange(len(symbols))), axis=0, out=near[1:])
    behind, before = _between(near[:, :3], at + 1, at + 1 + REACH), _between(near[:, 3:], ends - REACH - 2, ends - 2)
    return cues.behind.sums(symbols, at) + cues.before.sums(symbols, ends, -1) + behind + before


def _read(text: str, places: Places, cues: Cues) -> tuple[NDArray[np.int16], Places, Places]:
    """The text as symbols; the symbol that stands at each place, and the end of the words before it."""
    symbols, where = cues.alphabet.read(text)
    at = np.searchsorted(where, places, "right") - 1
    return symbols, at, at - (symbols[np.maximum(at - 1, 0)] == 1)


def _between(running: Floats, low: Places, high: Places) -> Floats:
    """What lies in `[low, high)`, from the running sums."""
    last = len(running) - 1
    found: Floats = running[np.clip(high, 0, last)] - running[np.clip(low, 0, last)]
    return found


def likely_places(text: str, cues: Cues) -> Places:
    """Places inside clauses at which the words on both sides speak for a cut: the most likely ones."""
    at = word_starts(text)
    symbols, behind, ends = _read(text, at, cues)
    best = (cues.begins.sums(symbols, behind) + cues.ends.sums(symbols, ends, -1)).max(1, initial=0.0)
    most = int(len(text) * cues.density / 1000)
    good = np.flatnonzero(best >= cues.likely)
    if len(good) > most:
        good = good[best[good] >= np.partition(best[good], -most)[-most]] if most else good[:0]
    return at[good]


def host_like(text: str, places: Places, cues: Cues) -> Floats:
    """(C): how much each stretch between places sounds like a host; below 0 like a guest.

    >>> asks, tells = host_like("那您怎么看，我们公司做了三年，", np.array([0, 6]), load())
    >>> bool(asks > 0 > tells)
    True
    """
    symbols, where = cues.alphabet.read(text)
    first = np.arange(len(symbols))
    found = cues.role.sums(symbols, first)[:, 0]
    owner = where[np.minimum(first + (symbols == 1), len(where) - 1)]  # what begins with a sign belongs behind it
    rows = np.maximum(np.searchsorted(places, owner, "right") - 1, 0)
    out: Floats = np.bincount(rows, found, len(places)).astype(float)
    return out
