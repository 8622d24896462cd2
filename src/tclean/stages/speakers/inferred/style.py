"""What kind of text it is: a dialogue or a talk by one person, spoken or written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from tclean.core.document import Document, Participant
from tclean.stages.speakers.inferred.mentions import Mention
from tclean.stages.speakers.inferred.rules import QUESTIONS
from tclean.stages.speakers.inferred.scores import CutScores
from tclean.stages.speakers.inferred.weights import Weights

LOOSE = ("chunked", "spaced", "lines", "bare")


def per_thousand(count: float, text: str) -> float:
    """A count as a rate in 1000 characters.

    >>> per_thousand(2, "一二三四" * 250)
    2.0
    """
    return 1000.0 * count / max(len(text), 1)


def is_written(doc: Document, text: str, weights: Weights) -> bool:
    """Paragraphs as a writer set them: speakers change only where a paragraph begins.

    A text without any paragraph says nothing about it, nor do chunks of equal length.
    """
    spec = weights.raw["style"]
    if doc.meta.extra.get("layout") in LOOSE or is_chunked([len(p) for p in text.split("\n") if p.strip()]):
        return False
    return per_thousand(len(re.findall(spec["fillers"], text)), text) < float(spec["written_below"])


def is_chunked(lengths: Sequence[int]) -> bool:
    """Whether these are the lengths of chunks cut by a machine: one only, or most of them equal.

    >>> is_chunked([960]), is_chunked([101, 100, 101, 98, 30]), is_chunked([20, 180, 95])
    (True, True, False)
    """
    if len(lengths) < 2:
        return True
    middle = sorted(lengths)[len(lengths) // 2]
    return len(lengths) > 3 and sum(abs(n - middle) < 4 for n in lengths) > 0.6 * len(lengths)


def is_dialogue(
    text: str, sure: Callable[[], int], found: Sequence[Mention], known: Sequence[Participant], weights: Weights
) -> bool:
    """Whether more than one person speaks: names called and thanked, or questions with answers, often enough.

    A talk that is announced as somebody's needs names for that, or listeners who ask: speakers ask much themselves.
    Two who are announced, and not one of them as giving a talk, take part in a dialogue. `sure` counts the places with
    questions and answers.
    """
    spec = weights.raw["style"]
    alone = sum(p.role == "speaker" for p in known) == 1
    if len(known) > 1 and not alone:
        return True
    called = sum(m.frame in ("addressed", "thanked") for m in found)
    answered = 0 if alone and not weights.audience["asks"].search(text) else sure()
    told = spec["told"] * len(re.findall(spec["reported"], text))
    needed = spec["dialogue_rate_known"] if len(known) > 1 else spec["dialogue_rate"]
    staged = min(len(re.findall(spec["staged"], text)), spec["staged_most"]) if answered or called else 0
    weight = spec["call"] * called + answered + staged - told
    return called + answered + staged >= int(spec["fewest"]) and per_thousand(weight, text) >= float(needed)


def pace(text: str, cuts: CutScores, weights: Weights) -> float:
    """From 0 for a stage with its long turns to 1 for a quick conversation, by how often somebody asks."""
    slow, quick = weights.raw["pace"]["asked"]
    return float(np.clip((per_thousand(_asked(text, cuts, weights), text) - slow) / (quick - slow), 0.0, 1.0))


def _asked(text: str, cuts: CutScores, weights: Weights) -> float:
    """How many clauses are questions; not all of them are seen where there is little punctuation."""
    spec = weights.raw["pace"]
    signs = text.count("，") + text.count(",") + text.count(" ")
    unseen = spec["unseen"] if per_thousand(signs, text) < spec["signs"] else 1.0
    return float(cuts.holds(QUESTIONS).sum()) * unseen


def sure_cuts(cuts: CutScores, weights: Weights) -> int:
    """How many candidates have a question or a hand-over before and an answer or thanks behind them."""
    spec = weights.raw["style"]
    return int((cuts.holds(spec["handed"]) & cuts.holds(spec["taken"])).sum())


def is_talk(text: str, weights: Weights) -> bool:
    """Whether somebody speaks of himself, as in a talk and unlike a report."""
    spec = weights.raw["style"]
    return per_thousand(len(re.findall(spec["talk"], text)), text) >= float(spec["talk_rate"])
