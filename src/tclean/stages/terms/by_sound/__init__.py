"""Near-homophones of known right spellings, decided by context.

What stands at a place (a word lattice), how alike it sounds (one space for Mandarin and English), and what the document
says (its people, its title, terms already there) are weighed against each other; see `rules/data/sound.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence

from tclean.core.document import Document
from tclean.core.edit import Findings
from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.terms.by_sound.candidates import Candidate, HanSearch, name_candidates
from tclean.stages.terms.by_sound.decide import Scored, choose, remember, sure_targets, to_edit
from tclean.stages.terms.by_sound.evidence import RARE, evidence_for, is_word
from tclean.stages.terms.by_sound.known import Known
from tclean.stages.terms.by_sound.language import Language
from tclean.stages.terms.by_sound.latin import LatinSearch
from tclean.stages.terms.by_sound.targets import document_targets, heads, shields, spellings, static_targets
from tclean.stages.terms.by_sound.view import View, look
from tclean.stages.terms.by_sound.weights import weights


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """The one pass; nothing to do without a single term or participant is found out per document."""
    if settings.option("terms", "by_sound", True) is False:
        return []
    return [BySound(settings, rules)]


class BySound:
    """Built once; keeps no state between documents."""

    def __init__(self, settings: Settings, rules: RuleSet) -> None:
        self._words = Language(dict(weights().spoken))
        self._targets = static_targets(settings, rules)
        self._by_bare = {t.bare: t for t in self._targets}
        self._han = HanSearch(self._targets)
        self._latin = LatinSearch(self._targets)
        self._shields = tuple(shields(settings, rules))
        self._known = Known(self._shields)

    def __call__(self, doc: Document) -> Findings:
        """Edits and suggestions for what sounds like a target."""
        people = document_targets(doc)
        names = [n for p in doc.meta.participants for n in spellings(p.name, p.aliases)]
        known = Known((*self._shields, *names)) if names else self._known
        view = look(doc, self._words, known(doc.text))
        here = [self._by_bare[b] for b in view.known.keys() & self._by_bare.keys()]
        short = heads(doc.text, here, lambda word: self._words.logp(word) > RARE)
        for head in short:
            view.known[head.bare] += doc.text.count(head.canonical)
        pool = self._han(view)
        found = [*name_candidates(view, [*people, *short]), *self._latin(view), *(pool.strong() if pool else ())]
        rows = [weigh(view, c) for c in found]
        if pool:
            rows += [weigh(view, c) for c in pool.weak(view, sure_targets(rows))]
        remember(rows, doc.text)
        return Findings([to_edit(doc.text, r) for r in choose(rows)])


def weigh(view: View, found: Candidate) -> Scored:
    """A candidate with all that speaks for and against it."""
    return Scored(found, list(evidence_for(view, found)), is_word(view, found))
