"""Stage `terms`."""

from __future__ import annotations

from collections.abc import Sequence

from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.terms import by_reference, by_rule, by_sound, canonical, replacing


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """The passes of this stage, in order."""
    parts = (replacing, by_rule, by_reference, by_sound, canonical)
    return [step for part in parts for step in part.build(settings, rules)]
