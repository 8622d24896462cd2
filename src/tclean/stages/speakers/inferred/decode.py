"""Semi-Markov decoding: turns as stretches between candidates, one state a guest, one host state a last guest.

The host remembers who spoke last, so that a follow-up question and a change of guest can be told apart. All tables are
over candidates; a step of the recursion is a handful of array operations over everything to its left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred.people import Person
from tclean.stages.speakers.inferred.scores import HOST, CutScores

Floats = NDArray[np.float64]
Lengths = list[tuple[slice, Floats]]
NEVER = -1e9


@dataclass(slots=True)
class Lattice:
    """All the decoder needs: places (C + 1, the last one the end), joints (C, S, S), lengths by kind of state."""

    places: NDArray[np.int64]
    joints: Floats
    lengths: Lengths  # states of one kind, and their table by length
    who: NDArray[np.int64]  # state → person


def length_tables(longest: int, weights: Mapping[str, Any]) -> dict[str, Floats]:
    """Log density of a turn's length, by role."""
    return {role: length_table(longest, spec) for role, spec in weights["length"].items()}


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
    for k in range(guests):
        for m in range(guests):
            turn = names["same_guest"] if k == m else names["other_guest"]
            joints[:, k, guests + m] = hg + cuts.after[:, m + 1] + turn
            if k != m:
                near = (
                    names["called_by_guest"] * cuts.after[:, m + 1] + names["thanked_by_guest"] * cuts.before[:, k + 1]
                )
                joints[:, guests + k, guests + m] = gg + near
        joints[:, guests + k, k] = gh + cuts.before[:, k + 1]
    places = np.append(cuts.places, end)
    roles = ["host"] * guests + ["audience" if p.role == "audience" else "guest" for p in cast[1:]]
    lengths = [(slice(roles.index(r), roles.index(r) + roles.count(r)), tables[r]) for r in dict.fromkeys(roles)]
    return Lattice(places, joints, lengths, who)


def length_table(longest: int, spec: Mapping[str, float]) -> Floats:
    """Log density of a turn's length: log-normal, with a share of short ones."""
    n = np.arange(longest + 1, dtype=float)
    n[0] = 1
    spread = spec["spread"]
    far = np.exp(-((np.log(n / spec["median"])) ** 2) / (2 * spread * spread)) / (n * spread * sqrt(2 * pi))
    short = np.exp(-n / spec["short_mean"]) / spec["short_mean"]
    density = np.log((1 - spec["short"]) * far + spec["short"] * short + 1e-300)
    return spec["weight"] * (density - log(1e-3))


def running(stretches: Floats, who: NDArray[np.int64]) -> Floats:
    """(C + 1, S): sums of what the stretches say, up to each place."""
    out = np.zeros((len(stretches) + 1, len(who)))
    np.cumsum(stretches[:, who], axis=0, out=out[1:])
    return out


def best_path(lat: Lattice, sums: Floats) -> list[tuple[int, int, int]]:
    """The best turns as (first candidate, last candidate + 1, state)."""
    count, states = lat.joints.shape[0], len(lat.who)
    enter = np.full((count, states), NEVER)
    enter[0] = 0.0
    came = np.zeros((count + 1, states), np.int64)  # where the turn that ends here began
    from_state = np.zeros((count, states), np.int64)
    base = enter - sums[:-1]
    state_index = np.arange(states)
    for j in range(1, count + 1):
        reach = base[:j].copy()
        sizes = lat.places[j] - lat.places[:j]
        for states_, table in lat.lengths:
            reach[:, states_] += table[sizes][:, None]
        first = reach.argmax(0)
        came[j] = first
        ended = reach[first, state_index] + sums[j]
        if j == count:
            break
        step = ended[:, None] + lat.joints[j]
        pick = step.argmax(0)
        from_state[j] = pick
        enter[j] = step[pick, state_index]
        base[j] = enter[j] - sums[j]
    path = []
    state, j = int(ended.argmax()), count
    while j > 0:
        i = int(came[j, state])
        path.append((i, j, state))
        state, j = int(from_state[i, state]), i
    return path[::-1]
