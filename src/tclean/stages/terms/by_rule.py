"""Literal variants of rule packs, all in one automaton: 灵异万物 → 零一万物, mini c p m → MiniCPM."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Grade, Mark, edit
from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet, Term
from tclean.stages.terms.activation import Activation
from tclean.stages.terms.context import Context, opaque
from tclean.stages.terms.index import Hits, Index
from tclean.stages.terms.judge import WIDEST, Judge, Meaning, Variant
from tclean.text.chars import HAN_RUN
from tclean.text.folding import keys

_SHORT = 3  # Chinese variants up to this length must not cut a word


Meanings = tuple[Meaning, ...]


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """One pass: variants of all packs whose use the document shows."""
    return [ByRule(rules, settings.glossary, [n for p in settings.participants for n in (p.name, *p.aliases)])]


class Seen(NamedTuple):
    """One text: its variants that no right spelling claims and those claimed or out of bounds (with the reason)."""

    variants: list[Variant]
    closed: list[tuple[Variant, str]]
    right: dict[str, set[str]]  # by pack, the terms that stand rightly in the text
    active: set[str]  # packs in force


class ByRule:
    """Finds variants of terms; right spellings (of terms, names, shields) are claimed first and never cut."""

    def __init__(self, rules: RuleSet, glossary: Iterable[str] = (), names: Iterable[str] = ()) -> None:
        self._index: Index[Meanings] = Index(_meanings(rules, [*glossary, *names]))
        meanings = self._index.meanings
        self._right = np.array([some[0].fix is None for some in meanings], np.bool_)
        self._wrong = ~self._right
        for n in (n for n, some in enumerate(meanings) if len(some) > 1):
            self._right[n] = any(m.fix is None for m in meanings[n])
            self._wrong[n] = any(m.fix is not None for m in meanings[n])
        self._activation = Activation(rules)

    def __call__(self, doc: Document) -> Findings:
        """Edits for variants; `extra["packs"]` names the packs in force and how many of their terms were seen."""
        seen, judge = self._see(doc.text), Judge(doc.text)
        found = _edits(doc.text, judge, seen)
        edits = [e for e in found if not _of_names(doc, e.before)]
        extra = {"packs": {p: len(seen.right[p]) for p in sorted(seen.active) if p in seen.right}}
        return Findings(edits, list(_refusals(judge, seen, found)), {"extra": extra})

    def refused(self, doc: Document) -> Iterator[Mark]:
        """Every variant that is left as it stands, and why."""
        seen, judge = self._see(doc.text), Judge(doc.text)
        fixed = _edits(doc.text, judge, seen)
        fired = {(e.start, e.rule) for e in fixed if not _of_names(doc, e.before)}
        for at, why in seen.closed:
            yield from (_mark(at, m.fix, why) for m in at.meanings if m.fix is not None)
        for at in seen.variants:
            for m in at.meanings:
                if m.fix is not None and (at.start, f"terms:{m.fix.id}") not in fired:
                    yield _mark(at, m.fix, _reason(doc, judge, seen, at, m, fixed))

    def _see(self, text: str) -> Seen:
        hits = self._index.scan(text)
        right, wrong = self._fields(hits)
        active = self._activation.active(text, right, wrong)
        some = np.flatnonzero(self._wrong[hits.number])
        variants = [
            Variant(start, end, self._index.keys[n], self._index.meanings[n])
            for n, start, end in zip(*(column[some].tolist() for column in hits), strict=True)
        ]
        claims = _Right(text, Hits(*(column[self._right[hits.number]] for column in hits))) if variants else None
        told = [(at, claims.against(at) if claims else "") for at in variants]
        return Seen([at for at, why in told if not why], [(at, why) for at, why in told if why], right, active)

    def _fields(self, hits: Hits) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """By pack, the terms that stand rightly in the text, and the variants."""
        right: dict[str, set[str]] = {}
        wrong: dict[str, set[str]] = {}
        for n in np.bincount(hits.number).nonzero()[0].tolist():
            for meaning in self._index.meanings[n]:
                if meaning.term:
                    (wrong if meaning.fix else right).setdefault(meaning.pack, set()).add(self._index.keys[n])
        return right, wrong


def _meanings(rules: RuleSet, extra: Sequence[str]) -> dict[str, Meanings]:
    """Folded spelling → its meanings, the last pack's first: what a later pack says wins."""
    out: dict[str, Meanings] = {}

    def add(spellings: Sequence[str], meanings: Iterable[Meaning]) -> None:
        for key, meaning in zip(keys(spellings), meanings, strict=False):
            out[key] = (meaning, *out[key]) if key in out else (meaning,)

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


