"""The pass: cast, candidates, scores, passes of decoding, turns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tclean.core.document import Document, Participant
from tclean.core.edit import Findings
from tclean.stages.speakers.inferred.decode import expected_path, lattice, length_tables, running
from tclean.stages.speakers.inferred.facts import affiliations
from tclean.stages.speakers.inferred.order import turn_of
from tclean.stages.speakers.inferred.people import Person
from tclean.stages.speakers.inferred.posterior import posteriors
from tclean.stages.speakers.inferred.rules import most_sure
from tclean.stages.speakers.inferred.scene import Scene, Setting, scene_of, setting_of
from tclean.stages.speakers.inferred.scores import HOST, CutScores, score_stretches
from tclean.stages.speakers.inferred.style import is_dialogue, is_talk, sure_cuts
from tclean.stages.speakers.inferred.turns import Turn, marks, talk
from tclean.stages.speakers.inferred.unnamed import runs, told_apart
from tclean.stages.speakers.inferred.view import masked
from tclean.stages.speakers.inferred.voice import voice_counts, voice_scores
from tclean.stages.speakers.inferred.votes import voted
from tclean.stages.speakers.inferred.weights import Weights

Floats = NDArray[np.float64]
FEWEST = 40  # candidates that are never too many


def infer(doc: Document, weights: Weights) -> Findings:
    """Turn marks of one unlabelled document."""
    text = masked(doc)
    if not text.strip():
        return Findings()
    known = doc.meta.participants
    setting = setting_of(doc, text, weights)
    scene = scene_of(setting) if _told(setting, known, lambda: most_sure(setting.look)) else None
    if not (scene and _told(setting, known, lambda: sure_cuts(scene.cuts, weights))):
        return Findings(marks=talk(text, _only(known), len(known) > 1, weights) if is_talk(text, weights) else [])
    trust = weights.raw["confidence"]
    discount = (trust["written"] if scene.written else 1.0) * (1.0 if len(known) > 1 else trust["found"])
    return Findings(marks=marks(decode(scene, weights), scene.people, weights, discount))


def _told(setting: Setting, known: list[Participant], sure: Callable[[], int]) -> bool:
    """Whether it is known that somebody else speaks, too: by a reference, or by what is said."""
    return bool(setting.votes) or is_dialogue(setting.text, sure, setting.found, known, setting.look.weights)


def _only(known: list[Participant]) -> Participant | None:
    """Who gives the talk: the one announced as its speaker, or the only one there is."""
    guests = [p for p in known if p.role == "speaker"] or [p for p in known if p.role != "host"]
    return guests[0] if len(guests) == 1 else None


@dataclass(slots=True)
class Evidence:
    """What is known at the candidates that are left: cut scores, what the stretches say, votes, voice habits."""

    cuts: CutScores
    said: Floats
    votes: Floats
    counts: Floats
    sizes: Floats

    def take(self, keep: NDArray[np.int64]) -> Evidence:
        """The same for some of the candidates; the stretches in between are joined."""
        joined = (np.add.reduceat(a, keep, axis=0) for a in (self.said, self.votes, self.counts, self.sizes))
        return Evidence(self.cuts.take(keep), *joined)


def _evidence(scene: Scene, weights: Weights) -> Evidence:
    text, people, spec = scene.text, len(scene.people), weights.raw["decode"]
    most = len(text) * spec["density"] * scene.more(weights)
    keep = most_likely(scene.cuts.best(spec["names_count"]), scene.forced(), most, spec["keep"])
    cuts = scene.cuts.take(keep)
    votes = voted(scene.votes, cuts.places, len(text), people)
    said = score_stretches(text, cuts.places, scene.found, scene.people, weights)
    said += weights.number("votes", "character") * votes
    for place, who in affiliations(text, scene.people, scene.found):
        said[max(0, int(np.searchsorted(cuts.places, place, "right")) - 1), who] += weights.number("names", "house")
    sizes = np.diff(np.append(cuts.places, len(text))).astype(float)
    return Evidence(cuts, said, votes, voice_counts(text, cuts.places, weights), sizes)


def decode(scene: Scene, weights: Weights) -> list[Turn]:
    """The turns, with the posterior of each: decode again, each time knowing better how everybody speaks."""
    spec, voice = weights.raw["decode"], weights.raw["voice"]
    scene.cuts.roles += scene.pace * weights.number("pace", "cost")
    ev = _evidence(scene, weights)
    tables = length_tables(len(scene.text) + 1, weights.raw, scene.pace)
    lat = lattice(ev.cuts, len(scene.text), scene.people, tables, weights.raw)
    share, starts = posteriors(lat, running(ev.said, lat.who) / spec["temperature"])
    _tell_apart(scene.people, ev, share, weights)
    forced = np.isin(ev.cuts.places, scene.cuts.places[scene.forced()])
    keep = most_likely(starts.sum(1), forced, len(scene.text) * spec["second_density"] * scene.more(weights), 0.0)
    share = np.add.reduceat(share * ev.sizes[:, None], keep, axis=0)
    ev = ev.take(keep)
    share /= ev.sizes[:, None]
    lat = lattice(ev.cuts, len(scene.text), scene.people, tables, weights.raw)
    listeners = [n for n, p in enumerate(scene.people) if p.role == "audience"]
    for _ in range(int(voice["passes"])):
        sums = running(ev.said + voice_scores(ev.counts, ev.sizes, share, listeners, voice), lat.who)
        first = turn_of(share, ev.sizes, scene.people, weights.raw["order"]) / spec["temperature"]
        before, (share, starts) = share, posteriors(lat.favouring(first), sums / spec["temperature"])
        if np.abs(share - before).max() < spec["settled"]:
            break
    return _turns(ev, share, lat.places, expected_path(lat.places, share, starts, weights.raw["expected"]))


def _tell_apart(people: list[Person], ev: Evidence, share: Floats, weights: Weights) -> None:
    """Give every unnamed guest some turns to begin with: nothing else tells them apart."""
    weak = [n for n, p in enumerate(people) if p.weak]
    if len(weak) < 2:
        return
    turns = runs(share[:, weak].sum(1) > weights.raw["unnamed"]["likely"])
    group = told_apart(ev.counts, ev.sizes, turns, len(weak), weights.raw["unnamed"])
    for (a, b), g in zip(turns, group.tolist(), strict=True):
        if g >= 0:
            mass = share[a:b, weak].sum(1)
            share[a:b, weak] = 0.1 * mass[:, None] / len(weak)
            share[a:b, weak[g]] += 0.9 * mass


def most_likely(values: Floats, forced: NDArray[np.bool_], most: float, least: float) -> NDArray[np.int64]:
    """The best candidates, at most `most` thousandths, and all that are forced.

    >>> most_likely(np.array([0.0, 5.0, 3.0, 4.0]), np.array([True, False, False, False]), 9000, 3.5).tolist()
    [0, 1, 3]
    """
    count = max(FEWEST, int(most / 1000))
    keep = values >= least
    if keep.sum() > count:
        keep &= values >= np.partition(values, -count)[-count]
    return np.flatnonzero(keep | forced)


def _turns(ev: Evidence, share: Floats, places: NDArray[np.int64], path: list[tuple[int, int, int]]) -> list[Turn]:
    """The turns of a path with their posterior and reasons."""
    out: list[Turn] = []
    last = HOST
    for first, stop, now in path:
        sizes = np.diff(places[first : stop + 1])
        sure = float((share[first:stop, now] * sizes).sum() / max(sizes.sum(), 1))
        role = 1 if now == HOST else (0 if last == HOST else 2)
        why = ev.cuts.reasons(first, role, last, now) if out else ()
        by = bool(ev.votes[first:stop, now].sum() > 0)
        out.append(Turn(int(places[first]), int(places[stop]), now, sure, why or ("opens the text",), by))
        last = now
    return out
