"""GBK mirror pages: inserted pinyin, shifted and swallowed bytes.

The program behind such pages worked on the bytes of Traditional text in GBK without regard to character borders: it
put pinyin behind byte pairs, split at the bytes of marks, and decoded what came out. `evidence` tells such a page from
an author's own pinyin; `scan` finds the places that read as no Chinese does; `search` undoes the damage there, byte by
byte; `proof` damages the result again and compares; `accept` writes what is sure and flags the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from tclean.core.document import Document
from tclean.core.edit import Findings
from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.repair.mirror.evidence import maybe, shifted


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """Two passes that do nothing unless the text looks like a mirror page: the bytes, then what was swallowed."""
    return [mend_page, mend_swallowed]


def mend_page(doc: Document) -> Findings:
    """Restore a mirror page. The search and its tables are loaded only where the detector fires."""
    pinyin = maybe(doc.text)
    places = [] if pinyin else shifted(doc.text)
    if not pinyin and not places:
        return Findings()
    from tclean.stages.repair.mirror.page import mend, mend_bare

    return mend(doc.text) if pinyin else mend_bare(doc.text, places)


def mend_swallowed(doc: Document) -> Findings:
    """Bring back the marks a mirror page's program deleted together with full-width spaces."""
    if not doc.meta.extra.get("mirror_page"):
        return Findings()
    from tclean.stages.repair.mirror.swallowed import restore

    return restore(doc.text)
