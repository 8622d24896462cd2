"""Stage `dedup`: blocks that stand in a document twice, word for word or lightly edited.

It returns no edits: the weaker copy is marked `summary` or `duplicate` with `duplicate_of`, and with `drop` where the
profile leaves repetitions out. What people say twice (refrains, short replies, a moderator's formula) stays.
"""

from __future__ import annotations

from collections.abc import Sequence

from tclean.core.document import Document
from tclean.core.edit import Findings
from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.dedup.decide import marks


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """One pass; `dedup: {drop: false}` in a profile only marks."""
    drop = bool(settings.option("dedup", "drop", True))

    def repeated(doc: Document) -> Findings:
        return Findings(marks=marks(doc, drop))

    return [repeated]
