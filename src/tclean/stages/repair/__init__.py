"""Stage `repair`."""

from __future__ import annotations

from collections.abc import Sequence

from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.repair import hygiene, mirror, mojibake


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """The passes of this stage, in order; what hygiene uncovers is looked at once more."""
    parts = (mojibake, mirror, hygiene)
    tidy = hygiene.build(settings, rules)
    return [step for part in parts for step in part.build(settings, rules)] + [mojibake.mojibake_again, *tidy]
