"""Probabilities of speakers and cuts: sums over all paths, from the left and, mirrored, from the right.

Both sums are worked out in one go: twice the states, of which the second half reads the text from its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred.decode import REACH, Lattice

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
BLOCK = 32  # places that are reached from the left by one product …
STEEP = 120.0  # … where what is said between them changes no sum by more
SMALL = 1e-60  # shares between this and its inverse need no other unit
TINY = 1e-300
NOTHING = 1e-200  # a share smaller than this is none; such numbers would be slow


def posteriors(lat: Lattice, sums: Floats) -> tuple[Floats, Floats]:
    """Probability (C, P) of each person on each stretch between candidates, and that a turn of his begins there."""
    best = np.zeros((len(sums), 1))  # every stretch counts from the one it fits best, so that nothing overflows
    np.cumsum(np.diff(sums, axis=0).max(1, keepdims=True), axis=0, out=best[1:])
    sums = sums - best
    ended, begun = _swept(lat, np.concatenate((sums, sums[-1] - sums[::-1]), axis=1))
    states = sums.shape[1]
    onward, back = slice(states), slice(states, None)
    total = float(np.logaddexp.reduce(ended[-1, onward]))
    starts = np.exp(np.minimum(begun[:, onward] + ended[:0:-1, back] - total, 0.0))
    ends = np.exp(np.minimum(ended[1:, onward] + begun[::-1, back] - total, 0.0))
    inside = np.cumsum(starts, axis=0)
    inside[1:] -= np.cumsum(ends, axis=0)[:-1]
    share = _by_person(np.clip(inside, 0.0, None), lat.who)
    share /= np.maximum(share.sum(1, keepdims=True), 1e-12)
    return share.round(9), _by_person(starts, lat.who).round(9)  # equal people stay equal


def _by_person(values: Floats, who: Places) -> Floats:
    """(C, P): states of one person summed."""
    out = np.zeros((len(values), int(who.max()) + 1))
    np.add.at(out.T, who, values.T)
    return out


def _swept(lat: Lattice, sums: Floats) -> tuple[Floats, Floats]:
    """Log sums over all paths on which a turn of the state ends at the place (C + 1, 2 S), or begins there (C, 2 S).

    `begun[i, s]` is the share of the paths whose turn of state s began at i, with all that was said up to there taken
    off: in units of `last`, what was said up to some place nearby, and of `lift`.
    """
    count, states = len(sums) - 1, sums.shape[1]
    half = np.arange(states) // (states // 2)
    ways = np.stack((lat.places, lat.places[-1] - lat.places[::-1]))
    groups = _groups(lat.kinds)
    own = (np.tile(lat.kinds, 2) * 2 + half) * states + np.arange(states)
    onward = np.zeros((BLOCK, states, states))
    begun, mass = np.zeros((count + 1, states)), np.zeros((count + 1, states))
    begun[0] = np.concatenate((lat.first, np.ones(states // 2)))
    entered, level = np.zeros((count + 1, states)), np.zeros((count + 1, states))  # level: log of the unit
    entered[0] = begun[0]
    lift, last = np.zeros(states), sums[0]
    for start, stop in _blocks(sums):
        near = max(0, start - REACH)
        before = begun[near:start]
        top = np.maximum(before[-BLOCK:].max(0) * np.exp(sums[start] - last), TINY).reshape(2, -1).max(1)
        if (last - sums[start]).max() > STEEP or top.max() > 1 / SMALL or top.min() < SMALL:
            before *= np.exp(sums[start] - last) / top[half]
            before[before < NOTHING] = 0.0
            lift, last = lift + np.log(top)[half], sums[start]
        far = lat.tables.take(ways[:, start:stop, None] - ways[:, None, near:start], axis=1, mode="wrap")
        for way, kind, mine in groups:
            np.matmul(far[kind, way], before[:, mine], out=mass[start:stop, mine])
        said = np.exp(sums[start:stop] - last)
        level[start:stop] = sums[start:stop] - last + lift
        _fill(onward, lat.joints, said, start, stop)
        grid = lat.tables.take(ways[:, start:stop, None] - ways[:, None, start:stop], axis=1, mode="wrap")
        grid = np.ascontiguousarray(grid.reshape(-1, stop - start, stop - start).swapaxes(0, 1))
        _within(begun[start:stop], mass[start:stop], grid, onward, own)
        entered[start:stop] = begun[start:stop]
    ended: Floats = np.log(mass + TINY) + level
    ended[0] = -np.inf
    return ended, (np.log(entered + TINY) + level)[:-1]


def _groups(kinds: Places) -> list[tuple[int, int, slice]]:
    """Neighbouring states of one kind, on the way there and on the way back."""
    edges = [0, *(np.flatnonzero(np.diff(kinds)) + 1).tolist(), len(kinds)]
    runs = [(int(kinds[a]), a, b) for a, b in pairwise(edges)]
    return [(way, kind, slice(a + way * len(kinds), b + way * len(kinds))) for way in (0, 1) for kind, a, b in runs]


def _fill(onward: Floats, joints: Floats, said: Floats, start: int, stop: int) -> None:
    """What leads from the end of a turn to the next one, both ways, at the places of a block."""
    count, states = joints.shape[:2]
    there, back = slice(0, states), slice(states, None)
    inner = min(stop, count) - start  # nothing begins at the end of the text
    size = slice(0, inner)
    said = said[:inner]
    ratio = said[:, there, None] / said[:, None, there]
    np.multiply(joints[start : start + inner], ratio, out=onward[size, there, there])
    mirrored = joints[count - start - inner + 1 : count - start + 1][::-1].swapaxes(1, 2)
    ratio = said[:, back, None] / said[:, None, back]
    np.multiply(mirrored, ratio, out=onward[size, back, back])


def _within(begun: Floats, mass: Floats, grid: Floats, onward: Floats, own: Places) -> None:
    """Step by step through a block: what ends at a place, and what begins there."""
    for now, near, step, out in zip(mass, grid, onward, begun, strict=False):
        now += near.dot(begun).take(own)
        now.dot(step, out)


def _blocks(sums: Floats) -> Iterator[tuple[int, int]]:
    """Stretches of places from 1 on in which no sum moves by more than `STEEP`."""
    moved = np.cumsum(np.minimum(np.abs(np.diff(sums, axis=0)).max(1), STEEP)) // STEEP
    edges = [*(np.flatnonzero(np.diff(moved)) + 2).tolist(), len(sums)]
    start = 1
    for edge in edges:
        while start < edge:
            yield start, min(start + BLOCK, edge)
            start += BLOCK
        start = edge
