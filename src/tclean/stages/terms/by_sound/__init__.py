"""Near-homophones of known right spellings, decided by context.

What stands at a place (a word lattice), how alike it sounds (one space for Mandarin and English), and what the document
says (its people, its title, terms already there) are weighed against each other; see `rules/data/sound.yaml`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any

from tclean.core.document import Document
from tclean.core.edit import Findings, Mark
from tclean.core.kept import kept
from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.terms.by_sound.acronyms import acronyms
from tclean.stages.terms.by_sound.candidates import Candidate, HanSearch, Pool, is_word, too_short
from tclean.stages.terms.by_sound.decide import Scored, choose, established, recur, to_edit
from tclean.stages.terms.by_sound.evidence import evidence_for
from tclean.stages.terms.by_sound.farther import farther
from tclean.stages.terms.by_sound.known import Known, merged
from tclean.stages.terms.by_sound.language import Language
from tclean.stages.terms.by_sound.latin import LatinSearch
from tclean.stages.terms.by_sound.latin_evidence import NEVER
from tclean.stages.terms.by_sound.latin_windows import latin_islands
from tclean.stages.terms.by_sound.names import Names
from tclean.stages.terms.by_sound.own_words import own_words
from tclean.stages.terms.by_sound.refused import refused
from tclean.stages.terms.by_sound.rendered import rendered
from tclean.stages.terms.by_sound.slips import Slips
from tclean.stages.terms.by_sound.spelled import spelled
from tclean.stages.terms.by_sound.targets import (
    Target,
    document_targets,
    famous,
    glossary_targets,
    head_of,
    pack_targets,
    packed,
    shields,
    unpacked,
)
from tclean.stages.terms.by_sound.view import RARE, View, character_tables, look
from tclean.stages.terms.by_sound.weights import weights
from tclean.text.folding import fold
from tclean.text.phonetic_index import PhoneticIndex
from tclean.text.phonetic_index.skeleton import SkeletonIndex
from tclean.text.phonetics.space import space

FIELD = 4  # terms of a pack that show its field
TRADE, KNOWN = 1.9, 2000  # different terms for each 1,000 characters; characters that show a lack of them
SURELY = 0.5  # talk of the trade in which slips of its words are sought


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """The one pass; nothing to do without a single term or participant is found out per document."""
    if settings.option("terms", "by_sound", True) is False:
        return []
    return [BySound(settings, rules)]


class BySound:
    """Built once; keeps no state between documents."""

    def __init__(self, settings: Settings, rules: RuleSet) -> None:
        character_tables()  # once a process, not with the first document
        self._words = language()
        self._packs = packs = pack_searches(rules)
        self._fields = frozenset().union(*(s.fields for s in packs))
        own = glossary_targets(settings)
        self._searches = (Search(own, settings.glossary, under=packs[0].right), *packs) if own else packs
        self._terms = {bare: t for s in reversed(self._searches) for bare, t in s.by_bare.items()}
        self._people = frozenset().union(*(s.people for s in packs))
        self._head = lru_cache(maxsize=1 << 12)(lambda t: head_of(t, lambda word: self._words.logp(word) > RARE))
        self._slips = slips(rules)
        self._known = [s.known for s in reversed(self._searches)]

    def __call__(self, doc: Document) -> Findings:
        """Edits and suggestions for what sounds like a target."""
        return Findings([to_edit(doc.text, r) for r in choose(self._weigh(doc)[2])])

    def refused(self, doc: Document) -> Iterator[Mark]:
        """What sounds like a target and is left as it stands, and why."""
        view, pools, rows = self._weigh(doc)
        chosen, done = choose(rows), {r.found for r in rows}
        rows += weighed(view, (c for pool in pools for c in pool.rest(view) if c not in done))
        return refused(doc.text, rows, chosen)

    def _weigh(self, doc: Document) -> tuple[View, list[Pool], list[Scored]]:
        """All that may be an edit, weighed with the memory of the document."""
        people = document_targets(doc, self._people)
        known = [*self._known, *([Known(p.canonical for p in people)] if people else ())]
        folded = fold(doc.text)
        view = look(doc, self._words, merged([k(doc.text, folded) for k in known]))
        fields = self._seen(view)
        view.dormant = self._fields - self._fields_of(view, fields)
        view.trade = trade(fields.total(), len(doc.text))
        short = [s.short[bare] for s in self._searches for bare in sorted(view.known.keys() & s.short.keys())]
        names = Names(view, [*people, *self._heads(view), *short])
        pools = [pool for s in self._searches if (pool := s.han(view))]
        found = [*names.candidates()]
        islands = latin_islands(view)
        found += [c for s in self._searches for c in s.latin(view, islands)]
        found += acronyms(view, self._terms)
        found += farther(view, self._terms, islands)
        if view.trade >= 0:
            found += spelled(view, self._terms)
            found += [c for s in self._searches for c in rendered(view, s.latin)]
        if view.trade > 0:
            found += own_words(view)
        if view.trade > SURELY:
            found += self._slips(view)
        found += [c for pool in pools for c in pool.strong(view)]
        rows = weighed(view, found)
        sure = established(rows)
        view.made = sure
        for bare, places in sure.items():
            view.known[bare] += len(places)
        rows = [weigh(view, r.found) if r.found.target.bare in sure else r for r in rows]
        rows += weighed(view, names.candidates(sure))
        rows += weighed(view, (c for pool in pools for c in pool.weak(view, sure)))
        recur(view, rows)
        return view, pools, rows

    def _seen(self, view: View) -> Counter[str]:
        """How many different terms of each pack stand in the text."""
        found = {b: s.by_bare[b].pack for s in self._packs for b in view.known.keys() & s.by_bare.keys()}
        return Counter(found.values())

    def _fields_of(self, view: View, seen: Counter[str]) -> set[str]:
        """The packs whose field the document is about: as found by rule, or with four of their terms in the text."""
        found = view.doc.meta.extra.get("packs")
        return set(found) if found is not None else {name for name, count in seen.items() if count >= FIELD}

    def _heads(self, view: View) -> list[Target]:
        """First halves of terms that stand here, as targets of their own."""
        here = (self._head(self._terms[bare]) for bare in sorted(view.known.keys() & self._terms.keys()))
        heads = {head.canonical: head for head in here if head is not None and head.canonical in view.text}
        short = [self._terms.get(head.bare, head) for head in heads.values()]
        for head in short:
            view.known[head.bare] += view.text.count(head.canonical)
        return short


class Search:
    """Targets with their indexes. What is in `own` or `under` reads right as it stands; `under` is known elsewhere."""

    def __init__(
        self,
        targets: Sequence[Target],
        own: Sequence[str],
        people: Collection[str] = (),
        under: Sequence[str] = (),
        fields: frozenset[str] = frozenset(),
    ) -> None:
        self._begin(targets, own, people, under, fields)

    def _begin(
        self,
        targets: Sequence[Target],
        own: Sequence[str],
        people: Collection[str],
        under: Sequence[str],
        fields: frozenset[str],
        said: PhoneticIndex | None = None,
        spelled: SkeletonIndex | None = None,
    ) -> None:
        self.targets = targets
        self.own, self.under = own, under
        self.people = people  # names that count as spelled right once somebody is introduced by them
        self.fields = fields  # packs that are sought where the document is about their field
        self.by_bare = {t.bare: t for t in targets}
        self.han = HanSearch(targets, fields, said)
        self.latin = LatinSearch(targets, self.right, spelled)
        # said in two syllables (Llama): sought only where the document has them
        self.short = {t.bare: t for t in targets if not t.han and any(too_short(t, r) for r in t.readings)}

    def __getstate__(self) -> tuple[Any, ...]:
        """What is costly to make; the rest is made again."""
        facts = self.own, self.people, self.under, self.fields
        return space().units, packed(self.targets), *facts, self.han.index, self.latin.index

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        units, targets, *rest = state
        if not space().adopt(units):  # the numbers in readings are those of units
            raise ValueError("units have other numbers here")
        self._begin(unpacked(targets), *rest)

    @property
    def right(self) -> list[str]:
        """All that reads right as it stands."""
        return [*self.own, *self.under]

    @cached_property
    def known(self) -> Known:
        """Where its own right spellings stand."""
        return Known(self.own)


@lru_cache(maxsize=4)
def pack_searches(rules: RuleSet) -> tuple[Search, ...]:
    """The searches for the terms of the packs, the user's before the built-in ones: the same for all settings."""
    under = pack_searches(rules.under) if rules.under else ()

    def build() -> Search:
        own = rules.over
        fields = frozenset(p.name for p in own.packs if p.activate == "evidence")
        return Search(pack_targets(own), list(shields(own)), famous(own), under[0].right if under else (), fields)

    return (kept("sound", rules.facts, build), *under)


