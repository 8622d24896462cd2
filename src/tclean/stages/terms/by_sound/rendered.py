"""English names written down as Chinese characters: 牧角扣 → MuJoCo, 头坑 → token.

Where the best reading of a run falls into single characters and rare words, nothing Chinese was said. Such islands are
few; they are measured against all Latin terms as if they were Latin letters.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tclean.stages.terms.by_sound.candidates import Candidate
from tclean.stages.terms.by_sound.latin import LatinSearch
from tclean.stages.terms.by_sound.view import View

LONGEST, LEAST = 6, np.array([0, 0, 5.5, 5.5, 7.0, 9.0, 9.5])  # characters of a window; gain, by length
NEAR = 0.24  # distance by unit


def rendered(view: View, search: LatinSearch) -> Iterator[Candidate]:
    """What may be a Latin term in Chinese characters."""
    spans = list(_windows(view))
    matches = search.heard({view.text[a:b] for a, b in spans})
    for a, b in spans:
        for match in matches[view.text[a:b]]:
            target, size = match.target, max(b - a, len(match.reading))
            if target.kind == "person" or not target.bare.isascii() or target.pack in view.dormant:
                continue  # foreign names of people are rightly written so
            if match.distance <= NEAR * size:
                yield Candidate(a, b, target, match.distance, 0.0, match.reading)


def _windows(view: View) -> Iterator[tuple[int, int]]:
    """Stretches of an island, cut where its best reading is cut, that are unlikely enough as they stand."""
    cut, odd, _ = view.islands
    inside = np.concatenate(([0], np.cumsum(odd)))
    begin = (cut[:-1] & odd).nonzero()[0]
    for size in range(2, LONGEST + 1):
        begin = begin[begin + size < len(cut)]
        at = begin[cut.take(begin + size) & (inside.take(begin + size) - inside.take(begin) == size)]
        if len(at):
            for start in at[view.strange(at, size) >= LEAST[size]].tolist():
                yield start, start + size
