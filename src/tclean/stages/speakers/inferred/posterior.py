"""Probabilities of speakers and cuts: the sums over all paths, from both ends of the text in one sweep."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred.decode import Lattice, Lengths

Floats = NDArray[np.float64]
TINY = 1e-100
LEAST = -100.0  # logs below this are nothing; smaller numbers would be slow ones
CHECK = 4  # steps between two looks at the level


def posteriors(lat: Lattice, sums: Floats, temperature: float) -> tuple[Floats, Floats]:
    """Probability of each person on each stretch between candidates (C, P), and of a cut at each candidate (C)."""
    scale = 1.0 / temperature
    joints, sums = np.exp(lat.joints * scale), sums * scale
    lengths = [(states, np.exp(table * scale)) for states, table in lat.lengths]
    sweep = _sweep(lat.places, joints, lengths, sums)
    enter, ended, begin, tail = sweep
    total = float(np.logaddexp.reduce(ended[-1]))
    starts = np.exp(np.minimum(enter + begin - total, 0.0))
    ends = np.exp(np.minimum(ended[1:] + tail[1:] - total, 0.0))
    inside = np.cumsum(starts, axis=0)
    inside[1:] -= np.cumsum(ends, axis=0)[:-1]
    share = np.zeros((len(inside), int(lat.who.max()) + 1))
    np.add.at(share.T, lat.who, np.clip(inside, 0.0, None).T)
    share /= np.maximum(share.sum(1, keepdims=True), 1e-12)
    return share, starts.sum(1)


def _sweep(
    places: NDArray[np.int64], joints: Floats, lengths: Lengths, sums: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Log sums over all paths: up to a turn's beginning and end, and behind a turn's beginning and end.

    Both directions advance together, so that one array operation serves both. `kept` holds exp(log - sums - level) of
    the open turns; the level follows the largest one, so that nothing overflows.
    """
    count, states = joints.shape[0], joints.shape[1]
    enter, ended = np.full((count, states), -np.inf), np.full((count + 1, states), -np.inf)
    before, after = np.full((count, states), -np.inf), np.full((count + 1, states), -np.inf)
    enter[0], after[count] = 0.0, 0.0
    ahead, back = np.zeros((count, states)), np.zeros((count + 1, states))
    ahead[0], back[count] = 1.0, 1.0
    shift = np.stack([sums, -sums[::-1]], axis=1)  # (C + 1, 2, S): what a turn that ends here adds
    level = np.stack([-sums[0], sums[count]])
    mass, grown = np.zeros((2, states)), np.zeros((2, states))
    for j in range(1, count + 1):
        i = count - j
        left, right = places[j] - places[:j], places[i + 1 :] - places[i]
        for kind, table in lengths:
            mass[0, kind] = table[left] @ ahead[:j, kind]
            mass[1, kind] = table[right] @ back[i + 1 :, kind]
        lift = level + shift[j]
        done = np.log(mass + TINY) + lift
        ended[j], before[i] = done
        if j == count:
            break
        top = done.max(1, keepdims=True)
        part = np.exp(np.maximum(done - top, LEAST))
        grown[0], grown[1] = part[0] @ joints[j], joints[i] @ part[1]
        new = np.log(grown + TINY) + top
        enter[j], after[i] = new
        here = new - lift
        if j % CHECK == 0 and here.max() > 40.0:
            rise = np.maximum(here, 0.0)
            ahead[:j] *= np.exp(-rise[0])
            back[i + 1 :] *= np.exp(-rise[1])
            level = level + rise
            here = here - rise
        ahead[j], back[i] = np.exp(np.maximum(here, LEAST))
    return enter, ended, before, after
