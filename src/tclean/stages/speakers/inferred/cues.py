"""What words say about who speaks, learnt from dialogues: the talk of hosts and guests, the ends of turns.

The weights are log-odds of short strings in `rules/data/cues.yaml`, fitted by `tools/fit_cues.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred.ngrams import Alphabet, Ngrams, word_starts
from tclean.text.langdata import language_data

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cues:
    """The strings of the file, compiled."""

    alphabet: Alphabet
    role: Ngrams  # what a string says for the host
    before: Ngrams  # what one says for the end of a turn behind it, by the roles on both sides
    behind: Ngrams  # … and for a turn that begins with it
    density: float  # places inside clauses that are looked at, in 1000 characters …
    likely: float  # … and what must speak for them


@cache
def load() -> Cues:
    """The cues of the built-in file; read once a process."""
    return compiled(language_data("cues"))


def compiled(raw: Mapping[str, Any]) -> Cues:
    """The values of the file as tables."""
    role, cut = raw["role"], raw["cut"]
    alphabet = Alphabet.of([*role["host"], *cut["before"], *cut["behind"]])
    host = {s: [role["share"] * v] for s, v in role["host"].items()}
    before, behind = ({s: [cut["share"] * x for x in v] for s, v in cut[k].items()} for k in ("before", "behind"))
    return Cues(
        alphabet,
        Ngrams.of(alphabet, host),
        Ngrams.of(alphabet, before, backwards=True),
        Ngrams.of(alphabet, behind),
        cut["density"],
        cut["share"] * cut["likely"],
    )


def words_at(text: str, places: Places, cues: Cues) -> Floats:
    """(C, 3): what the words on both sides of each place say for a cut, by the roles on both sides.

    >>> text = "那您怎么看，对我觉得还行，"
    >>> here, there = words_at(text, np.array([6, 8]), load())
    >>> bool(here[0] > 0.5 > there[0])
    True
    """
    symbols, where = cues.alphabet.read(text)
    at = np.searchsorted(where, places, "right") - 1
    ends = at - (symbols[np.maximum(at - 1, 0)] == 1)
    return cues.behind.sums(symbols, at) + cues.before.sums(symbols, ends, -1)


def likely_places(text: str, cues: Cues) -> Places:
    """Places inside clauses at which the words on both sides speak for a cut: the most likely ones."""
    at = word_starts(text)
    best = words_at(text, at, cues).max(1, initial=0.0)
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
