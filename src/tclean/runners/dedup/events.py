"""Documents of the same event in other words: the same people, and enough of the same content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from tclean.runners.dedup.collect import SKETCH
from tclean.text.shingles import Array

PEOPLE = 2  # names two documents must share …
SHARED = 0.05  # … and this share of the shingles of the smaller one
CROWD = 200  # a name in more documents than this relates none of them


def related(documents: Iterable[tuple[int, str, str, int, int, tuple[str, ...], bytes, int]]) -> dict[str, list[str]]:
    """For each document the ids of others that tell of the same event."""
    rows = [(d[1], d[5], np.frombuffer(d[6], "<u8")) for d in documents]
    by_name: dict[str, list[int]] = defaultdict(list)
    for n, (_, people, _) in enumerate(rows):
        for name in people:
            by_name[name].append(n)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for members in by_name.values():
        if len(members) <= CROWD:
            for i, a in enumerate(members):
                for b in members[i + 1 :]:
                    shared[a, b] += 1
    out: dict[str, list[str]] = defaultdict(list)
    for (a, b), names in sorted(shared.items()):
        if names >= PEOPLE and containment(rows[a][2], rows[b][2]) >= SHARED:
            out[rows[a][0]].append(rows[b][0])
            out[rows[b][0]].append(rows[a][0])
    return dict(out)


def containment(a: Array, b: Array) -> float:
    """The share of the smaller document's shingles that the larger one holds, from their smallest hashes.

    >>> containment(np.arange(10), np.arange(5))
    1.0
    """
    if not len(a) or not len(b):
        return 0.0
    full = min(int(x[-1]) for x in (a, b) if len(x) == SKETCH) if SKETCH in (len(a), len(b)) else max(a[-1], b[-1])
    a, b = a[a <= full], b[b <= full]
    return float(len(np.intersect1d(a, b)) / max(1, min(len(a), len(b))))
