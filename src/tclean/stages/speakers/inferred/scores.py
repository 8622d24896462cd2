"""Scores of cuts and of stretches, as tables over the candidates: the decoder only adds them up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred.mentions import Mention
from tclean.stages.speakers.inferred.view import PUNCTUATION
from tclean.stages.speakers.inferred.weights import Weights

Floats = NDArray[np.float64]
HOST = 0  # index of the host among the people
FAR = 220


@dataclass(slots=True)
class CutScores:
    """Per candidate: what the roles on both sides score, and each person as the next or the last speaker."""

    places: NDArray[np.int64]
    roles: Floats  # (C, 3): host_guest, guest_host, guest_guest
    after: Floats  # (C, P) the person as speaker behind the cut
    before: Floats  # (C, P) the person as speaker before a cut at which the host takes over
    reasons: list[list[tuple[str, float, float, float]]]

    def take(self, keep: NDArray[np.int64]) -> CutScores:
        """The same for some of the candidates."""
        reasons = [self.reasons[i] for i in keep.tolist()]
        return CutScores(self.places[keep], self.roles[keep], self.after[keep], self.before[keep], reasons)

    def best(self) -> Floats:
        """The best any pair of speakers can get out of each candidate."""
        after, before = self.after[:, 1:].max(1), self.before[:, 1:].max(1)
        hg, gh, gg = self.roles.T
        best: Floats = np.maximum(np.maximum(hg + after, gh + before), gg + 0.4 * after)
        return best


def score_cuts(text: str, places: Sequence[int], found: Sequence[Mention], people: int, weights: Weights) -> CutScores:
    """All scores of all candidates."""
    size = len(places)
    roles = np.zeros((size, 3))
    reasons: list[list[tuple[str, float, float, float]]] = []
    for i, at in enumerate(places):
        rows = _patterns(text, at, weights)
        rows += _joint(text, at, rows, weights)
        reasons.append(rows)
        for _, hg, gh, gg in rows:
            roles[i] += (hg, gh, gg)
    scores = CutScores(np.asarray(places), roles, np.zeros((size, people)), np.zeros((size, people)), reasons)
    _names(text, scores, found, weights)
    return scores


def _patterns(text: str, at: int, weights: Weights) -> list[tuple[str, float, float, float]]:
    """The rules of the weights file that hold at one candidate."""
    left = text[max(0, at - 24) : at].rstrip(PUNCTUATION)
    out = []
    done: set[str] = set()
    for c in weights.cuts:
        if c.group in done:
            continue
        hit = c.pattern.search(left, max(0, len(left) - c.window)) if c.at == "left" else c.pattern.match(text, at)
        if hit:
            done.add(c.group)
            out.append((c.name, *c.values))
    return out


def _joint(
    text: str, at: int, rows: list[tuple[str, float, float, float]], weights: Weights
) -> list[tuple[str, float, float, float]]:
    number = weights.raw["turn"]
    out = [("turn", number["cost"], number["cost"], number["cost"] + number["guest_guest"])]
    if at and text[at - 1] not in PUNCTUATION:
        cost = number["no_punctuation"]
        eased = number["after_question"] if any(r[0] in ("question", "hand-over") for r in rows) else 0.0
        out.append(("no punctuation", cost + eased, cost, cost))
    return out


def _names(text: str, scores: CutScores, found: Sequence[Mention], weights: Weights) -> None:
    """Who is called before a cut, who is thanked, referred to or called behind it."""
    w = weights.raw["names"]
    ends = [m.end for m in found]
    starts = [m.start for m in found]
    for i, at in enumerate(scores.places.tolist()):
        near = found[bisect_left(ends, at - FAR) : bisect_right(ends, at)]
        if near:
            _called(text, scores, i, at, near, w)
        behind = found[bisect_left(starts, at) : bisect_left(starts, at + 60)]
        if behind:
            _behind(text, scores, i, at, behind, w)


def _called(text: str, scores: CutScores, i: int, at: int, near: Sequence[Mention], w: dict[str, float]) -> None:
    strength = np.zeros(scores.after.shape[1])
    for m in near:
        if m.frame in ("thanked", "referred"):
            continue
        share = 1.0 if m.frame == "addressed" else w["bare"]
        strength[m.who] = max(strength[m.who], share * _decay(at - m.end, w))
    best = float(strength[1:].max(initial=0.0))
    if best > 0:
        lead = strength[1:] >= best
        value = np.where(lead, w["addressed_next"] * best, w["addressed_other"] * best)
        scores.after[i, 1:] += value
        scores.reasons[i].append(("addressed", round(w["addressed_next"] * best, 2), 0.0, 0.0))
    last = near[-1]
    if last.frame not in ("thanked", "referred") and last.who != HOST and not _words(text[last.end : at]):
        scores.roles[i, 0] += w["name_at_cut"]
        scores.reasons[i].append(("name at the cut", w["name_at_cut"], 0.0, 0.0))


def _decay(distance: int, w: dict[str, float]) -> float:
    for reach, share in w["addressed_decay"]:  # type: ignore[attr-defined]
        if distance <= reach:
            return float(share)
    return 0.0


def _words(between: str) -> str:
    """What stands between a name and the cut apart from particles."""
    return between.strip(PUNCTUATION + "啊呢呃嗯哈呀对您你老师")


def _behind(text: str, scores: CutScores, i: int, at: int, behind: Sequence[Mention], w: dict[str, float]) -> None:
    thanked = [m for m in behind if m.frame == "thanked" and m.start - at <= 18]
    if thanked:
        _thanked(scores, i, thanked[0], w)
    referred = [m for m in behind if m.frame == "referred" and m.start - at <= 30 and m.who != HOST]
    for m in referred[:1]:
        scores.before[i, m.who] += w["thanked_last"] / 2
        scores.after[i, m.who] += w["thanked_self"] / 2
    called = [m for m in behind if m.frame == "addressed" and m.who != HOST]
    if called:
        you = text[called[0].end : called[0].end + 3]
        value = w["calls_next"] + (w["calls_you"] if "您" in you or "你" in you else 0.0)
        scores.roles[i, 1] += value
        scores.reasons[i].append(("calls a name", 0.0, value, 0.0))


def _thanked(scores: CutScores, i: int, m: Mention, w: dict[str, float]) -> None:
    if m.who == HOST:
        scores.roles[i] += (w["host_thanked"], -w["host_thanked"], 0.5 * w["host_thanked"])
        scores.reasons[i].append(("thanks the host", w["host_thanked"], 0.0, 0.0))
        return
    scores.before[i, 1:] += w["thanked_other"]
    scores.before[i, m.who] += w["thanked_last"] - w["thanked_other"]
    scores.after[i, m.who] += w["thanked_self"]
    scores.reasons[i].append(("thanks by name", 0.0, w["thanked_last"], 0.0))


def score_stretches(
    text: str, places: NDArray[np.int64], found: Sequence[Mention], people: int, weights: Weights
) -> Floats:
    """(C, P): what each stretch between candidates says for each person as its speaker, by role habits and names."""
    out = np.zeros((len(places), people))
    for habit in weights.habits:
        hits = [m.start() for m in habit.pattern.finditer(text)]
        rows = np.maximum(np.searchsorted(places, hits, "right") - 1, 0)
        count = np.bincount(rows, minlength=len(places))
        out[:, HOST] += habit.host * count
        out[:, 1:] += (habit.guest * count)[:, None]
    by_frame = {h["frame"]: h for h in weights.raw["habits"] if "frame" in h}
    for m in found:
        row = max(int(np.searchsorted(places, m.start, "right")) - 1, 0)
        h = by_frame.get(m.frame)
        if h is not None and m.who != HOST:
            out[row, HOST] += h["host"]
            out[row, 1:] += h["guest"]
        if m.frame != "thanked":
            out[row, m.who] += by_frame["any"]["self"] * min(1.0, m.score)
    return out
