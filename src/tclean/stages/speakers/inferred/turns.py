"""From decoded turns to marks: calibrated confidence, unknown where it is low, stable ids for the unnamed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tclean.core.document import Participant
from tclean.core.edit import Mark
from tclean.stages.speakers.inferred.people import Person
from tclean.stages.speakers.inferred.weights import Weights

RULE = "speakers:inferred"


@dataclass(frozen=True, slots=True)
class Turn:
    """One decoded turn: whose (index of the person), and how sure the decoder is."""

    start: int
    end: int
    who: int
    posterior: float
    reasons: tuple[str, ...] = ()
    reference: bool = False  # a trusted transcript says so


def confidence(posterior: float, table: Sequence[Sequence[float]]) -> float:
    """What a posterior is worth, by the table of measured shares.

    >>> confidence(0.9, [[0, 0], [0.8, 0.5], [1, 0.9]])
    0.7
    """
    said, right = zip(*table, strict=True)
    return round(float(np.interp(posterior, said, right)), 3)


def marks(turns: Sequence[Turn], people: Sequence[Person], weights: Weights, discount: float = 1.0) -> list[Mark]:
    """Turn marks; neighbouring turns of nobody known become one. `discount` is on all that no reference says."""
    spec = weights.raw["confidence"]
    out: list[Mark] = []
    for t, said in settled(turns, spec):
        sure = said if t.reference else round(said * discount, 3)
        known = sure >= spec["unknown_below"]
        if out and not known and out[-1].value["role"] is None:
            out[-1] = out[-1]._replace(end=t.end)
            continue
        p = people[t.who]
        value = {
            "name": p.name if known else None,
            "label": p.label if known and p.name is None else None,
            "role": p.role if known else None,
            "confidence": sure,
            "method": "reference" if t.reference else "inferred",
            "reasons": list(t.reasons),
        }
        out.append(Mark(t.start, t.end, "turn", RULE, value, sure))
    return out


def settled(turns: Sequence[Turn], spec: Mapping[str, Any]) -> list[tuple[Turn, float]]:
    """Turns with what they are worth; a short unsure one between two of the same speaker is not worth a cut.

    >>> spec = {"table": [[0, 0], [1, 1]], "table_reference": [[0, 0], [1, 1]], "unknown_below": 0.4, "absorbed": 40}
    >>> [t.end for t, _ in settled([Turn(0, 90, 1, 0.9), Turn(90, 94, 2, 0.3), Turn(94, 200, 1, 0.8)], spec)]
    [200]
    """
    out: list[tuple[Turn, float]] = []
    for t in turns:
        sure = confidence(t.posterior, spec["table_reference" if t.reference else "table"])
        out.append((t, sure))
        if len(out) < 3:
            continue
        (a, a_sure), (b, b_sure), (c, c_sure) = out[-3:]
        if a.who == c.who and b_sure < spec["unknown_below"] and b.end - b.start <= spec["absorbed"]:
            share = (a.end - a.start) / (a.end - a.start + c.end - c.start)
            joined = replace(a, end=c.end, reference=a.reference or c.reference)
            out[-3:] = [(joined, round(share * a_sure + (1 - share) * c_sure, 3))]
    return out


def talk(text: str, speaker: Participant | None, others: bool, weights: Weights) -> list[Mark]:
    """One turn for the whole text: the only person known, or nobody; less sure where others are announced too."""
    if speaker is None:
        return []
    sure = weights.number("style", "talk_confidence_others" if others else "talk_confidence")
    value = {
        "name": speaker.name,
        "label": None,
        "role": speaker.role or "guest",
        "confidence": sure,
        "method": "inferred",
        "reasons": ["one person speaks"],
    }
    start = len(text) - len(text.lstrip())
    return [Mark(start, len(text), "turn", RULE, value, sure)]
