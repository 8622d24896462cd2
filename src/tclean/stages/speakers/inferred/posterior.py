"""Probabilities of speakers and cuts: sums over all paths, from the left and, mirrored, from the right.

Both sums are worked out in one go: twice the states, of which the second half reads the text from its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred.decode import Lattice

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
BLOCK = 32  # places that are reached from the left by one product …
STEEP = 120.0  # … where what is said between them changes no sum by more
REACH = 1024  # candidates a turn may span
CHUNK = 16 * BLOCK  # places whose joints are worked out together
SMALL = 1e-60  # shares between this and its inverse need no other unit
TINY = 1e-300
NOTHING = 1e-200  # a share smaller than this is none; such numbers would be slow


def posteriors(lat: Lattice, sums: Floats) -> tuple[Floats, Floats]:
    """Probability (C, P) of each person on each stretch between candidates, and that a turn of his begins there."""
    best = np.zeros((len(sums), 1))  # every stretch counts from the one it fits best, so that nothing overflows
    np.cumsum(np.diff(sums, axis=0).max(1, keepdims=True), axis=0, out=best[1:])
    sums = sums - best
    ended, begun = _Sweep(lat, np.concatenate((sums, sums[-1] - sums[::-1]), axis=1)).run()
    states = sums.shape[1]
    onward, back = slice(states), slice(states, None)
    total = float(np.logaddexp.reduce(ended[-1, onward]))
    starts = np.exp(np.minimum(begun[:, onward] + ended[:0:-1, back] - total, 0.0))
    ends = np.exp(np.minimum(ended[1:, onward] + begun[::-1, back] - total, 0.0))
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


class _Sweep:
    """Sums over all paths up to each place: those on which a turn of the state ends there, or begins there.

    `begun[i, s]` is the share of the paths whose turn of state s began at i, with all that was said up to there taken
    off: in units of `last`, what was said up to some place nearby, and of `lift`.
    """

    def __init__(self, lat: Lattice, sums: Floats) -> None:
        self.lat, self.sums = lat, sums
        self.count, self.states = len(sums) - 1, sums.shape[1]
        self.half = np.arange(self.states) // (self.states // 2)
        self.ways = np.stack((lat.places, lat.places[-1] - lat.places[::-1]))
        self.groups = _groups(lat.kinds)
        self.own = (np.tile(lat.kinds, 2) * 2 + self.half) * self.states + np.arange(self.states)
        self.begun, self.mass = np.zeros_like(sums), np.zeros_like(sums)
        self.begun[0] = np.concatenate((lat.first, np.ones(self.states // 2)))
        self.lift, self.last = np.zeros(self.states), self.sums[0]
        self.onward = np.zeros((BLOCK, self.states, self.states))

    def run(self) -> tuple[Floats, Floats]:
        """Log sums over all paths on which a turn of the state ends at the place (C + 1, 2 S), or begins (C, 2 S)."""
        entered, level = self.begun.copy(), np.zeros_like(self.sums)  # level: log of the unit
        for start, stop in _blocks(self.sums):
            if (start - 1) % CHUNK == 0:
                chunk, joints = start, self.lat.both(start, min(start + CHUNK, self.count))
            self._rescale(start)
            self._far(start, stop)
            level[start:stop] = self.sums[start:stop] - self.last + self.lift
            self._near(start, stop, [way[start - chunk : stop - chunk] for way in joints])
            entered[start:stop] = self.begun[start:stop]
        ended: Floats = np.log(self.mass + TINY) + level
        ended[0] = -np.inf
        return ended, (np.log(entered + TINY) + level)[:-1]

    def _rescale(self, start: int) -> None:
        """Other units where shares become large or small."""
        said = self.sums[start] - self.last
        top = np.maximum(self.begun[max(0, start - BLOCK) : start].max(0) * np.exp(said), TINY).reshape(2, -1).max(1)
        if said.min() < -STEEP or top.max() > 1 / SMALL or top.min() < SMALL:
            shares = self.begun[max(0, start - REACH) : start]
            shares *= np.exp(said) / top[self.half]
            shares[shares < NOTHING] = 0.0
            self.lift, self.last = self.lift + np.log(top)[self.half], self.sums[start]

    def _far(self, start: int, stop: int) -> None:
        """What ends in a block and began before it."""
        near = slice(max(0, start - REACH), start)
        grid = self._grid(self.ways[:, start:stop], self.ways[:, near])
        for way, kind, mine in self.groups:
            np.matmul(grid[kind, way], self.begun[near, mine], out=self.mass[start:stop, mine])

    def _near(self, start: int, stop: int, joints: Sequence[Floats]) -> None:
        """Step by step through a block: what ends at a place, and what begins there."""
        grid = self._grid(self.ways[:, start:stop], self.ways[:, start:stop])
        grid = np.ascontiguousarray(grid.reshape(-1, stop - start, stop - start).swapaxes(0, 1))
        said = np.exp(self.sums[start:stop] - self.last)[: len(joints[0])]  # nothing begins at the end of the text
        states = self.states // 2
        for way, part in enumerate((slice(states), slice(states, None))):
            ratio = said[:, part, None] / said[:, None, part]
            np.multiply(joints[way], ratio, out=self.onward[: len(said), part, part])
        begun, own = self.begun[start:stop], self.own
        for now, near, step, out in zip(self.mass[start:stop], grid, self.onward, begun, strict=False):
            now += near.dot(begun).take(own)
            now.dot(step, out)

    def _grid(self, targets: Places, sources: Places) -> Floats:
        """(K, 2, targets, sources): what lengths of turns say."""
        return self.lat.tables.take(targets[:, :, None] - sources[:, None], axis=1, mode="wrap")


def _groups(kinds: Places) -> list[tuple[int, int, slice]]:
    """Neighbouring states of one kind, on the way there and on the way back."""
    edges = [0, *(np.flatnonzero(np.diff(kinds)) + 1).tolist(), len(kinds)]
    runs = [(int(kinds[a]), a, b) for a, b in pairwise(edges)]
    return [(way, kind, slice(a + way * len(kinds), b + way * len(kinds))) for way in (0, 1) for kind, a, b in runs]


def _blocks(sums: Floats) -> Iterator[tuple[int, int]]:
    """Stretches of places from 1 on in which no sum moves by more than `STEEP`; none reaches over a chunk's end."""
    moved = np.cumsum(np.minimum(np.abs(np.diff(sums, axis=0)).max(1), STEEP)) // STEEP
    edges = {*(np.flatnonzero(np.diff(moved)) + 2).tolist(), *range(1 + CHUNK, len(sums), CHUNK), len(sums)}
    start = 1
    for edge in sorted(edges):
        for begin in range(start, edge, BLOCK):
            yield begin, min(begin + BLOCK, edge)
        start = edge
