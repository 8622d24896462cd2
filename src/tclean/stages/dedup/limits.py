"""From when on one stretch is a copy of another. The runner that compares documents keeps the same limits."""

from __future__ import annotations

import re
from typing import NamedTuple


class Limits(NamedTuple):
    """Lengths in letters, `score` and `density` as shares."""

    letters: int
    score: float  # share of the block found in its counterpart, in order
    density: float  # share of the counterpart found in the block


LEAST = 24  # letters two stretches must have in common
SUMMARY = Limits(24, 0.6, 0.5)  # a summary retells by its nature: little evidence is enough to link …
SUMMARY_DROP = 0.75  # … and more is needed to leave it out
VERBATIM = Limits(40, 0.97, 0.9)
EDITED = Limits(50, 0.75, 0.7)
RUN = Limits(80, 0.9, 0.85)  # a run of sentences inside a longer paragraph
CHAIN = Limits(40, 0.6, 0.6)  # the copy of a copy
ALONE, ALONE_SHARE = 10, 0.1  # a longer stretch of its own is a sentence that only this block has
_NUMBER = re.compile(r"\d+")


def fits(matched: int, letters: int, other: int, limits: Limits) -> bool:
    """Whether `matched` letters in order are enough for a block and a counterpart of these lengths.

    >>> fits(90, 100, 95, EDITED), fits(60, 100, 95, EDITED)
    (True, False)
    """
    return letters >= limits.letters and matched >= limits.score * letters and matched >= limits.density * other


def is_copy(matched: int, alone: int, letters: int, other: int) -> bool:
    """Whether a whole block is a copy: verbatim or lightly edited, and without a sentence of its own.

    >>> is_copy(90, 4, 100, 95), is_copy(90, 14, 110, 95)
    (True, False)
    """
    if alone > max(ALONE, ALONE_SHARE * letters):
        return False
    return fits(matched, letters, other, VERBATIM) or fits(matched, letters, other, EDITED)


def numbers_differ(own: str, other: str) -> bool:
    """The same form filled in with other numbers says something else.

    >>> numbers_differ("一季度增长12达340", "二季度增长30达560")
    True
    """
    if not (mine := _NUMBER.findall(own)):
        return False
    theirs = set(_NUMBER.findall(other))
    strange = sum(n not in theirs for n in mine)
    return strange > len(mine) / 3
