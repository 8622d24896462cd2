"""Voice profiles: who uses which fillers and habits of speech, learnt from the document while decoding it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred.weights import Weights

Floats = NDArray[np.float64]


def voice_counts(text: str, places: NDArray[np.int64], weights: Weights) -> Floats:
    """(C, V): how often each habit occurs in each stretch."""
    which, at, _ = np.array(weights.voice.find_matches_as_indexes(text), np.int64).reshape(-1, 3).T
    rows = np.maximum(np.searchsorted(places, at, "right") - 1, 0)
    kinds = len(weights.voices)
    out = np.bincount(rows * kinds + which, minlength=len(places) * kinds)
    return out.reshape(len(places), kinds).astype(float)


def voice_scores(
    counts: Floats, sizes: Floats, share: Floats, listeners: Sequence[int], spec: dict[str, Any]
) -> Floats:
    """(C, P): how well each stretch fits each person's way of speaking, given who probably speaks where (`share`).

    Between host and guests the roles say more than the voice, so that it counts less there; `listeners` are many people
    and have none.
    """
    total = counts.sum(0) + 1e-9
    rate = total / max(float(sizes.sum()), 1.0)
    mine = share.T @ counts + spec["exposure"] * rate
    length = share.T @ sizes + spec["exposure"]
    ratio = np.clip(np.log(mine / (length[:, None] * rate)), -spec["clip"], spec["clip"])
    surplus = (rate * (np.exp(ratio) - 1)).sum(1)  # expected per character
    out: Floats = spec["strength"] * (counts @ ratio.T - sizes[:, None] * surplus)
    out[:, listeners] = 0.0
    middle = out[:, 1:].mean(1)
    out[:, 0] = middle + spec["host"] * (out[:, 0] - middle)
    return out
