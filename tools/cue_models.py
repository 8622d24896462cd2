"""Logistic regressions with an absolute penalty, for `fit_cues.py`: most weights come out as nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ROUNDS = 80
RIDGE = 0.5  # a little of a square penalty beside the absolute one
CAREFUL = 0.35  # steps may be longer than the bound says: strings of one place say much the same


@dataclass(frozen=True)
class Design:
    """Which strings (columns) stand at which places (rows)."""

    row: NDArray[np.int64]
    column: NDArray[np.int64]
    shape: tuple[int, int]

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]], columns: int) -> Design:
        """One list of column numbers a row."""
        sizes = [len(r) for r in rows]
        flat = np.fromiter((c for r in rows for c in r), np.int64, sum(sizes))
        return cls(np.repeat(np.arange(len(rows)), sizes), flat, (len(rows), columns))

    def times(self, weights: Floats) -> Floats:
        """(rows, K): the sums of the weights (columns, K) of each row."""
        parts = [np.bincount(self.row, w[self.column], self.shape[0]) for w in weights.T]
        return np.stack(parts, axis=1)

    def back(self, rows: Floats) -> Floats:
        """(columns, K): the sums of the rows each column stands in."""
        return np.stack([np.bincount(self.column, r[self.row], self.shape[1]) for r in rows.T], axis=1)


def fit(
    design: Design, truth: NDArray[np.int64], known: Floats, kinds: Floats, weight: Floats, strength: float
) -> tuple[Floats, float]:
    """Weights (columns, K) of K outcomes against none (truth 0), and how much what is `known` (rows, K) counts.

    `kinds` (rows, M) are free terms without a penalty. Proximal steps with momentum, each as long as the curvature of
    its column allows.
    """
    outcomes = known.shape[1]
    target = np.eye(outcomes + 1)[truth][:, 1:]
    many = np.bincount(design.row, minlength=len(truth)) + 8.0
    steep = 0.5 * CAREFUL * design.back((weight * many)[:, None]) + RIDGE + 1e-9
    steep_kinds = (0.5 * CAREFUL * kinds.T @ (weight * many))[:, None] + 1
    steep_known = 0.25 * CAREFUL * float((weight * many * (known**2).max(1)).sum()) + 1
    now = [np.zeros((design.shape[1], outcomes)), np.zeros((kinds.shape[1], outcomes)), np.array(0.8)]
    ahead, pace, best = list(now), 1.0, np.inf
    for _ in range(ROUNDS):
        chance, loss = _chances(design.times(ahead[0]) + kinds @ ahead[1] + ahead[2] * known, truth, weight)
        loss += strength * float(np.abs(ahead[0]).sum())
        gap = (chance - target) * weight[:, None]
        step = ahead[0] - (design.back(gap) + RIDGE * ahead[0]) / steep
        step = np.sign(step) * np.maximum(np.abs(step) - strength / steep, 0)
        others = ahead[1] - kinds.T @ gap / steep_kinds, ahead[2] - (gap * known).sum() / steep_known
        following = (1 + np.sqrt(1 + 4 * pace * pace)) / 2 if loss <= best else 1.0
        carry = (pace - 1) / following if loss <= best else 0.0
        ahead = [new + carry * (new - old) for new, old in zip((step, *others), now, strict=True)]
        now, pace, best = [step, *others], following, loss
    return now[0], float(now[2])


def _chances(scores: Floats, truth: NDArray[np.int64], weight: Floats) -> tuple[Floats, float]:
    """(rows, K) probabilities of the outcomes, and the loss."""
    full = np.concatenate((np.zeros((len(scores), 1)), scores), axis=1)
    full -= full.max(1, keepdims=True)
    chance = np.exp(full)
    chance /= chance.sum(1, keepdims=True)
    loss = -float((weight * np.log(chance[np.arange(len(truth)), truth] + 1e-12)).sum())
    return chance[:, 1:], loss
