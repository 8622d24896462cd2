"""Voice profiles: who uses which fillers and habits of speech, learnt from the document while decoding it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred.weights import Weights

Floats = NDArray[np.float64]


def voice_counts(text: str, places: NDArray[np.int64], weights: Weights) -> Floats:
    """(C, V): how often each habit occurs in each stretch."""
    index = {w: i for i, w in enumerate(weights.voices)}
    hits = [(m.start(), index[m.group()]) for m in weights.voice.finditer(text)]
    out = np.zeros((len(places), len(index)))
    if hits:
        at, which = np.array(hits).T
        rows = np.maximum(np.searchsorted(places, at, "right") - 1, 0)
        np.add.at(out, (rows, which), 1.0)
    return out


def voice_scores(counts: Floats, sizes: Floats, share: Floats, spec: dict[str, Any]) -> Floats:
    """(C, P): how well each stretch fits each person's way of speaking, given who probably speaks where (`share`)."""
    total = counts.sum(0) + 1e-9
    rate = total / max(float(sizes.sum()), 1.0)
    mine = share.T @ counts + spec["exposure"] * rate
    length = share.T @ sizes + spec["exposure"]
    ratio = np.clip(np.log(mine / (length[:, None] * rate)), -spec["clip"], spec["clip"])
    surplus = (rate * (np.exp(ratio) - 1)).sum(1)  # expected per character
    out: Floats = spec["strength"] * (counts @ ratio.T - sizes[:, None] * surplus)
    return out
