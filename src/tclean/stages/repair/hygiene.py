"""Unicode hygiene: entities, line ends, controls, zero-width and bidi characters, width, NFC, scattered emoji."""

from __future__ import annotations

from collections.abc import Sequence

from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.repair.characters import characters, normal_form
from tclean.stages.repair.emoji import scattered
from tclean.stages.repair.entities import entities


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """The passes, each on the text the one before left: an entity can name a character the next one deletes."""
    return [entities, characters, normal_form, scattered]