def _edits(text: str, judge: Judge, seen: Seen) -> list[Edit]:
    """Variants from left to right, the longest first.

    A variant that is fixed is a right spelling for the guards of those around it: rounds, until nothing is added.
    """
    found: list[Edit] = []
    while seen.variants:
        again = list(_round(text, judge, seen, found))
        if len(again) <= len(found):
            break
        found = again
    return found


def _round(text: str, judge: Judge, seen: Seen, fixed: Sequence[Edit]) -> Iterator[Edit]:
    starts = [e.start for e in fixed]
    end = 0
    for at in seen.variants:
        if at.start < end:
            continue
        term = _decide(judge, at, seen.active, _beside(at, fixed, starts))
        if term is None:
            continue
        end = at.end
        if text[at.start : at.end] not in (term.canonical, *term.aliases):
            grade = Grade.UNSAFE if term.when or at.end - at.start <= _SHORT else Grade.SAFE
            sure = 0.98 if grade is Grade.SAFE else 0.92
            yield edit(text, at.start, at.end, term.canonical, f"terms:{term.id}", grade, sure, "listed variant")


def _beside(at: Variant, fixed: Sequence[Edit], starts: Sequence[int]) -> Sequence[Edit]:
    return fixed[bisect_left(starts, at.start - WIDEST) : bisect_left(starts, at.end + WIDEST)]


def _decide(judge: Judge, at: Variant, active: set[str], fixed: Sequence[Edit]) -> Term | None:
    """The term of the first meaning that holds here; None when it is right as it stands, or none holds."""
    for meaning in at.meanings:
        if meaning.fix is None:
            return None
        if meaning.pack in active and not judge.against(at, meaning, fixed):
            return meaning.fix
    return None


def _refusals(judge: Judge, seen: Seen, fixed: Sequence[Edit]) -> Iterator[Mark]:
    """Where a guard keeps a variant as it stands: no other search may make the term of it.

    `firm` where something speaks against it; else only the evidence is missing, and the document may have it.
    """
    for at in seen.variants:
        for m in at.meanings:
            if m.fix is None or m.pack not in seen.active or (m.context is None and not m.unless):
                continue
            if why := judge.against(at, m, fixed):
                yield _mark(at, m.fix, why, judge.firm(at, m))


def _mark(at: Variant, term: Term, why: str, firm: bool = True) -> Mark:
    value = {"term": term.canonical, "firm": firm, "reason": why}
    return Mark(at.start, at.end, "refusal", f"terms:{term.id}", value)


def _reason(doc: Document, judge: Judge, seen: Seen, at: Variant, meaning: Meaning, fixed: Sequence[Edit]) -> str:
    """Why a variant that nothing claims is not fixed."""
    if meaning.pack not in seen.active:
        return f"the pack {meaning.pack} is not in force in this document"
    if against := judge.against(at, meaning, fixed):
        return against
    if _of_names(doc, doc.text[at.start : at.end]):
        return "part of a participant's name"
    winner = next((e.rule for e in fixed if e.start < at.end and at.start < e.end), "")
    return f"{winner} has the place" if winner else "right as it stands"


def _of_names(doc: Document, written: str) -> bool:
    return any(written in n for p in doc.meta.participants for n in (p.name, *p.aliases))


class _Right:
    """The right spellings of a text, in text order, and what is no text at all."""

    def __init__(self, text: str, hits: Hits) -> None:
        self._text = text
        self._starts, self._ends = hits.start.tolist(), hits.end.tolist()
        self._longest = int((hits.end - hits.start).max()) if len(hits.start) else 0

    def against(self, at: Variant) -> str:
        """Whether a longer right spelling holds the place or reaches into it: 人力资源 holds 资源, 做多 not 多魔态."""
        size = at.end - at.start
        for i in range(bisect_left(self._starts, at.start - self._longest), bisect_left(self._starts, at.end)):
            start, end = self._starts[i], self._ends[i]
            holds = start <= at.start and at.end <= end
            if end - start > size and (holds or start < at.start < end):
                return f"{self._text[start:end]} is right as it stands"
        return "an address or code" if opaque(self._text, at.start) else ""
