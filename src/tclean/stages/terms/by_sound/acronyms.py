"""Acronyms of the document with one letter misheard: ADI where everybody speaks of AGI.

The names of letters rhyme in a few groups; one that rhymes is easily taken for another. A stranger that recurs is an
acronym of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from tclean.stages.terms.by_sound.candidates import Candidate
from tclean.stages.terms.by_sound.targets import Target
from tclean.stages.terms.by_sound.view import View
from tclean.stages.terms.by_sound.weights import weights
from tclean.text.phonetics import readings_of, space

CAPITALS = re.compile("(?<![A-Za-z0-9.])[A-Z]{3,6}(?![A-Za-z0-9])")
RHYMES = ("bcdegptvz", "ahjk", "flmnsx", "iy", "quw")
OFTEN = 5  # times the right one stands in the text for each time of the wrong one


def acronyms(view: View, targets: Mapping[str, Target]) -> Iterator[Candidate]:
    """What may be an acronym that stands here often."""
    often = (targets[bare] for bare, times in view.known.items() if times >= OFTEN and bare in targets)
    known = [t for t in often if CAPITALS.fullmatch(t.canonical)]
    places = list(view.matches(CAPITALS, _begins(view))) if known else ()
    times = Counter(m[0] for m in places)
    for m in places:
        if m[0].lower() not in view.known and m[0].lower() not in targets:
            for target in known:
                if _rhyme(m[0].lower(), target.bare) and view.known[target.bare] >= OFTEN * times[m[0]]:
                    reading = target.readings[0]
                    yield Candidate(*m.span(), target, _distance(m[0], target), 0.0, reading, _evidence())


def _begins(view: View) -> NDArray[np.bool_]:
    """Where capitals begin."""
    begins: NDArray[np.bool_] = view.low - ord("A") < 26
    begins[1:] &= ~begins[:-1]
    return begins


def _rhyme(heard: str, said: str) -> bool:
    """Whether one letter is another that rhymes with it.

    >>> _rhyme("adi", "agi"), _rhyme("asi", "agi")
    (True, False)
    """
    pairs = [(a, b) for a, b in zip(heard, said, strict=False) if a != b]
    return len(heard) == len(said) and len(pairs) == 1 and any(set(pairs[0]) <= set(row) for row in RHYMES)


def _distance(heard: str, target: Target) -> float:
    known = space()
    said, mine = target.readings[0], readings_of(heard)[0]
    return sum(known.distance(a, b) for a, b in zip(mine, said, strict=False))


def _evidence() -> tuple[tuple[str, float], ...]:
    return (("one letter of an acronym", weights()["rhyme"]),)
