"""What is said again and again is heard from farther away: `scanning lad` where Scaling Law was spoken of all along.

English words that make no phrase are measured against the few Latin terms that stand in the document many times, beyond
the usual reach.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from tclean.stages.terms.by_sound.candidates import Candidate
from tclean.stages.terms.by_sound.latin import heard_readings
from tclean.stages.terms.by_sound.latin_evidence import latin_evidence, odd, tokens_of
from tclean.stages.terms.by_sound.latin_windows import Island, windows
from tclean.stages.terms.by_sound.targets import Target
from tclean.stages.terms.by_sound.view import View
from tclean.stages.terms.by_sound.weights import weights
from tclean.text.phonetic_index.skeleton import alignment, skeleton
from tclean.text.phonetics import space
from tclean.text.phonetics.readings import Reading

OFTEN = 5  # times the term stands in the text
LEAST = 4  # units of its reading
REACH = 0.36  # distance by unit


def farther(view: View, targets: Mapping[str, Target], islands: Sequence[tuple[int, Island]]) -> Iterator[Candidate]:
    """What may be a term that stands here often."""
    often = [targets[bare] for bare, times in view.known.items() if times >= OFTEN and bare in targets]
    said = [(t, r) for t in often if t.bare.isascii() and " " in t.canonical for r in t.readings if len(r) >= LEAST]
    for start, island in islands if said else ():
        first, text = start + island.left, island.text[island.left : len(island.text) - island.right]
        for a, b in _odd_windows(text) if " " in text else ():
            yield from _near(text[a:b], first + a, first + b, said)


@lru_cache(maxsize=1 << 12)
def _odd_windows(text: str) -> tuple[tuple[int, int], ...]:
    """The stretches of English that are words nobody says together."""
    return tuple(w[:2] for w in windows(text, 0, 0, frozenset()) if odd(tokens_of(text[w.start : w.end])))


def _near(heard: str, start: int, end: int, said: list[tuple[Target, Reading]]) -> Iterator[Candidate]:
    """The established terms that sound somewhat like a string."""
    best: dict[str, Candidate] = {}
    for mine in heard_readings(heard):
        first = _first(mine)
        for target, reading in said:
            if first == _first(reading):
                cost = alignment(mine, reading, REACH * len(reading))
                found = best.get(target.bare)
                if cost <= REACH * len(reading) and (found is None or cost < found.distance):
                    evidence = tuple(latin_evidence(heard, target, cost, len(reading)))
                    evidence += (("spoken of all along", weights()["all_along"]),)
                    best[target.bare] = Candidate(start, end, target, cost, 0.0, reading, evidence)
    yield from best.values()


@lru_cache(maxsize=1 << 12)
def _first(reading: Reading) -> str:
    """The class of the first consonant."""
    return skeleton(reading, space())[:1]
