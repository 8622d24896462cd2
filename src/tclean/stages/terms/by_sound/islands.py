"""Where nothing Chinese was said: the best reading of a run falls into single characters and rare words."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tclean.stages.terms.by_sound.language import IMPOSSIBLE, Lattice

RARE = (-8.2, -12.0, -13.5, -14.0, -14.0, -14.0)  # log-probability up to which a word hardly stands there, by length
FOREIGN = -10.0  # … of a word written as foreign names are
SAME = 0.01  # for rounding


class Islands(NamedTuple):
    """Where the best reading of each run is cut (one longer than the text), what no real word of it holds, and what
    foreign names are written with."""

    cut: NDArray[np.bool_]
    odd: NDArray[np.bool_]
    foreign: NDArray[np.bool_]


def islands(runs: Lattice, solid: NDArray[np.bool_], foreign: NDArray[np.bool_]) -> Islands:
    """The islands of a text; `solid` are the characters that are no words of grammar.

    A single character beside an island belongs to it: 酷|大.
    """
    size = len(solid)
    strange = np.concatenate(([0], np.cumsum(foreign, dtype=np.int32)))
    cut = np.ones(size + 1, np.bool_)
    if size > 1:
        apart = (runs.stop[1:] != runs.stop[:-1]) | (runs.stop[1:] == 0)
        cut[1:-1] = apart | (np.abs(runs.before[1:] - runs.behind[:-1]) < SAME)
    odd = np.zeros(size, np.bool_)
    for length, words in enumerate(runs.words, 1):
        at = (words[: max(0, size - length + 1)] > IMPOSSIBLE).nonzero()[0]
        at = at[cut.take(at) & cut.take(at + length)]
        value = words.take(at)
        named = strange.take(at + length) - strange.take(at) == length
        some = ((value < RARE[length - 1]) | (named & (value < FOREIGN))).nonzero()[0]
        at, value = at.take(some), value.take(some)
        at = at[
            (runs.stop.take(at) >= at + length)
            & (np.abs(value - runs.before.take(at) + runs.behind.take(at + length - 1)) < SAME)
        ]
        for k in range(length):
            odd[at + k] = True
    odd &= solid
    beside = np.zeros(size, np.bool_)
    beside[1:] |= odd[:-1]
    beside[:-1] |= odd[1:]
    return Islands(cut, odd | (beside & solid & cut[:-1] & cut[1:]), foreign)