@lru_cache(maxsize=2)
def slips(rules: RuleSet) -> Slips:
    """The words that are part of terms."""
    return kept("slips", rules.facts, lambda: Slips(shields(rules)))


@lru_cache(maxsize=1)
def language() -> Language:
    """The word probabilities of this process."""
    return kept("language", (), lambda: Language(dict(weights().spoken)))


def trade(terms: int, length: int) -> float:
    """How much a text of this length is talk of the trade that has so many of its terms: from -1 to 1, 0 where unknown.

    >>> trade(6, 8000), trade(0, 20), trade(46, 15000)
    (-1.0, -0.01, 1.0)
    """
    lean = max(-1.0, min(1.0, 2 * (terms / (1 + length / 1000) - TRADE)))
    return lean if lean > 0 else lean * min(1.0, length / KNOWN)


def weighed(view: View, found: Iterable[Candidate]) -> list[Scored]:
    """The candidates that nothing rules out."""
    rows = (weigh(view, c) for c in found)
    return [r for r in rows if not r.evidence or r.evidence[-1] is not NEVER]


def weigh(view: View, found: Candidate) -> Scored:
    """A candidate with all that speaks for and against it, or as much as is needed to drop it."""
    evidence = []
    for item in evidence_for(view, found):
        evidence.append(item)
        if item is NEVER:
            break
    return Scored(found, evidence, is_word(view, found), view.times(found.target, found[:2]))
