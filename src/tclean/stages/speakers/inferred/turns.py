"""From decoded turns to marks: calibrated confidence, unknown where it is low, stable ids for the unnamed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


def marks(turns: Sequence[Turn], people: Sequence[Person], weights: Weights) -> list[Mark]:
    """Turn marks; neighbouring turns of nobody known become one."""
    spec = weights.raw["confidence"]
    out: list[Mark] = []
    for t in turns:
        sure = confidence(t.posterior, spec["table_reference" if t.reference else "table"])
        p = people[t.who]
        known = sure >= spec["unknown_below"]
        label = p.label if known and p.name is None else None
        value = {
            "name": p.name if known else None,
            "label": label,
            "role": p.role if known else None,
            "confidence": sure,
            "method": "reference" if t.reference else "inferred",
            "reasons": list(t.reasons),
        }
        if out and not known and out[-1].value["role"] is None:
            out[-1] = out[-1]._replace(end=t.end)
            continue
        out.append(Mark(t.start, t.end, "turn", RULE, value, sure))
    return out


def talk(text: str, speaker: Participant | None, weights: Weights) -> list[Mark]:
    """One turn for the whole text: the only person known, or nobody."""
    if speaker is None:
        return []
    sure = weights.number("style", "talk_confidence")
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
