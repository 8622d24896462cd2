"""Literal variants of rule packs, all in one automaton: 灵异万物 → 零一万物, mini c p m → MiniCPM."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Grade, Mark, edit
from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import Guard, RuleSet, Term
from tclean.stages.terms.activation import Activation
from tclean.stages.terms.context import Context, cuts_word, inside, opaque
from tclean.stages.terms.index import Hit, Index
from tclean.text.chars import HAN_RUN
from tclean.text.folding import brief, keys

_WIDEST = 200  # no guard looks further
_SHORT = 3  # Chinese variants up to this length must not cut a word


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a spelling is in one pack: right as it stands (`fix` is None) or a variant of a term."""

    pack: str
    fix: Term | None = None
    term: bool = True  # False for a shield, which tells nothing about the field
    context: Context | None = None
    unless: tuple[str, ...] = ()
    short: bool = False


Meanings = tuple[Meaning, ...]


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """One pass: variants of all packs whose use the document shows."""
    return [ByRule(rules, settings.glossary, [n for p in settings.participants for n in (p.name, *p.aliases)])]


class ByRule:
    """Finds variants of terms; right spellings (of terms, names, shields) are claimed first and never cut."""

    def __init__(self, rules: RuleSet, glossary: Iterable[str] = (), names: Iterable[str] = ()) -> None:
        self._index: Index[Meanings] = Index(_meanings(rules, [*glossary, *names]))
        self._activation = Activation(rules)

    def __call__(self, doc: Document) -> Findings:
        """Edits for variants; `extra["packs"]` names the packs in force and how many of their terms were seen."""
        hits = self._index.scan(doc.text)
        right, wrong = _seen(hits)
        active = self._activation.active(doc.text, right, wrong)
        names = [n for p in doc.meta.participants for n in (p.name, *p.aliases)]
        variants = _wrong(doc.text, hits)
        found = _edits(doc.text, variants, active)
        edits = [e for e in found if not any(e.before in n for n in names)]
        extra = {"packs": {p: len(right[p]) for p in sorted(active) if p in right}}
        return Findings(edits, list(_refusals(doc.text, variants, active, found)), {"extra": extra})


