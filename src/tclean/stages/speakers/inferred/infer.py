"""The pass: cast, candidates, scores, passes of decoding, turns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tclean.core.document import Document, Participant
from tclean.core.edit import Findings
from tclean.stages.speakers.inferred.decode import Lattice, best_path, lattice, posteriors, running
from tclean.stages.speakers.inferred.discover import discover
from tclean.stages.speakers.inferred.mentions import Mention, mentions
from tclean.stages.speakers.inferred.people import Person, cast
from tclean.stages.speakers.inferred.scores import CutScores, score_cuts, score_stretches
from tclean.stages.speakers.inferred.style import is_dialogue, is_talk, is_written
from tclean.stages.speakers.inferred.turns import Turn, marks, talk
from tclean.stages.speakers.inferred.view import candidates, masked, paragraph_starts
from tclean.stages.speakers.inferred.voice import voice_counts, voice_scores
from tclean.stages.speakers.inferred.weights import Weights

Floats = NDArray[np.float64]


@dataclass(slots=True)
class Evidence:
    """What is known at the candidates that are left: cut scores, what stretches say, voice habits in them."""

    cuts: CutScores
    said: Floats
    counts: Floats
    end: int

    def sizes(self) -> Floats:
        """Characters in each stretch."""
        return np.diff(np.append(self.cuts.places, self.end)).astype(float)

    def take(self, keep: NDArray[np.int64]) -> Evidence:
        """The same for some of the candidates; stretches in between are joined."""
        said, counts = np.add.reduceat(self.said, keep, axis=0), np.add.reduceat(self.counts, keep, axis=0)
        return Evidence(self.cuts.take(keep), said, counts, self.end)


def infer(doc: Document, weights: Weights) -> Findings:
    """Turn marks of one unlabelled document."""
    text = masked(doc)
    if not text.strip():
        return Findings()
    known = doc.meta.participants
    people = people_of(text, known, weights)
    found = mentions(text, people, weights)
    places = places_in(doc, text, found, weights)
    cuts = score_cuts(text, places, found, len(people), weights)
    if not is_dialogue(text, cuts, found, len(known), weights):
        return Findings(marks=talk(text, _only(known), weights) if is_talk(text, weights) else [])
    turns = decode(text, people, found, cuts, weights)
    return Findings(marks=marks(text, turns, people, weights))


def people_of(text: str, known: list[Participant], weights: Weights) -> list[Person]:
    """The host first, then the guests; found in the text where nobody is announced."""
    host, guests = cast(known, discover(text, weights) if len(known) < 2 else [])
    return [host, *guests]


def places_in(doc: Document, text: str, found: list[Mention], weights: Weights) -> list[int]:
    """Candidate cuts: everywhere a clause begins, in written text only where a paragraph does."""
    if is_written(doc, text, weights):
        return paragraph_starts(text)
    return candidates(text, weights.inside, [m.end for m in found if m.frame == "addressed"])


def _only(known: list[Participant]) -> Participant | None:
    guests = [p for p in known if p.role != "host"]
    return guests[0] if len(guests) == 1 else None


def decode(text: str, people: list[Person], found: list[Mention], cuts: CutScores, weights: Weights) -> list[Turn]:
    """The turns of `text`, with the posterior of each."""
    spec = weights.raw["decode"]
    keep = cuts.best() >= spec["keep"]
    keep[0] = True
    cuts = cuts.take(np.flatnonzero(keep))
    said = score_stretches(text, cuts.places, found, len(people), weights)
    ev = Evidence(cuts, said, voice_counts(text, cuts.places, weights), len(text))
    lat = lattice(cuts, len(text), weights.raw)
    states, cut = posteriors(lat, running(said, lat.who), spec["temperature"])
    kept = np.union1d(np.flatnonzero(cut >= spec["drop_after_first"]), [0])
    share = by_person(states, lat.who, len(people)) * ev.sizes()[:, None]
    share = np.add.reduceat(share, kept, axis=0)
    ev = ev.take(kept)
    return _voices(ev, share / share.sum(1, keepdims=True), people, weights)


def _voices(ev: Evidence, share: Floats, people: list[Person], weights: Weights) -> list[Turn]:
    """Decode again and again, each time knowing better how everybody speaks."""
    voice = weights.raw["voice"]
    lat = lattice(ev.cuts, ev.end, weights.raw)
    for _ in range(int(voice["passes"])):
        total = ev.said + voice_scores(ev.counts, ev.sizes(), share, voice)
        sums = running(total, lat.who)
        states, _cut = posteriors(lat, sums, weights.raw["decode"]["temperature"])
        share = by_person(states, lat.who, len(people))
    return [_turn(lat, ev.cuts, share, *step) for step in best_path(lat, sums)]


def by_person(states: Floats, who: NDArray[np.int64], people: int) -> Floats:
    """Posteriors of states summed by person."""
    out = np.zeros((len(states), people))
    for state, person in enumerate(who.tolist()):
        out[:, person] += states[:, state]
    return out


def _turn(lat: Lattice, cuts: CutScores, share: Floats, first: int, last: int, state: int) -> Turn:
    places = lat.places[first : last + 1]
    sizes = np.diff(places)
    person = int(lat.who[state])
    sure = float((share[first:last, person] * sizes).sum() / max(sizes.sum(), 1))
    top = sorted(cuts.reasons[first], key=lambda r: -max(r[1:]))[:3]
    return Turn(int(places[0]), int(places[-1]), person, sure, tuple(r[0] for r in top))
