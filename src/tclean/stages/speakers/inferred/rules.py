"""The named rules of the weights file, looked up at all candidates at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred.answers import after_short_clauses, echoes, sentence_borders, short_clauses
from tclean.stages.speakers.inferred.view import PUNCTUATION, among, border_worth
from tclean.stages.speakers.inferred.weights import Cut, Opening, Weights, values_of
from tclean.text.codes import codes

Floats = NDArray[np.float64]
QUESTIONS = ("question mark", "question", "question clause")
FINISHED = (*QUESTIONS, "hand-over")  # behind these a cut needs no sign
Bools = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(slots=True)
class Table:
    """Which rules hold at which candidates (C, R), and what each is worth by role pair (R, 3)."""

    names: tuple[str, ...]
    values: Floats
    hits: Floats

    def take(self, keep: Places) -> Table:
        """The same for some of the candidates."""
        return Table(self.names, self.values, self.hits[keep])

    def roles(self) -> Floats:
        """(C, 3): sums by role pair."""
        out: Floats = (self.hits @ self.values).round(6)  # equal scores stay equal
        return out

    def terms(self, i: int, role: int) -> list[tuple[str, float]]:
        """The named terms of one candidate for one role pair."""
        return [
            (self.names[r], float(self.values[r, role] * self.hits[i, r]))
            for r in np.flatnonzero(self.hits[i]).tolist()
        ]


NEXT = 40  # characters a clause may have that asks


def _asked(at: Places, columns: Sequence[Column], weights: Weights) -> list[Column]:
    """Whether the first or the second clause behind each candidate ends as a question."""
    asks = np.logical_or.reduce([hit for name, hit, _ in columns if name in QUESTIONS])
    first = np.append(asks[1:], False) & (np.append(at[1:], at[-1:]) - at <= NEXT)
    later = np.append(asks[2:], [False, False])[: len(at)] & (np.append(at[2:], [at[-1]] * 2)[: len(at)] - at <= NEXT)
    spec = weights.raw["turn"]
    return [
        ("asks at once", first, values_of(spec["asks_at_once"])),
        ("asks soon", later & ~first, values_of(spec["asks_soon"])),
    ]


Column = tuple[str, Bools | Floats, tuple[float, float, float]]


class Look:
    """A text as the rules see it; what they have in common is worked out once, when first asked for."""

    def __init__(self, text: str, weights: Weights) -> None:
        self.text, self.weights, self.chars = text, weights, codes(text)
        self.solid = ~among(text, PUNCTUATION)
        self.left = _stripped(self.solid)
        self.begins = _stripped(~self.solid)[:-1]  # of the clause each character stands in
        self._ends: dict[str, Bools] = {}

    def ends(self, rule: Cut) -> Bools:
        """By position: whether the pattern ends there, with or without its trailing particles (the one group)."""
        if rule.name not in self._ends:
            self._ends[rule.name] = _ends_with(self.text, rule)
        return self._ends[rule.name]

    def holds(self, rule: Cut, at: Places) -> Bools:
        """Whether a rule of what stands before them holds at some places."""
        if rule.window:
            return _within(self.text, at, self.left[at], rule)
        ends = self.left[at] if rule.at == "left" else at
        if rule.lasts is None:
            return self.ends(rule)[ends]
        out: Bools = rule.lasts[self.chars[ends - 1]]
        if len(max(rule.words, key=len)) > 1:
            out[out] = [self._ends_at(rule, end) for end in ends[out].tolist()]
        return out

    def _ends_at(self, rule: Cut, end: int) -> bool:
        """Whether the pattern ends there, read from the beginning of the clause."""
        if not self.text.endswith(rule.words, 0, end):
            return False
        further = end + len(max(rule.words, key=len))  # 我们 ends no sooner
        return any(m.end() == end for m in rule.pattern.finditer(self.text, int(self.begins[end - 1]), further))

    def openers(self, at: Places) -> Places:
        """For each candidate where the opening words that begin there end."""
        ends, run = at.copy(), self.weights.opener.match
        for i in np.flatnonzero(self.weights.opens[self.chars[at]]).tolist():
            ends[i] = run(self.text, int(at[i])).end()  # type: ignore[union-attr]
        return ends

    def opened(self, opening: Opening, at: Places, openers: Places) -> NDArray[np.int64]:
        """Which rule of one group holds at the candidates: the first that matches, else the last, if it is empty."""
        which = np.full(len(at), opening.otherwise)
        first, match = self.chars[at], opening.pattern.match
        for i in np.flatnonzero(np.where(openers > at, opening.opened[first], opening.firsts[first])).tolist():
            if m := match(self.text, int(at[i])):
                which[i] = m.lastindex
        return which


def rule_hits(look: Look, at: Places, more: Sequence[Column], nameless: bool) -> Table:
    """All rules at all candidates; `more` are columns found elsewhere, `nameless`: nobody is called by name."""
    weights, left, openers = look.weights, look.left[at], look.openers(at)
    columns: list[Column] = []
    taken: dict[str, Bools] = {}
    for rule in weights.cuts:
        hit = look.holds(rule, at)
        before = taken.get(rule.group)
        if before is not None:
            hit = hit & ~before
        taken[rule.group] = hit if before is None else before | hit
        columns.append((rule.name, hit, rule.values))
    for opening in weights.openings:
        which = look.opened(opening, at, openers)
        columns += [(name, which == n, values) for n, (name, values) in enumerate(opening.rules, 1)]
    bare = look.solid[np.maximum(at - 1, 0)] & (at > 0)
    if look.solid.mean() > 1 - weights.number("bare", "signs") / 1000:
        bare[:] = False  # without any punctuation nothing is said by a missing sign
    columns += _bound(look, at, left, openers, bare)
    columns += [*_joints(bare, columns, weights, nameless), *_asked(at, columns, weights), *more]
    names, hits, values = zip(*columns, strict=True)
    return Table(names, np.array(values), np.stack(hits, axis=1).astype(float))


def most_sure(look: Look) -> int:
    """How many places have a question or a hand-over before and an answer or thanks behind them: candidates or not."""
    spec = look.weights.raw["style"]
    handed = [rule for rule in look.weights.cuts if rule.name in spec["handed"]]
    solid = np.flatnonzero(look.solid)
    places = np.zeros(len(look.text) + 1, bool)
    for rule in handed:
        ends = np.flatnonzero(look.ends(rule))
        behind = np.searchsorted(solid, ends)
        places[solid[behind[behind < len(solid)]]] = True
    at = np.flatnonzero(places)
    openers = look.openers(at)
    sure = np.zeros(len(at), bool)
    for opening in look.weights.openings:
        which = [n for n, (name, _) in enumerate(opening.rules, 1) if name in spec["taken"]]
        if which:
            sure |= np.isin(look.opened(opening, at, openers), which)
    return int(sure.sum())


def _bound(look: Look, at: Places, left: Places, openers: Places, bare: Bools) -> list[Column]:
    """How the words on both sides belong together."""
    text, spec = look.text, look.weights.raw["echo"]
    longest = int(spec["short"])
    two, more = echoes(text, at, openers, look.weights)
    tails, heads, waits = sentence_borders(text, at, left)
    found: dict[str, Bools | Floats] = {
        "echo": two,
        "long_echo": more,
        "tail": tails,
        "head": heads,
        "waits": waits,
        "unmarked": np.where(bare, np.clip(border_worth(text)[at], -spec["most"], spec["most"]), 0.0),
        "short_clause": short_clauses(text, at, longest),
        "short_left": after_short_clauses(text, left, longest),
    }
    return [(name.replace("_", " "), hit, values_of(spec[name])) for name, hit in found.items()]


def _stripped(solid: Bools) -> Places:
    """For each position, the end of the last word before it, without the punctuation in between."""
    ends = np.where(solid, np.arange(1, len(solid) + 1), 0)
    return np.concatenate(([0], np.maximum.accumulate(ends)))


def _ends_with(text: str, rule: Cut) -> Bools:
    """By position: whether the pattern ends there, with or without its trailing particles (the one group)."""
    mark = np.zeros(len(text) + 1, bool)
    spans = np.array([m.span(1) for m in rule.pattern.finditer(text)], np.int64).reshape(-1, 2)
    while len(spans):
        mark[spans[:, 1]] = True
        spans = spans[spans[:, 0] < spans[:, 1]] - (0, 1)
    return mark


def _within(text: str, at: Places, left: Places, rule: Cut) -> Bools:
    """Whether the pattern occurs in the window before (its end) or behind (its start) each candidate."""
    if rule.at == "left":
        low, high = left - rule.window, left
        found = [m.end() for m in rule.pattern.finditer(text)]
    else:
        low, high = at, at + rule.window
        found = [m.start() for m in rule.pattern.finditer(text)]
    count = np.zeros(len(text) + 2, np.int32)
    count[1:] = np.cumsum(np.bincount(found, minlength=len(text) + 1))  # up to each place, not itself
    out: Bools = count.take(low, mode="clip") < count.take(high + 1, mode="clip")
    return out ^ rule.absent


def _joints(bare: Bools, columns: list[Column], weights: Weights, nameless: bool) -> list[Column]:
    """The price of every turn, and of a cut inside a clause."""
    spec = weights.raw["turn"]
    cost = spec["cost"]
    every = np.ones(len(bare), bool)
    asked = np.logical_or.reduce(
        [hit for name, hit, _ in columns if name in ("question mark", "question", "hand-over")]
    )
    inside = spec["no_punctuation"]
    return [
        ("turn", every, (cost, cost, cost + spec["guest_guest"])),
        ("nobody is named", every & nameless, (spec["nameless"], spec["nameless"], 0.0)),
        ("no punctuation", bare, (inside, inside, inside)),
        ("right behind a question", bare & asked, (spec["after_question"], 0.0, 0.0)),
    ]
