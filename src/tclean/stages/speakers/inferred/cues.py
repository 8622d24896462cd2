"""What words say about who speaks, learnt from dialogues: the talk of a host against the talk of a guest.

The weights are log-odds of short strings in `rules/data/cues.yaml`, fitted by `tools/fit_cues.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred.ngrams import Alphabet, Ngrams
from tclean.text.langdata import language_data

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cues:
    """The strings of the file, compiled."""

    alphabet: Alphabet
    role: Ngrams


@cache
def load() -> Cues:
    """The cues of the built-in file; read once a process."""
    return compiled(language_data("cues"))


def compiled(raw: Mapping[str, Any]) -> Cues:
    """The values of the file as tables."""
    role = raw["role"]
    alphabet = Alphabet.of([*role["host"]])
    strings = {s: [role["share"] * v] for s, v in role["host"].items()}
    return Cues(alphabet, Ngrams.of(alphabet, strings))


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
