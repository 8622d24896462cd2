"""Turns of unlabelled text: who speaks where, by a semi-Markov decoding over the cast.

Names called and thanked, questions, openers, turn lengths and each speaker's own fillers are named scores kept in
`rules/data/speakers.yaml`; the best path over all of them is the answer, its posterior the confidence.
"""

from __future__ import annotations

from collections.abc import Sequence

from tclean.core.document import Document
from tclean.core.edit import Findings
from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.speakers.inferred.infer import infer
from tclean.stages.speakers.inferred.weights import load


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """One pass; silent where the document is labelled."""

    def inferred(doc: Document) -> Findings:
        if doc.meta.extra.get("labelled") or doc.marked("turn"):
            return Findings()
        return infer(doc, load())

    return [inferred]
