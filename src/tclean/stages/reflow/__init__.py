"""Stage `reflow`: lines into sentences and paragraphs. Prose that somebody laid out is left as it is."""

from __future__ import annotations

from collections.abc import Sequence

from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.reflow.asides import asides
from tclean.stages.reflow.blanks import blank_lines, doubled
from tclean.stages.reflow.decimals import decimals, line_layout
from tclean.stages.reflow.flow import Flow
from tclean.stages.reflow.latin import latin_blanks
from tclean.stages.reflow.leaning import stray_commas
from tclean.stages.reflow.loops import loops, rolling
from tclean.stages.reflow.punctuate import if_bare, punctuate
from tclean.stages.reflow.spacing import spaces


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """Noise first, so that nothing is joined with it; then lines, sentences and paragraphs in one pass.

    Where there was no punctuation at all that pass can only join lines: commas come next, then it runs again.
    """
    paragraph = settings.option("reflow", "paragraph", (150, 350))
    stops = bool(settings.option("reflow", "stops", True))
    flow = Flow((int(paragraph[0]), int(paragraph[1])), stops)
    steps: list[Pass] = [line_layout, decimals, asides, loops, rolling, spaces, flow]
    if stops:
        steps += [punctuate, if_bare(flow), stray_commas]
    return [*steps, doubled, latin_blanks, blank_lines]
