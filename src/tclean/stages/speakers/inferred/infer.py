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
from tclean.stages.speakers.inferred.scores import HOST, CutScores, score_audience, score_cuts, score_stretches
from tclean.stages.speakers.inferred.style import is_dialogue, is_talk, is_written
from tclean.stages.speakers.inferred.turns import Turn, marks, talk
from tclean.stages.speakers.inferred.view import candidates, masked, paragraph_starts
from tclean.stages.speakers.inferred.voice import voice_counts, voice_scores
from tclean.stages.speakers.inferred.votes import handovers, voted, who_votes
from tclean.stages.speakers.inferred.weights import Weights

Floats = NDArray[np.float64]


@dataclass(slots=True)
class Scene:
    """A document as the decoder is given it."""

    text: str
    people: list[Person]
    found: list[Mention]
    votes: list[tuple[int, int, int]]
    cuts: CutScores

    def forced(self) -> NDArray[np.bool_]:
        """Candidates no pruning may take: the first, and those where the reference changes speaker."""
        keep = np.zeros(len(self.cuts.places), bool)
        keep[0] = True
        for low, high in handovers(self.votes):
            keep |= (self.cuts.places >= low) & (self.cuts.places <= high)
        return keep


def infer(doc: Document, weights: Weights) -> Findings:
    """Turn marks of one unlabelled document."""
    text = masked(doc)
    if not text.strip():
        return Findings()
    known = doc.meta.participants
    scene = _scene(doc, text, weights)
    if not (scene.votes or is_dialogue(text, scene.cuts, scene.found, len(known), weights)):
        return Findings(marks=talk(text, _only(known), weights) if is_talk(text, weights) else [])
    return Findings(marks=marks(decode(scene, weights), scene.people, weights))


def _scene(doc: Document, text: str, weights: Weights) -> Scene:
    people = people_of(text, doc.meta.participants, weights)
    votes = who_votes(doc.meta.extra.get("votes", ()), people)
    found = mentions(text, people, weights)
    if is_written(doc, text, weights):
        places = paragraph_starts(text)
    else:
        called = [m.end for m in found if m.frame == "addressed"]
        places = candidates(text, weights.inside, [*called, *(end for _, end in handovers(votes))])
    cuts = score_cuts(text, places, found, len(people), weights)
    for n, p in enumerate(people):
        if p.role == "audience":
            score_audience(text, cuts, n, weights)
    return Scene(text, people, found, votes, cuts)


def people_of(text: str, known: list[Participant], weights: Weights) -> list[Person]:
    """The host first, then the guests; found in the text where nobody is announced."""
    host, guests = cast(known, discover(text, weights) if len(known) < 2 else [])
    possible, opens, _cue = weights.audience
    if possible.search(text) and opens.search(text):
        guests.append(Person(None, "audience", label="audience"))
    return [host, *guests]


def _only(known: list[Participant]) -> Participant | None:
    guests = [p for p in known if p.role != "host"]
    return guests[0] if len(guests) == 1 else None


def decode(scene: Scene, weights: Weights) -> list[Turn]:
    """The turns, with the posterior of each: decode again, each time knowing better how everybody speaks."""
    spec, voice, text, people = weights.raw["decode"], weights.raw["voice"], scene.text, scene.people
    cuts = scene.cuts.take(worth_keeping(scene.cuts.best(), scene.forced(), len(text), spec))
    said = score_stretches(text, cuts.places, scene.found, len(people), weights)
    trust = voted(scene.votes, cuts.places, len(text), len(people))
    said += weights.number("votes", "character") * trust
    counts = voice_counts(text, cuts.places, weights)
    lat = lattice(cuts, len(text), people, weights.raw)
    sizes = np.diff(lat.places).astype(float)
    sums = running(said, lat.who)
    share = posteriors(lat, sums, spec["temperature"])
    for _ in range(int(voice["passes"])):
        sums = running(said + voice_scores(counts, sizes, share, voice), lat.who)
        before, share = share, posteriors(lat, sums, spec["temperature"])
        if np.abs(share - before).max() < spec["settled"]:
            break
    return _turns(lat, cuts, share, trust, best_path(lat, sums))


def worth_keeping(best: Floats, forced: NDArray[np.bool_], size: int, spec: dict[str, float]) -> NDArray[np.int64]:
    """The candidates a decoding is worth: the best ones, and all that are forced."""
    most = max(2, int(size * spec["density"] / 1000))
    keep = best >= spec["keep"]
    if keep.sum() > most:
        keep &= best >= np.partition(best, -most)[-most]
    return np.flatnonzero(keep | forced)


def _turns(lat: Lattice, cuts: CutScores, share: Floats, trust: Floats, path: list[tuple[int, int, int]]) -> list[Turn]:
    """The turns of the best path with their posterior and reasons."""
    out: list[Turn] = []
    last = HOST
    for first, stop, state in path:
        places = lat.places[first : stop + 1]
        sizes = np.diff(places)
        now = int(lat.who[state])
        sure = float((share[first:stop, now] * sizes).sum() / max(sizes.sum(), 1))
        role = 1 if now == HOST else (0 if last == HOST else 2)
        why = cuts.reasons(first, role, last, now) if out else ()
        by = bool(trust[first:stop, now].sum() > 0)
        out.append(Turn(int(places[0]), int(places[-1]), now, sure, why or ("opens the text",), by))
        last = now
    return out
