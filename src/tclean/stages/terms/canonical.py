"""One spelling and casing for known terms: GPT4 → GPT-4, scaling law → Scaling Law, A g i → AGI."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Grade, edit
from tclean.core.kept import kept
from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.terms.context import alone, opaque
from tclean.stages.terms.index import Hits, Index
from tclean.text.folding import brief, keys
from tclean.text.slug import slug

_LATIN = re.compile("[a-z]")
_HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9.]+")
_BRIEF = 4
_COUNTED = re.compile("[年月日号天点个万亿千百倍次种家岁人％%]")  # GPT 5年: the number belongs to what follows

Forms = tuple[tuple[str, str], ...]  # the right forms of a term and the pack each is from ("": always in force)


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """One pass, unless the profile switches it off (`terms: {canonical: false}`)."""
    if not settings.option("terms", "canonical", True):
        return []
    return [Canonical(rules, settings.glossary)]


class Canonical:
    """Gives known Latin terms the spelling of their pack; right spellings and other right forms stay.

    >>> from tclean.core.document import Source
    >>> from tclean.ruleset.model import Pack, Term
    >>> term = Term("ai/gpt-4", "GPT-4", sounds_like=True)
    >>> step = Canonical(RuleSet((Pack("ai", terms=(term,)),)))
    >>> [e.before for e in step(Document.of(Source("-", "G p t 4比GPT4o早"), "-")).edits]
    ['G p t 4']
    """

    def __init__(self, rules: RuleSet, glossary: Iterable[str] = ()) -> None:
        forms: dict[str, Forms] = kept("spellings", rules.facts, lambda: _forms(rules))
        own = list(glossary)
        forms.update((k, ((word, ""),)) for k, word in zip(keys(own), own, strict=True) if _LATIN.search(k))
        self._index: Index[Forms] = Index(forms)

    def __call__(self, doc: Document) -> Findings:
        """Edits where a known term of a pack in force stands in another form."""
        packs = {"", *doc.meta.extra.get("packs", ())}
        return Findings(list(self._edits(doc.text, self._index.scan(doc.text), packs)))

    def _edits(self, text: str, hits: Hits, packs: Collection[str]) -> Iterable[Edit]:
        end = 0
        for number, start, stop in zip(*(column.tolist() for column in hits), strict=True):
            if start < end:
                continue
            end = stop
            written = text[start:stop]
            forms = [form for form, pack in self._index.meanings[number] if pack in packs]
            if forms and written not in forms and may_respell(text, start, stop, forms[0]) and not opaque(text, start):
                yield edit(text, start, stop, forms[0], f"terms:canonical/{slug(forms[0])}", Grade.SAFE)


def _forms(rules: RuleSet) -> dict[str, Forms]:
    """Folded Latin spelling → the right forms of the terms of that spelling; none for ordinary words."""
    always = {p.name for p in rules.packs if p.activate == "always"}
    named = [(form, "" if t.pack in always else t.pack) for t in rules.terms for form in (t.canonical, *t.aliases)]
    forms: dict[str, Forms] = {}
    for key, form in zip(keys(form for form, _ in named), named, strict=True):
        if _LATIN.search(key):
            forms[key] = (*forms.get(key, ()), form)
    for key in keys(w for p in rules.packs for w in (*p.shield, *p.protect)):
        if _LATIN.search(key):
            forms[key] = ()  # an ordinary word as well as a name: stays as it is
    return forms


def may_respell(text: str, start: int, end: int, term: str) -> bool:
    """Whether `text[start:end]`, which folds to the term, is the term and may be written like it.

    >>> may_respell("用GPT 5年", 1, 6, "GPT-5"), may_respell("is a gi", 3, 7, "AGI"), may_respell("a gi呢", 0, 4, "AGI")
    (False, False, True)
    """
    written = text[start:end]
    if term.islower() or "\n" in written:
        return False  # token, prompt: common nouns keep the case they have
    if len(term) <= _BRIEF and " " not in term and not (term.isalpha() and alone(text, start, end)):
        return False  # 5g盐, is a rag doll
    if term[-1].isdigit() and " " in written and _COUNTED.match(text, end):
        return False
    return _breaks(written) <= _breaks(" ".join(_HUMP.findall(term))) or alone(text, start, end)


def _breaks(written: str) -> set[int]:
    """After how many letters and digits a space stands.

    >>> sorted(_breaks("n v link"))
    [1, 2]
    """
    parts = [brief(part) for part in written.split()]
    return {sum(map(len, parts[:i])) for i in range(1, len(parts))}
