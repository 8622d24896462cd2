"""Scores of cuts and of stretches, as tables over the candidates: the decoder only adds them up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred import cues
from tclean.stages.speakers.inferred.cues import host_like, words_at
from tclean.stages.speakers.inferred.mentions import Mention
from tclean.stages.speakers.inferred.people import Person
from tclean.stages.speakers.inferred.rules import Look, Table, rule_hits
from tclean.stages.speakers.inferred.view import PUNCTUATION
from tclean.stages.speakers.inferred.weights import Weights, values_of

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
HOST = 0  # index of the host among the people
NEAR = 18  # how far behind a cut a name may be thanked
PARTICLES = "啊呢呃嗯哈呀对您你好"


@dataclass(slots=True)
class CutScores:
    """Per candidate: what the roles on both sides score, and each person as the next or the last speaker."""

    places: Places
    roles: Floats  # (C, 3): host_guest, guest_host, guest_guest
    after: Floats  # (C, P) the person as speaker behind the cut
    before: Floats  # (C, P) the person as speaker before a cut at which the host takes over
    table: Table
    words: Floats  # (C, 3): what words learnt from dialogues say, a part of `roles`

    def take(self, keep: Places) -> CutScores:
        """The same for some of the candidates."""
        return CutScores(
            self.places[keep],
            self.roles[keep],
            self.after[keep],
            self.before[keep],
            self.table.take(keep),
            self.words[keep],
        )

    def best(self, names_count: float) -> Floats:
        """The best any pair of speakers can get out of each candidate; names reach far and count only so much."""
        after, before = np.minimum(self.after[:, 1:].max(1), names_count), self.before[:, 1:].max(1)
        hg, gh, gg = self.roles.T
        best: Floats = np.maximum(np.maximum(hg + after, gh + before), gg + 0.4 * after)
        return best

    def holds(self, names: Sequence[str]) -> NDArray[np.bool_]:
        """(C,) whether any of these rules holds."""
        which = [self.table.names.index(name) for name in names]
        found: NDArray[np.bool_] = self.table.hits[:, which].sum(1) > 0
        return found

    def reasons(self, i: int, role: int, last: int, now: int) -> tuple[str, ...]:
        """The three largest terms of one cut for one pair of speakers."""
        terms = self.table.terms(i, role)
        terms += [("words of a change", float(self.words[i, role]))]
        terms += [("called by name", float(self.after[i, now]))] if role != 1 else []
        terms += [("thanked or quoted by name", float(self.before[i, last]))] if role == 1 else []
        return tuple(name for name, value in sorted(terms, key=lambda t: -t[1])[:3] if value > 0)


def score_cuts(look: Look, places: Places, found: Sequence[Mention], people: int) -> CutScores:
    """All scores of all candidates."""
    names = _Names(look.text, places, found, people, look.weights)
    nameless = all(m.frame not in ("addressed", "thanked") for m in found)
    table = rule_hits(look, places, names.columns(), nameless)
    words = words_at(look.text, places, cues.load())
    return CutScores(places, table.roles() + words, names.after, names.before, table, words)


class _Names:
    """Who is called before a cut, who is thanked, referred to or called behind it."""

    def __init__(self, text: str, at: Places, found: Sequence[Mention], people: int, weights: Weights) -> None:
        self.text, self.at, self.w = text, at, weights.raw["names"]
        self.after, self.before = np.zeros((len(at), people)), np.zeros((len(at), people))
        self.strength = np.zeros((len(at), people))
        self.asks, self.presents, self.asked = weights.asks, weights.presents, weights.asked
        self.opener = weights.opener
        flags = np.zeros((7, len(at)), bool)
        self.at_cut, self.then_you, self.introduces, self.host_thanked, self.calls, self.calls_you, self.turns_to = (
            flags
        )
        for m in reversed(found):
            self._behind(m)
        heard = [m for m in found if m.frame == "thanked"]
        for m in found:
            if m.frame in ("addressed", "bare"):
                self._called(m, next((t.start for t in heard if t.who == m.who and t.start > m.end), len(text)))
        best = self.strength[:, 1:].max(1, initial=0.0)[:, None]
        lead = self.strength[:, 1:] >= best
        self.after[:, 1:] += np.where(lead, self.w["addressed_next"] * best, self.w["addressed_other"] * best)

    def columns(self) -> list[tuple[str, NDArray[np.bool_], tuple[float, float, float]]]:
        """What the names say about roles, as further rules."""
        w = self.w
        host = w["host_thanked"]
        return [
            ("name at the cut", self.at_cut, (w["name_at_cut"], 0.0, 0.0)),
            ("called and then asked", self.then_you, (w["name_then_you"], 0.0, 0.0)),
            ("introduces himself", self.introduces, (w["introduces"], 0.0, w["introduces_next"])),
            ("thanks the host", self.host_thanked, (host, -host, host / 2)),
            ("calls a name", self.calls, (0.0, w["calls_next"], 0.0)),
            ("turns to somebody", self.turns_to, values_of(w["turns_to"])),
            ("calls a name and says you", self.calls_you, (0.0, w["calls_you"], 0.0)),
        ]

    def _range(self, low: int, high: int) -> slice:
        """Candidates in `[low, high]`."""
        return slice(int(np.searchsorted(self.at, low)), int(np.searchsorted(self.at, high, "right")))

    def _called(self, m: Mention, until: int) -> None:
        """A called name points forward, until its owner is thanked."""
        share = 1.0 if m.frame == "addressed" else self.w["bare"]
        reach, shares = np.array(self.w["addressed_decay"]).T
        here = self._range(m.end, min(m.end + int(reach[-1]), until))
        value = share * shares[np.searchsorted(reach, self.at[here] - m.end)]
        self.strength[here, m.who] = np.maximum(self.strength[here, m.who], value)
        if m.who != HOST and m.frame == "addressed":
            for i in range(here.start, min(here.stop, here.start + 6)):
                if not self.text[m.end : self.at[i]].strip(PUNCTUATION + PARTICLES):
                    self.at_cut[i] = True
                    self.then_you[i] = self.asks.match(self.text, int(self.at[i])) is not None
            self._goes_on(m)

    def _goes_on(self, m: Mention) -> None:
        """Nobody answers between a name called and the question that follows: 立群，你们是一直做这个的，你同意吗."""
        end = self.asked.search(self.text, m.end + 2, m.end + self.w["asked_within"])
        if end and not set(self.text[m.end : end.end()]).isdisjoint("您你"):
            self.then_you[self._range(m.end, end.end() - 1)] = True

    def _turned_to(self, m: Mention) -> None:
        """Who begins with a name is not its owner, who may just have spoken: 高总，我补一个."""
        here = self._range(m.start - 6, m.start)
        for i in range(here.start, here.stop):
            found = self.opener.match(self.text, int(self.at[i]), m.start)
            if self.at[i] == m.start or (found and found.end() == m.start):
                self.turns_to[i] = True
                self.before[i, m.who] += self.w["turns_to_last"]
                self.after[i, m.who] += self.w["turns_to_self"]

    def _behind(self, m: Mention) -> None:
        w = self.w
        if m.frame == "thanked":
            here = self._range(m.start - NEAR, m.start)
            if m.who == HOST:
                self.host_thanked[here] = True
                return
            self.before[here] = w["thanked_other"]
            self.before[here, m.who] = w["thanked_last"]
            self.after[here] = 0.0
            self.after[here, m.who] = w["thanked_self"]
        elif m.frame == "self":
            before = self.presents.search(self.text, max(0, m.start - 30), m.start)
            if before and m.who != HOST:
                here = self._range(before.start(), before.start())
                self.introduces[here] = True
                self.after[here, m.who] += self.w["introduces"]
        elif m.who != HOST and m.frame == "referred":
            here = self._range(m.start - 30, m.start)
            self.before[here, m.who] += w["referred_last"]
            self.after[here, m.who] += w["referred_self"]
        elif m.who != HOST and m.frame == "addressed":
            here = self._range(m.start - 40, m.start)
            self.calls[here] = True
            self._turned_to(m)
            if set(self.text[m.end : m.end + 3]) & {"您", "你"}:
                self.calls_you[here] = True


def score_audience(text: str, cuts: CutScores, who: int, weights: Weights) -> None:
    """A listener speaks only where he says so: 各位老师好，我想请教…"""
    w = weights.raw["audience"]
    cued = np.array([m.end() for m in weights.audience["cue"].finditer(text)], np.int64)
    near = np.searchsorted(cued, cuts.places - w["reach"]) < np.searchsorted(cued, cuts.places, "right")
    says = np.zeros(len(cuts.places), bool)
    last = -1000
    for i in sorted({*_begins(text, cuts.places, weights), *_given(text, cuts.places, weights)}):
        place = int(cuts.places[i])
        says[i] = place - last > w["reach"]  # 各位老师好，我是…，我想请教…: he begins but once
        last = place
    cuts.after[:, who] = np.where(says, w["score"] + w["cued"] * near, w["otherwise"])
    for place in cuts.places[says].tolist():  # 老师好，我是大三的学生，我想问一下: all his
        low, high = np.searchsorted(cuts.places, (place + 1, place + w["hold"])).tolist()
        cuts.before[low:high, who] += w["held"]


def _given(text: str, places: Places, weights: Weights) -> list[int]:
    """The candidates right behind the words that give a listener the microphone: 好，第三排那位女士."""
    near = {m.end() for m in weights.audience["given_cue"].finditer(text)}
    at = np.array(sorted(near), np.int64)
    low, high = np.searchsorted(at, places - 16), np.searchsorted(at, places, "right")
    given = weights.audience["given"]
    return [
        i for i in np.flatnonzero(low < high).tolist() if given.search(text, max(0, int(places[i]) - 8), int(places[i]))
    ]


def _begins(text: str, places: Places, weights: Weights) -> list[int]:
    """The candidates at which a listener's words open, perhaps behind thanks and openers."""
    out: set[int] = set()
    for m in weights.audience["opens"].finditer(text):
        low, high = np.searchsorted(places, (m.start() - 30, m.start() + 1)).tolist()
        before = ((i, weights.audience["before"].match(text, int(places[i]), m.start())) for i in range(low, high))
        out.update(i for i, words in before if words and words.end() == m.start())
    return sorted(out)


