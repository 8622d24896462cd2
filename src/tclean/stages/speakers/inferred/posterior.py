"""Probabilities of speakers and cuts: sums over all paths, from the left and, mirrored, from the right."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred.decode import NEVER, REACH, Lattice

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
BLOCK = 32  # places that are reached from the left by one product …
STEEP = 250.0  # … where what is said between them changes no sum by more
TINY = 1e-300
NOTHING = 1e-200  # a share smaller than this is none; such numbers would be slow


def posteriors(lat: Lattice, sums: Floats, temperature: float) -> tuple[Floats, Floats]:
    """Probability (C, P) of each person on each stretch between candidates, and that a turn of his begins there."""
    scale = 1.0 / temperature
    best = np.zeros((len(sums), 1))  # every stretch counts from the one it fits best, so that nothing overflows
    np.cumsum(np.diff(sums, axis=0).max(1, keepdims=True), axis=0, out=best[1:])
    sums = (sums - best) * scale
    joints, tables = np.exp(lat.joints * scale), np.exp(lat.tables * scale)
    first = lat.first * scale
    ended = _ended(lat.places, joints, tables, lat.kinds, sums, first)
    mirrored = np.concatenate((joints[:1], joints[:0:-1].transpose(0, 2, 1)))
    back = _ended(lat.places[-1] - lat.places[::-1], mirrored, tables, lat.kinds, sums[-1] - sums[::-1], 0.0 * first)
    total = float(np.logaddexp.reduce(ended[-1]))
    starts = np.exp(np.minimum(_entered(ended, joints, first) + back[:0:-1] - total, 0.0))
    ends = np.exp(np.minimum(ended[1:] + _entered(back, mirrored, 0.0 * first)[::-1] - total, 0.0))
    inside = np.cumsum(starts, axis=0)
    inside[1:] -= np.cumsum(ends, axis=0)[:-1]
    share = _by_person(np.clip(inside, 0.0, None), lat.who)
    share /= np.maximum(share.sum(1, keepdims=True), 1e-12)
    return share, _by_person(starts, lat.who)


def _by_person(values: Floats, who: Places) -> Floats:
    """(C, P): states of one person summed."""
    out = np.zeros((len(values), int(who.max()) + 1))
    np.add.at(out.T, who, values.T)
    return out


def _entered(ended: Floats, joints: Floats, first: Floats) -> Floats:
    """(C, S): log sums up to the beginning of a turn, from those up to the end of the turn before."""
    top = ended[:-1].max(1, keepdims=True)
    out: Floats = np.log((np.exp(ended[:-1] - top)[:, None] @ joints)[:, 0] + TINY) + top
    out[0] = first
    return out


def _ended(places: Places, joints: Floats, tables: Floats, kinds: Places, sums: Floats, first: Floats) -> Floats:
    """(C + 1, S): log sums over all paths on which a turn of the state ends at the place.

    `begun[i, s]` is the share of the paths whose turn of state s began at i, with all that was said since.
    """
    count, states = joints.shape[:2]
    begun, mass = np.zeros((count + 1, states)), np.zeros((count + 1, len(tables), states))
    begun[0] = np.exp(first)
    level = np.zeros((count + 1, states))  # log of what the mass of a place is to be multiplied by
    own = (np.arange(len(tables))[:, None] == kinds).astype(float)[:, :, None]
    lift, last = 0.0, sums[0]
    for start, stop in _blocks(sums):
        near = max(0, start - REACH)
        before = begun[near:start]
        before *= np.exp(sums[start] - last)
        top = before.max()
        before /= top
        before[before < NOTHING] = 0.0
        lift, last = lift + np.log(top), sums[start]
        level[start:stop] = sums[start:stop] - last + lift
        grid = tables.take(places[start:stop, None] - places[near:stop], axis=1, mode="wrap")
        mass[start:stop] = (grid[:, :, : start - near] @ before).swapaxes(0, 1)
        said = np.exp(sums[start : min(stop, count)] - last)
        onward = own * (joints[start : min(stop, count)] * (said[:, :, None] / said[:, None]))[:, None]
        _within(begun[start:], mass[start:stop], grid[:, :, start - near :], onward)
    ended: Floats = np.log(mass[:, kinds, np.arange(states)] + TINY) + level
    ended[0] = NEVER
    return ended


def _within(begun: Floats, mass: Floats, grid: Floats, onward: Floats) -> None:
    """Step by step through a block: what ends at a place, and what begins there."""
    grid, onward = np.ascontiguousarray(grid.swapaxes(0, 1)), onward.reshape(len(onward), mass[0].size, mass.shape[-1])
    for b, (now, step) in enumerate(zip(mass, onward, strict=False)):  # nothing begins at the end of the text
        if b:
            now += grid[b, :, :b].dot(begun[:b])
        begun[b] = now.ravel().dot(step)
    for b in range(len(onward), len(mass)):
        mass[b] += grid[b, :, :b].dot(begun[:b])


def _blocks(sums: Floats) -> Iterator[tuple[int, int]]:
    """Stretches of places from 1 on in which no sum moves by more than `STEEP`."""
    moved = np.cumsum(np.minimum(np.abs(np.diff(sums, axis=0)).max(1), STEEP)) // STEEP
    start = 1
    for j in range(2, len(sums) + 1):
        if j == len(sums) or j - start == BLOCK or moved[j - 1] != moved[start - 1]:
            yield start, j
            start = j
