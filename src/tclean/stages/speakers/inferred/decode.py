"""Semi-Markov decoding: turns as stretches between candidates, one state a guest, one host state a last guest.

The host remembers who spoke last, so that a follow-up question and a change of guest can be told apart. All tables are
over candidates; a step of the recursion is a handful of array operations over everything to its left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred.people import Person
from tclean.stages.speakers.inferred.scores import HOST, CutScores

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
NEVER = -1e9
SHAPE = ("median", "spread", "short", "short_mean", "weight")
REACH = 1024  # candidates a turn may span


@dataclass(slots=True)
class Lattice:
    """All the decoder needs: places (C + 1, the last one the end), joints (C, S, S), tables of turn lengths (K, N)."""

    places: Places
    joints: Floats
    tables: Floats
    kinds: Places  # state → its table
    who: Places  # state → person
    first: Floats  # what it is worth for a state to open the text


def length_tables(longest: int, weights: Mapping[str, Any], pace: float = 0.0) -> dict[str, Floats]:
    """Log density of a turn's length, by role; at a quick pace turns are shorter."""
    size = 1 << max(longest, 1).bit_length()
    out = {r: length_table(size, *(spec[k] for k in SHAPE))[: longest + 1] for r, spec in weights["length"].items()}
    for r, spec in weights["pace"]["length"].items() if pace else ():
        out[r] = (1 - pace) * out[r] + pace * length_table(size, *(spec[k] for k in SHAPE))[: longest + 1]
    return out


def lattice(
    cuts: CutScores, end: int, cast: Sequence[Person], tables: Mapping[str, Floats], weights: Mapping[str, Any]
) -> Lattice:
    """Tables for one host and the guests `1 … P - 1`: states are host-after-k for every guest k, then the guests."""
    count, people = cuts.after.shape
    guests = people - 1
    who = np.array([HOST] * guests + list(range(1, people)))
    joints = np.full((count, 2 * guests, 2 * guests), NEVER)
    hg, gh, gg = cuts.roles.T
    names = weights["names"]
    listened = cast[HOST].role == "audience"  # a talk: nobody but listeners takes over
    for k in range(guests):
        for m in range(guests):
            turn = names["same_guest"] if k == m else names["other_guest"]
            joints[:, k, guests + m] = hg + cuts.after[:, m + 1] + turn
            if k != m and cast[k + 1].role == "audience":  # a listener asks like a host
                joints[:, guests + k, guests + m] = hg + cuts.after[:, m + 1]
            elif k != m:
                near = (
                    names["called_by_guest"] * cuts.after[:, m + 1] + names["thanked_by_guest"] * cuts.before[:, k + 1]
                )
                joints[:, guests + k, guests + m] = gg + near
        held = weights["turn"]["lecturer"] if cast[k + 1].role == "speaker" else 0.0
        joints[:, guests + k, k] = gh + cuts.before[:, k + 1] + held + (cuts.after[:, HOST] if listened else 0.0)
    places = np.append(cuts.places, end)
    roles = ["host"] * guests + [p.role if p.role in tables else "guest" for p in cast[1:]]
    kinds = list(dict.fromkeys(roles))
    of_kind = np.array([kinds.index(r) for r in roles])
    opening = ["audience" if listened else "host"] * guests + roles[guests:]
    first = np.array([float(weights["turn"]["opens"].get(r, 0.0)) for r in opening])
    return Lattice(places, joints, np.stack([tables[r] for r in kinds]), of_kind, who, first)


@lru_cache(16)
def length_table(longest: int, median: float, spread: float, short: float, short_mean: float, weight: float) -> Floats:
    """Log density of a turn's length: log-normal, with a share of short ones."""
    n = np.arange(longest + 1, dtype=float)
    n[0] = 1
    far = np.exp(-((np.log(n / median)) ** 2) / (2 * spread * spread)) / (n * spread * sqrt(2 * pi))
    near = np.exp(-n / short_mean) / short_mean
    density = np.log((1 - short) * far + short * near + 1e-300)
    out: Floats = weight * (density - log(1e-3))
    return out


def running(stretches: Floats, who: Places) -> Floats:
    """(C + 1, S): sums of what the stretches say, up to each place."""
    out = np.zeros((len(stretches) + 1, len(who)))
    np.cumsum(stretches[:, who], axis=0, out=out[1:])
    return out


def expected_path(places: Places, share: Floats, starts: Floats, spec: Mapping[str, Any]) -> list[tuple[int, int, int]]:
    """The turns (first candidate, last + 1, person) of which most can be expected to be right.

    Every character counts by the probability of the person it is given to, every cut by that of a turn of the next
    person beginning there or a few characters off, less what a wrong cut costs.
    """
    sizes = np.diff(places)
    near = np.searchsorted(places[:-1], (places[:-1] - spec["tolerance"], places[:-1] + spec["tolerance"] + 1))
    total = np.concatenate((np.zeros((1, starts.shape[1])), np.cumsum(starts, axis=0)))
    cut = total[near[1]] - total[near[0]] - spec["least"]
    gain = sizes[:, None] * share / spec["characters"]
    came = np.zeros(share.shape, np.int64)
    stay = np.arange(share.shape[1])
    value = gain[0]
    for c in range(1, len(share)):
        best = int(value.argmax())
        turned = value[best] + cut[c]
        came[c] = np.where(turned > value, best, stay)
        value = np.maximum(turned, value) + gain[c]
    return _exact(_traced(came, int(value.argmax())), near.T, starts)


def _exact(path: list[tuple[int, int, int]], near: Places, starts: Floats) -> list[tuple[int, int, int]]:
    """The same turns, each cut moved to the likeliest of the candidates nearby."""
    out = path[:1]
    for first, stop, who in path[1:]:
        begin = out[-1][0] + 1
        low, high = max(int(near[first, 0]), begin), min(int(near[first, 1]), stop)
        first = low + int(starts[low:high, who].argmax())
        out[-1] = (out[-1][0], first, out[-1][2])
        out.append((first, stop, who))
    return out


def _traced(came: Places, who: int) -> list[tuple[int, int, int]]:
    """The path that ends with this person, from the front."""
    path = []
    stop = len(came)
    for c in range(len(came) - 1, -1, -1):
        before = int(came[c, who]) if c else -1
        if before != who:
            path.append((c, stop, who))
            stop, who = c, before
    return path[::-1]
