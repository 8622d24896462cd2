"""Stage `disfluency`: fillers, stutters and restarts. What carries meaning stays; how far to go is the profile's."""

from __future__ import annotations

from collections.abc import Sequence

from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.disfluency.ends import turn_ends
from tclean.stages.disfluency.fillers import Fillers
from tclean.stages.disfluency.paragraphs import tiny_paragraphs
from tclean.stages.disfluency.phrases import Phrases
from tclean.stages.disfluency.repeats import Repeats, restarts
from tclean.stages.disfluency.replies import replies


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """Fillers first: what stood between two halves of a stutter is gone when repeats are looked for.

    Repeats are looked for twice, because one may be left when another has gone (有一有一个有一个 → 有一个).
    Turns, which the stage before has found, are closed before restarts are looked for: a clause begins behind them.
    Replies come last: what stood between them and the next word is gone.
    """
    repeats = Repeats(str(settings.option("disfluency", "agreement", "keep")))
    steps: list[Pass] = [Fillers(rules.fillers), repeats, repeats.again, turn_ends, restarts, replies, tiny_paragraphs]
    if settings.option("disfluency", "level", "clean") == "corpus":
        phrases = Phrases()
        steps += [phrases, repeats, phrases]  # twice for the same reason
    return steps
