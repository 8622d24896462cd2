"""GBK mirror pages: inserted pinyin, shifted and swallowed bytes."""

from __future__ import annotations

from collections.abc import Sequence

from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """No pass yet."""
    return []
