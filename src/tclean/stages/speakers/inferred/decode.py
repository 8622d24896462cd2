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
NEVER = -1e9
TINY = 1e-280
WINDOW = 1500  # candidates a turn may reach over


@dataclass(slots=True)
class Lattice:
    """All the decoder needs: places (C + 1, the last one the end), joints (C, S, S), lengths by state."""

    places: NDArray[np.int64]
    joints: Floats
    lengths: Floats  # (longest + 1, S)
    who: NDArray[np.int64]  # state → person


def lattice(cuts: CutScores, end: int, cast: Sequence[Person], weights: Mapping[str, Any]) -> Lattice:
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
                near = 0.4 * cuts.after[:, m + 1] + 0.3 * cuts.before[:, k + 1]
                joints[:, guests + k, guests + m] = gg + near
        joints[:, guests + k, k] = gh + cuts.before[:, k + 1]
    places = np.append(cuts.places, end)
    longest = int(end - places[0]) + 1
    tables = {r: length_table(longest, spec) for r, spec in weights["length"].items()}
    roles = ["host"] * guests + ["audience" if p.role == "audience" else "guest" for p in cast[1:]]
    lengths = np.stack([tables[r] for r in roles], axis=1)
    return Lattice(places, joints, lengths, who)


def length_table(longest: int, spec: dict[str, float]) -> Floats:
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
        reach = base[:j] + lat.lengths[lat.places[j] - lat.places[:j]]
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


def posteriors(lat: Lattice, sums: Floats, temperature: float) -> Floats:
    """Probability of each person on each stretch between candidates (C, P)."""
    scale = 1.0 / temperature
    joints, lengths, sums = np.exp(lat.joints * scale), np.exp(lat.lengths * scale), sums * scale
    enter, ended = _forward(lat.places, joints, lengths, sums)
    total = float(np.logaddexp.reduce(ended[-1]))
    begin, tail = _backward(lat.places, joints, lengths, sums)
    starts = np.exp(np.minimum(enter + begin - total, 0.0))
    ends = np.exp(np.minimum(ended[1:] + tail[1:] - total, 0.0))
    states = np.cumsum(starts, axis=0)
    states[1:] -= np.cumsum(ends, axis=0)[:-1]
    share = np.zeros((len(states), int(lat.who.max()) + 1))
    np.add.at(share.T, lat.who, np.clip(states, 0.0, None).T)
    share /= np.maximum(share.sum(1, keepdims=True), 1e-12)
    return share


def _forward(places: NDArray[np.int64], joints: Floats, lengths: Floats, sums: Floats) -> tuple[Floats, Floats]:
    """Log sums over all paths up to a turn that begins (C, S) or ends (C + 1, S) at each place."""
    count, states = joints.shape[0], joints.shape[1]
    enter, ended = np.full((count, states), NEVER), np.full((count + 1, states), NEVER)
    enter[0] = 0.0
    level = -sums[0]  # logs are kept relative to this, by state, so that exp neither overflows nor vanishes
    open_ = np.zeros((count, states))  # exp(enter - sums - level)
    open_[0] = 1.0
    for j in range(1, count + 1):
        low = max(0, j - WINDOW)
        mass = np.einsum("ks,ks->s", open_[low:j], lengths[places[j] - places[low:j]])
        ended[j] = np.log(mass + TINY) + level + sums[j]
        if j == count:
            break
        top = ended[j].max()
        enter[j] = np.log(np.exp(ended[j] - top) @ joints[j] + TINY) + top
        here = enter[j] - sums[j]
        rise = here - level
        if rise.max() > 60.0:
            shift = np.maximum(rise, 0.0)
            open_[low:j] *= np.exp(-shift)
            level = level + shift
        open_[j] = np.exp(np.maximum(here - level, -600.0))
    return enter, ended


def _backward(places: NDArray[np.int64], joints: Floats, lengths: Floats, sums: Floats) -> tuple[Floats, Floats]:
    """Log sums over all paths behind a turn that begins (C, S, with that turn) or ends (C + 1, S) at each place."""
    count, states = joints.shape[0], joints.shape[1]
    begin, tail = np.full((count, states), NEVER), np.full((count + 1, states), NEVER)
    tail[count] = 0.0
    level = sums[count].copy()
    close = np.zeros((count + 1, states))  # exp(tail + sums - level)
    close[count] = 1.0
    for i in range(count - 1, -1, -1):
        high = min(count + 1, i + 1 + WINDOW)
        mass = np.einsum("ks,ks->s", close[i + 1 : high], lengths[places[i + 1 : high] - places[i]])
        begin[i] = np.log(mass + TINY) + level - sums[i]
        if i == 0:
            break
        top = begin[i].max()
        tail[i] = np.log(joints[i] @ np.exp(begin[i] - top) + TINY) + top
        here = tail[i] + sums[i]
        rise = here - level
        if rise.max() > 60.0:
            shift = np.maximum(rise, 0.0)
            close[i + 1 : high] *= np.exp(-shift)
            level = level + shift
        close[i] = np.exp(np.maximum(here - level, -600.0))
    return begin, tail
