"""Stage `itn`: numbers that were spoken, in digits; idioms and vague numbers stay in words."""

from __future__ import annotations

from collections.abc import Sequence

from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.itn.spoken import Spoken
from tclean.stages.itn.written import written


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """Broken digits first, then numerals. `style: digits` also writes 三个 as 3个."""
    return [written, Spoken(str(settings.option("itn", "style", "mixed")))]
