"""Stage `boilerplate`: page furniture leaves by deletions; never a sentence of the talk.

Rules (data in `rules/boilerplate/`) say what a line is, its place on the page says whether it may go, and shape finds
what no list of words can: the links below "related articles", the teaser that a page prints above its own text, the
lines in which the publisher speaks about itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from tclean.core.document import Document
from tclean.core.edit import Findings
from tclean.core.kept import kept
from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.boilerplate.cut import cut_lines, cut_matches
from tclean.stages.boilerplate.page import Page
from tclean.stages.boilerplate.rules import Rules
from tclean.stages.boilerplate.shape import shapes


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """One pass: rules first, then what only shape can tell."""
    compiled = kept("boilerplate", rules.facts, lambda: Rules(rules.boilerplate))
    by_shape = settings.option("boilerplate", "shapes", True)

    def furniture(doc: Document) -> Findings:
        page = Page.of(doc.text)
        again = compiled.mark(page)
        if by_shape:
            found = -1
            while len(page.hits) > found:  # what was found last may have stood between the text and more of its kind
                found = len(page.hits)
                shapes(page)
                again()
        return Findings([*cut_lines(page), *cut_matches(page)])

    return [furniture]