def score_stretches(
    text: str, places: Places, found: Sequence[Mention], people: Sequence[Person], weights: Weights
) -> Floats:
    """(C, P): what each stretch between candidates says for each person as its speaker, by role habits and names."""
    out = _by_role(text, places, people, weights)
    by_frame = {h["frame"]: h for h in weights.raw["habits"] if "frame" in h}
    rows = np.maximum(np.searchsorted(places, [m.start for m in found], "right") - 1, 0)
    for row, m in zip(rows.tolist(), found, strict=True):
        h = by_frame.get(m.frame, {})
        if m.who != HOST:
            out[row, HOST] += h.get("host", 0.0)
            out[row, 1:] += h.get("guest", 0.0)
        out[row, m.who] += h.get("self", by_frame["any"]["self"]) * min(1.0, m.score)
    return out


def _by_role(text: str, places: Places, people: Sequence[Person], weights: Weights) -> Floats:
    """(C, P): what the words of each stretch say for a host and for a guest."""
    like_host = weights.raw["like_host"]
    shares = [0.0 if n == HOST else like_host.get(p.role, 0.0) for n, p in enumerate(people)]
    worth = np.array([[s * h.host if s and h.host > 0 else h.guest for s in shares] for h in weights.habits])
    worth[:, HOST] = [h.host for h in weights.habits]
    hits = [[m.start() for m in h.pattern.finditer(text)] for h in weights.habits]
    rows = np.maximum(np.searchsorted(places, [place for some in hits for place in some], "right") - 1, 0)
    kinds = rows * len(hits) + np.repeat(np.arange(len(hits)), [len(some) for some in hits])
    counts = np.bincount(kinds, minlength=len(places) * len(hits)).reshape(-1, len(hits))
    out: Floats = counts @ worth
    like = host_like(text, places, cues.load())
    out[:, HOST] += like
    out[:, [p.role == "audience" for p in people]] += like[:, None]  # listeners ask, too
    return out
