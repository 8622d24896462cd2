"""Documents of the same event in other words: the same people, and enough of the same content."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np

from tclean.runners.dedup.collect import SKETCH
from tclean.runners.dedup.index import Index, Row
from tclean.text.shingles import Array

PEOPLE = 2  # people two documents must share …
SHARED = 0.1  # … and this share of the shingles of the smaller one
CROWD = 200  # a name in more documents than this relates none of them


def related(index: Index, documents: Sequence[Row]) -> set[tuple[int, int]]:
    """Pairs of documents (by number, smaller first) that tell of the same event."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for doc, _, people, _ in sorted(documents):
        for name in {name for person in people for name in person.split("|")}:
            by_name[name].append(doc)
    shared = Counter(pair for docs in by_name.values() if len(docs) <= CROWD for pair in combinations(docs, 2))
    people_of = {doc: people for doc, _, people, _ in documents}
    likely = (pair for pair, names in shared.items() if names >= PEOPLE)
    known = (pair for pair in likely if in_common(*(people_of[doc] for doc in pair)) >= PEOPLE)
    return {(a, b) for a, b in known if containment(index.sketch(a), index.sketch(b)) >= SHARED}


def in_common(own: Iterable[str], others: Iterable[str]) -> int:
    """How many people take part in both, under whichever of their names.

    >>> in_common(["李开复|开复", "王敏"], ["开复老师|开复|李开复", "赵一凡"])
    1
    """
    names = {name for person in others for name in person.split("|")}
    return sum(not names.isdisjoint(person.split("|")) for person in own)


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
