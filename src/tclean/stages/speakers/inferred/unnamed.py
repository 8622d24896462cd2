"""Guests whom nobody names are told apart by how they speak: long turns are grouped by their fillers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred.people import Person

Floats = NDArray[np.float64]


def unnamed_guests(text: str, named: int, spec: Mapping[str, Any]) -> list[Person]:
    """Guests to be told apart by voice: as many as the text says there are, one where it says nothing.

    >>> [p.label for p in unnamed_guests("今天请到两位嘉宾", 0, {"cues": {2: "两位"}})]
    ['speaker-2', 'speaker-3']
    """
    said = max((int(n) for n, cue in spec["cues"].items() if re.search(cue, text)), default=1)
    wanted = said - named if not named else 2 - named
    return [Person(None, "guest", label=f"speaker-{n + 2}", weak=True) for n in range(named, named + max(0, wanted))]


def runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The stretches `[first, stop)` over which the flag holds.

    >>> runs(np.array([True, True, False, True]))
    [(0, 2), (3, 4)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(int)))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def told_apart(
    counts: Floats, sizes: Floats, turns: Sequence[tuple[int, int]], groups: int, spec: Mapping[str, Any]
) -> NDArray[np.int64]:
    """The group of each turn (stretches `[first, stop)`), -1 for turns too short to tell."""
    length = np.array([sizes[a:b].sum() for a, b in turns])
    said = np.array([counts[a:b].sum(0) for a, b in turns])
    out = np.full(len(turns), -1)
    long = np.flatnonzero(length >= spec["long_turn"])
    groups = min(groups, len(long))
    if not groups:
        return out
    rate = counts.sum(0) / max(float(sizes.sum()), 1.0) + 1e-6
    style = np.log((said[long] + 100 * rate) / ((length[long, None] + 100) * rate))  # shrunk towards everybody's rate
    style *= np.sqrt(length[long, None] * rate)  # habits seen often count more
    centres = _far_apart(style, length[long], groups)
    for _ in range(int(spec["rounds"])):
        group = ((style[:, None] - centres) ** 2).sum(2).argmin(1)
        centres = np.array([style[group == g].mean(0) if (group == g).any() else centres[g] for g in range(groups)])
    out[long] = group
    return out


def _far_apart(style: Floats, weight: Floats, groups: int) -> Floats:
    """Starting points: the longest turn, then each time the one least like all before."""
    picked = [int(weight.argmax())]
    while len(picked) < groups:
        gap = ((style[:, None] - style[picked]) ** 2).sum(2).min(1)
        picked.append(int(gap.argmax()))
    return style[picked]
