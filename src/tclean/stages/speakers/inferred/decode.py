"""Semi-Markov decoding: turns as stretches between candidates, one state a guest, one host state a last guest.

The host remembers who spoke last, so that a follow-up question and a change of guest can be told apart. All tables are
over candidates; a step of the recursion is a handful of array operations over everything to its left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp, log, pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred.people import Person
from tclean.stages.speakers.inferred.scores import HOST, CutScores

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
EVEN = 9  # digits: people of whom nothing is known are even but for rounding
SHAPE = ("median", "spread", "short", "short_mean", "weight")


@dataclass(slots=True)
class Lattice:
    """All the decoder needs: places (C + 1, the last one the end), tables of turn lengths (K, N), parts of the joints.

    What is said for a joint, a length or a first speaker is no log here: all of it is to be multiplied.
    """

    places: Places
    tables: Floats
    kinds: Places  # state → its table
    who: Places  # state → person
    first: Floats  # what it is worth for a state to open the text
    answers: Floats  # (C, G) each guest behind the host,
    turn: Floats  # (G, G) … by the guest who spoke before the host
    thanked: Floats  # (C, G) each guest before another one,
    called: Floats  # (C, G) … and behind another one
    returns: Floats  # (C, G) the host behind each guest
    asks: Places  # guests who ask like a host

    def both(self, start: int, stop: int) -> tuple[Floats, Floats]:
        """The joints of a stretch of candidates on the way there and, mirrored, on the way back."""
        end = len(self.answers)
        back = self.joints(slice(end - stop + 1, end - start + 1))[::-1].swapaxes(1, 2)
        return self.joints(slice(start, stop)), back

    def joints(self, at: slice) -> Floats:
        """(C, S, S): what speaks for a turn of one state and then one of another, at some candidates."""
        guests = self.answers.shape[1]
        answers, returns = self.answers[at], self.returns[at]
        out = np.zeros((len(answers), 2 * guests, 2 * guests))
        np.multiply(answers[:, None], self.turn, out=out[:, :guests, guests:])
        np.multiply(self.thanked[at, :, None], self.called[at, None], out=out[:, guests:, guests:])
        out[:, guests + self.asks, guests:] = answers[:, None]
        host = np.arange(guests)
        out[:, host + guests, host + guests] = 0.0
        out[:, host + guests, host] = returns
        return out

    def favouring(self, guests: Floats) -> Lattice:
        """The same with logs (C, guests) that speak for a turn of each guest to begin at each place."""
        worth = np.exp(guests)
        return replace(self, answers=self.answers * worth, called=self.called * worth)


def length_tables(longest: int, weights: Mapping[str, Any], pace: float = 0.0) -> dict[str, Floats]:
    """Density of a turn's length, by role; at a quick pace turns are shorter."""
    size = 1 << max(longest, 1).bit_length()
    scale = 1.0 / weights["decode"]["temperature"]
    out = {r: length_table(size, *(spec[k] for k in SHAPE))[: longest + 1] for r, spec in weights["length"].items()}
    for r, spec in weights["pace"]["length"].items() if pace else ():
        out[r] = (1 - pace) * out[r] + pace * length_table(size, *(spec[k] for k in SHAPE))[: longest + 1]
    return {r: np.exp(scale * table) for r, table in out.items()}


def lattice(
    cuts: CutScores, end: int, cast: Sequence[Person], tables: Mapping[str, Floats], weights: Mapping[str, Any]
) -> Lattice:
    """Tables for one host and the guests `1 … P - 1`: states are host-after-k for every guest k, then the guests."""
    guests = len(cast) - 1
    listened = cast[HOST].role == "audience"  # a talk: nobody but listeners takes over
    roles = ["host"] * guests + [p.role if p.role in tables else "guest" for p in cast[1:]]
    kinds = list(dict.fromkeys(roles))
    of_kind = np.array([kinds.index(r) for r in roles])
    opening = ["audience" if listened else "host"] * guests + roles[guests:]
    scale = 1.0 / weights["decode"]["temperature"]
    first = np.exp([scale * float(weights["turn"]["opens"].get(r, 0.0)) for r in opening])
    who = np.array([HOST] * guests + list(range(1, guests + 1)))
    of_tables = np.stack([tables[r] for r in kinds])
    return Lattice(np.append(cuts.places, end), of_tables, of_kind, who, first, *_joints(cuts, cast, weights, scale))


def _joints(
    cuts: CutScores, cast: Sequence[Person], weights: Mapping[str, Any], scale: float
) -> tuple[Floats, Floats, Floats, Floats, Floats, Places]:
    """The parts of the joints, in the order of the lattice."""
    names, roles = weights["names"], [p.role for p in cast]
    after, before = cuts.after[:, 1:], cuts.before[:, 1:]
    hg, gh, gg = cuts.roles.T[:, :, None]
    held = np.array([weights["turn"]["lecturer"] if role == "speaker" else 0.0 for role in roles[1:]])
    if roles[HOST] == "audience":
        held = held + cuts.after[:, :1]
    return (
        np.exp(scale * (hg + after)),
        np.where(
            np.eye(after.shape[1], dtype=bool), exp(scale * names["same_guest"]), exp(scale * names["other_guest"])
        ),
        np.exp(scale * names["thanked_by_guest"] * before),
        np.exp(scale * (gg + names["called_by_guest"] * after)),
        np.exp(scale * (gh + before + held)),
        np.flatnonzero([role == "audience" for role in roles[1:]]),  # a listener asks like a host
    )


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
    came: list[list[int]] = []
    people = range(share.shape[1])
    rows = zip(gain.round(EVEN).tolist(), cut.round(EVEN).tolist(), strict=True)
    value, _ = next(rows)
    for more, new in rows:  # in plain numbers: these rows are short
        top = max(value)
        best = value.index(top)
        came.append([best if top + new[p] > value[p] else p for p in people])
        value = [max(top + new[p], value[p]) + more[p] for p in people]
    return _exact(_traced(came, value.index(max(value))), near.T, starts)


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


def _traced(came: Sequence[Sequence[int]], who: int) -> list[tuple[int, int, int]]:
    """The path that ends with this person, from the front; `came[c - 1]` says who spoke before each at c."""
    path = []
    stop = len(came) + 1
    for c in range(len(came), -1, -1):
        before = came[c - 1][who] if c else -1
        if before != who:
            path.append((c, stop, who))
            stop, who = c, before
    return path[::-1]
