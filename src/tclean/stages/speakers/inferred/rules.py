"""The named rules of the weights file, looked up at all candidates at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred.view import PUNCTUATION
from tclean.stages.speakers.inferred.weights import Cut, Weights

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(slots=True)
class Table:
    """Which rules hold at which candidates (C, R), and what each is worth by role pair (R, 3)."""

    names: tuple[str, ...]
    values: Floats
    hits: Bools

    def take(self, keep: Places) -> Table:
        """The same for some of the candidates."""
        return Table(self.names, self.values, self.hits[keep])

    def roles(self) -> Floats:
        """(C, 3): sums by role pair."""
        out: Floats = self.hits @ self.values
        return out

    def terms(self, i: int, role: int) -> list[tuple[str, float]]:
        """The named terms of one candidate for one role pair."""
        return [(self.names[r], float(self.values[r, role])) for r in np.flatnonzero(self.hits[i]).tolist()]


Column = tuple[str, Bools, tuple[float, float, float]]


def rule_hits(text: str, at: Places, weights: Weights, more: Sequence[Column], nameless: bool) -> Table:
    """All rules at all candidates; `more` are columns found elsewhere, `nameless`: nobody is called by name."""
    left = _stripped(text)[at]
    opens = _may_open(text, at, weights.quick)
    columns: list[Column] = []
    taken: dict[str, Bools] = {}
    for rule in weights.cuts:
        hit = _hits(text, at, left, opens, rule)
        before = taken.get(rule.group)
        if before is not None:
            hit &= ~before
        taken[rule.group] = hit if before is None else before | hit
        columns.append((rule.name, hit, rule.values))
    columns += [*_joints(text, at, columns, weights, nameless), *more]
    names, hits, values = zip(*columns, strict=True)
    return Table(names, np.array(values), np.stack(hits, axis=1))


def _stripped(text: str) -> Places:
    """For each position, the end of the last word before it, without the punctuation in between."""
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    solid = ~np.isin(codes, np.array([ord(c) for c in PUNCTUATION], np.uint32))
    ends = np.where(solid, np.arange(1, len(codes) + 1), 0)
    return np.concatenate(([0], np.maximum.accumulate(ends))) if len(codes) else np.zeros(1, np.int64)


def _may_open(text: str, at: Places, quick: frozenset[str]) -> list[tuple[int, int]]:
    return [(i, p) for i, p in enumerate(at.tolist()) if text[p] in quick]


def _hits(text: str, at: Places, left: Places, opens: list[tuple[int, int]], rule: Cut) -> Bools:
    """Where one rule holds."""
    if rule.at == "left" and not rule.window:
        return _ends_with(text, rule)[left]
    if rule.at == "across":
        return _ends_with(text, rule)[at]
    if rule.window:
        return _within(text, at, left, rule)
    out = np.zeros(len(at), bool)
    if not rule.pattern.pattern:
        out[:] = True
        return out
    match = rule.pattern.match
    out[[i for i, p in opens if match(text, p)]] = True
    return out


def _ends_with(text: str, rule: Cut) -> Bools:
    """By position: whether the pattern ends there, with or without its trailing particles (group `tail`)."""
    mark = np.zeros(len(text) + 1, bool)
    for m in rule.pattern.finditer(text):
        mark[m.start("tail") : m.end() + 1] = True
    return mark


def _within(text: str, at: Places, left: Places, rule: Cut) -> Bools:
    """Whether the pattern occurs in the window before (its end) or behind (its start) each candidate."""
    if rule.at == "left":
        ends = np.array([m.end() for m in rule.pattern.finditer(text)], np.int64)
        low, high = left - rule.window, left
    else:
        ends = np.array([m.start() for m in rule.pattern.finditer(text)], np.int64)
        low, high = at, at + rule.window
    out: Bools = np.searchsorted(ends, low) < np.searchsorted(ends, high, "right")
    return out


def _joints(text: str, at: Places, columns: list[Column], weights: Weights, nameless: bool) -> list[Column]:
    """The price of every turn, and of a cut inside a clause."""
    spec = weights.raw["turn"]
    cost = spec["cost"]
    every = np.ones(len(at), bool)
    bare = np.array([p > 0 and text[p - 1] not in PUNCTUATION for p in at.tolist()], bool)
    asked = np.logical_or.reduce([hit for name, hit, _ in columns if name in ("question", "hand-over")])
    inside = spec["no_punctuation"]
    return [
        ("turn", every, (cost, cost, cost + spec["guest_guest"])),
        ("nobody is named", every & nameless, (spec["nameless"], spec["nameless"], 0.0)),
        ("no punctuation", bare, (inside, inside, inside)),
        ("right behind a question", bare & asked, (spec["after_question"], 0.0, 0.0)),
    ]
