"""Stage `reflow`: lines into sentences and paragraphs. Prose that somebody laid out is left as it is."""

from __future__ import annotations

from collections.abc import Sequence

from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.reflow.blanks import blank_lines
from tclean.stages.reflow.decimals import decimals
from tclean.stages.reflow.flow import Flow


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """Broken decimals, then lines, sentences and paragraphs in one pass, then blank lines."""
    paragraph = settings.option("reflow", "paragraph", (150, 350))
    stops = bool(settings.option("reflow", "stops", True))
    return [decimals, Flow((int(paragraph[0]), int(paragraph[1])), stops), blank_lines]
