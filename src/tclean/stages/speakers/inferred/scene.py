"""A document as the decoder is given it: the cast, the names heard, the votes, the scored candidates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tclean.core.document import Document, Participant
from tclean.stages.speakers.inferred import cues
from tclean.stages.speakers.inferred.cues import likely_places
from tclean.stages.speakers.inferred.discover import discover, strangers
from tclean.stages.speakers.inferred.mentions import Mention, mentions
from tclean.stages.speakers.inferred.people import Person, cast, person
from tclean.stages.speakers.inferred.rules import Look
from tclean.stages.speakers.inferred.scores import CutScores, score_audience, score_cuts
from tclean.stages.speakers.inferred.style import is_written, pace
from tclean.stages.speakers.inferred.unnamed import unnamed_guests
from tclean.stages.speakers.inferred.view import candidates, paragraph_starts
from tclean.stages.speakers.inferred.votes import handovers, who_votes
from tclean.stages.speakers.inferred.weights import Weights


@dataclass(slots=True)
class Setting:
    """Who may be speaking in a document, and what is heard of them."""

    look: Look
    people: list[Person]
    found: list[Mention]
    votes: list[tuple[int, int, int]]
    written: bool

    @property
    def text(self) -> str:
        """What is spoken."""
        return self.look.text


@dataclass(slots=True)
class Scene(Setting):
    """A document as the decoder is given it."""

    cuts: CutScores
    pace: float

    def more(self, weights: Weights) -> float:
        """How many times more candidates the pace asks for."""
        return 1.0 + self.pace * weights.number("pace", "density")

    def forced(self) -> NDArray[np.bool_]:
        """Candidates no pruning may take: the first, and where a listener speaks up or the reference changes."""
        listeners = [n for n, p in enumerate(self.people) if p.role == "audience"]
        keep = np.zeros(len(self.cuts.places), bool)
        keep[0] = True
        keep |= np.any(self.cuts.after[:, listeners] > 0, axis=1)
        for low, high in handovers(self.votes):
            keep |= (self.cuts.places >= low) & (self.cuts.places <= high)
        return keep


def setting_of(doc: Document, text: str, weights: Weights) -> Setting:
    """The cast and its names in the text."""
    people = people_of(text, doc.meta.participants, weights)
    votes = who_votes(doc.meta.extra.get("votes", ()), people)
    return Setting(Look(text, weights), people, mentions(text, people, weights), votes, is_written(doc, text, weights))


def scene_of(setting: Setting) -> Scene:
    """Everything that is known before decoding."""
    text, weights, votes, found = setting.text, setting.look.weights, setting.votes, setting.found
    if setting.written:
        places = paragraph_starts(text)
    else:
        called = [m.end for m in found if m.frame == "addressed"]
        extra = [*called, *likely_places(text, cues.load()).tolist(), *(end for _, end in handovers(votes))]
        places = candidates(text, weights.inside, extra, weights.raw["bare"])
    cuts = score_cuts(setting.look, places, found, len(setting.people))
    for n, p in enumerate(setting.people):
        if p.role == "audience":
            score_audience(text, cuts, n, weights)
    return Scene(setting.look, setting.people, found, votes, setting.written, cuts, pace(text, cuts, weights))


def people_of(text: str, known: list[Participant], weights: Weights) -> list[Person]:
    """The host first, then the guests; found in the text where nobody is announced."""
    spec = weights.raw["discover"]
    people = [person(p) for p in known]
    found = discover(text, weights, spec["needed_beside"] if len(known) > 1 else None)
    host, guests = cast([*people, *strangers(found, people, spec["same_sound"])])
    if not known:
        guests += unnamed_guests(text, len(guests), weights.raw["unnamed"])
    guests = guests or [Person(None, "guest", label="speaker-2", weak=True)]
    if weights.audience["possible"].search(text) and weights.audience["opens"].search(text):
        listener = Person(None, "audience", label="audience")
        if host.name is None and [p.role for p in known] == ["speaker"]:  # one gives a talk: only listeners ask him
            return [listener, *guests]
        guests.append(listener)
    return [host, *guests]
