"""Stage `repair`."""

from __future__ import annotations

from collections.abc import Sequence

from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.repair import hygiene, mirror, mojibake


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """The passes of this stage, in order."""
    parts = (mojibake, mirror, hygiene)
    return [step for part in parts for step in part.build(settings, rules)]