def _seen(hits: Iterable[Hit[Meanings]]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """By pack, the terms that stand rightly in the text, and the variants."""
    right: dict[str, set[str]] = {}
    wrong: dict[str, set[str]] = {}
    for hit in hits:
        for meaning in hit.meaning:
            if meaning.term:
                (wrong if meaning.fix else right).setdefault(meaning.pack, set()).add(hit.key)
    return right, wrong


def _meanings(rules: RuleSet, extra: Sequence[str]) -> dict[str, Meanings]:
    """Folded spelling → its meanings, the last pack's first: what a later pack says wins."""
    out: dict[str, Meanings] = {}

    def add(spellings: Sequence[str], meanings: Iterable[Meaning]) -> None:
        for key, meaning in zip(keys(spellings), meanings, strict=False):
            out[key] = (meaning, *out.get(key, ()))

    for pack in rules.packs:
        add([w for t in pack.terms for w in (t.canonical, *t.aliases)], repeat(Meaning(pack.name)))
        shields = [*pack.shield, *pack.protect, *(n for s in pack.speakers for n in (s.name, *s.aliases))]
        add(shields, repeat(Meaning(pack.name, term=False)))
    varied = [(v, m) for t in rules.terms if t.variants for v, m in zip(t.variants, _variants(t), strict=True)]
    add([v for v, _ in varied], [m for _, m in varied])
    add(extra, repeat(Meaning("", term=False)))
    return out


def _variants(term: Term) -> Iterator[Meaning]:
    """What each variant of a term means."""
    context = Context(term.when) if term.when else None
    unless = tuple(keys(term.unless))
    for variant in term.variants:
        short = len(variant) <= _SHORT and bool(HAN_RUN.fullmatch(variant))
        yield Meaning(term.pack, term, True, context, unless, short)


def _wrong(text: str, hits: Sequence[Hit[Meanings]]) -> list[Hit[Meanings]]:
    """The variants that no right spelling claims."""
    closed = opaque(text)
    right = _Right(hits)
    some = (h for h in hits if any(m.fix for m in h.meaning) and not right.claims(h))
    return [h for h in some if not inside(closed, h.start)]


def _edits(text: str, wrong: Sequence[Hit[Meanings]], active: set[str]) -> list[Edit]:
    """Variants from left to right, the longest first.

    A variant that is fixed is a right spelling for the guards of those around it: rounds, until nothing is added.
    """
    found: list[Edit] = []
    while wrong:
        again = list(_round(text, wrong, active, found))
        if len(again) <= len(found):
            break
        found = again
    return found


def _refusals(text: str, wrong: Sequence[Hit[Meanings]], active: set[str], fixed: Sequence[Edit]) -> Iterator[Mark]:
    """Where a guard keeps a variant as it stands: no other search may make the term of it.

    `firm` where something speaks against it; else only the evidence is missing, and the document may have it.
    """
    for hit in wrong:
        for m in hit.meaning:
            if m.fix is None or m.pack not in active or (m.context is None and not m.unless):
                continue
            if not _holds(text, hit, m, fixed):
                against = m.context is not None and m.context.forbids(text, hit.start, hit.end)
                firm = against or (bool(m.unless) and _within(text, hit, m.unless))
                value = {"term": m.fix.canonical, "firm": firm}
                yield Mark(hit.start, hit.end, "refusal", f"terms:{m.fix.id}", value)


def _round(text: str, hits: Sequence[Hit[Meanings]], active: set[str], fixed: Sequence[Edit]) -> Iterator[Edit]:
    starts = [e.start for e in fixed]
    end = 0
    for hit in hits:
        if hit.start < end:
            continue
        beside = fixed[bisect_left(starts, hit.start - _WIDEST) : bisect_left(starts, hit.end + _WIDEST)]
        term = _decide(text, hit, active, beside)
        if term is None:
            continue
        end = hit.end
        if text[hit.start : hit.end] not in (term.canonical, *term.aliases):
            grade = Grade.UNSAFE if term.when or hit.end - hit.start <= _SHORT else Grade.SAFE
            sure = 0.98 if grade is Grade.SAFE else 0.92
            yield edit(text, hit.start, hit.end, term.canonical, f"terms:{term.id}", grade, sure, "listed variant")


class _Right:
    """The right spellings of a text, in text order."""

    def __init__(self, hits: Iterable[Hit[Meanings]]) -> None:
        self._hits = [h for h in hits if any(m.fix is None for m in h.meaning)]
        self._starts = [h.start for h in self._hits]
        self._longest = max((h.end - h.start for h in self._hits), default=0)

    def claims(self, hit: Hit[Meanings]) -> bool:
        """Whether a longer right spelling holds the place or reaches into it: 人力资源 holds 资源, 做多 not 多魔态."""
        size = hit.end - hit.start
        for i in range(bisect_left(self._starts, hit.start - self._longest), bisect_left(self._starts, hit.end)):
            start, end = self._hits[i][:2]
            holds = start <= hit.start and hit.end <= end and end - start > size
            if holds or (start < hit.start < end and end - start > size):
                return True
        return False


def _decide(text: str, hit: Hit[Meanings], active: set[str], fixed: Sequence[Edit]) -> Term | None:
    """The term of the first meaning that holds here; None when it is right as it stands, or none holds."""
    for meaning in hit.meaning:
        if meaning.fix is None:
            return None
        if meaning.pack in active and _holds(text, hit, meaning, fixed):
            return meaning.fix
    return None


def _holds(text: str, hit: Hit[Meanings], meaning: Meaning, fixed: Sequence[Edit]) -> bool:
    if meaning.context is not None and not meaning.context.holds(text, hit.start, hit.end, fixed):
        return False
    if meaning.unless and _within(text, hit, meaning.unless):
        return False
    return not (meaning.short and cuts_word(text, _open_edges(hit, meaning.fix), (hit.start, hit.end)))


def _open_edges(hit: Hit[Meanings], term: Term | None) -> list[int]:
    """The edges of a match about whose other side the rule says nothing."""
    guard = term.when if term is not None and term.when is not None else Guard()
    return [at for at, told in ((hit.start, guard.before), (hit.end, guard.after)) if not told]


def _within(text: str, hit: Hit[Meanings], longer: tuple[str, ...]) -> bool:
    """Whether the match is part of one of the longer strings: skin law in `skin lawful`."""
    most = 2 * max(map(len, longer)) + 8
    before = brief(text[max(0, hit.start - most) : hit.start])
    around = before + hit.key + brief(text[hit.end : hit.end + most])
    for word in longer:
        at = around.find(word)
        while at >= 0:
            if at <= len(before) and at + len(word) >= len(before) + len(hit.key):
                return True
            at = around.find(word, at + 1)
    return False
