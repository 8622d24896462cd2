"""Whole-text and per-line mojibake: UTF-8 read as GBK or Latin-1, and the like."""

from __future__ import annotations

from collections.abc import Sequence

from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """No pass yet."""
    return []
