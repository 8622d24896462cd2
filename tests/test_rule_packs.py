"""The admission policy of rules/README.md, checked for every built-in pack."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from tclean.core.document import Document, Source
from tclean.core.settings import Pass, Settings
from tclean.ruleset.load import load_rules, merge
from tclean.ruleset.model import Pack, RuleSet, Term
from tclean.stages.terms import by_rule, replacing
from tclean.text.folding import keys
from tclean.text.lexicon import words

RULES = load_rules()
TERM_PACKS = [p for p in RULES.packs if p.terms or p.shield]
VARIED = [t for p in TERM_PACKS for t in p.terms if t.variants]
COMMON = 20


@cache
def everywhere() -> list[Pass]:
    """The passes by rule with every pack in force, whatever the text."""
    rules: RuleSet = merge(replace(p, activate="always") for p in RULES.packs)
    return [*replacing.build(Settings(), rules), *by_rule.build(Settings(), rules)]


def fixed(text: str) -> str:
    doc = Document.of(Source("-", text), "-")
    for step in everywhere():
        doc.advance(step(doc))
    return doc.text


@pytest.mark.parametrize("pack", TERM_PACKS, ids=lambda p: p.name)
def test_word_blocks_are_sorted_and_unique(pack: Pack) -> None:
    listed = [t.canonical for t in pack.terms if t.where.line and not t.variants and not t.tests and not t.aliases]
    for block in (listed, list(pack.shield)):
        rows = [(w.casefold(), w) for w in block]
        assert all(a < b for a, b in pairwise(rows)), next((b for a, b in pairwise(rows) if a >= b), None)


def test_no_spelling_stands_in_two_packs() -> None:
    packs = [p for p in TERM_PACKS if p.activate != "translated"]
    seen = Counter(w for p in packs for w in {*(t.canonical for t in p.terms), *p.shield})
    assert not [w for w, n in seen.items() if n > 1]


def test_ids_are_unique() -> None:
    assert not [i for i, n in Counter(t.id for p in TERM_PACKS for t in p.terms).items() if n > 1]


@pytest.mark.parametrize("term", VARIED, ids=lambda t: t.id)
def test_a_term_with_variants_shows_what_it_does_and_what_it_leaves(term: Term) -> None:
    assert any(x.text != x.out for x in term.tests), "an example is missing"
    assert any(x.text == x.out for x in term.tests), "a counter-example is missing"


@pytest.mark.parametrize("entry", [*VARIED, *RULES.replacements], ids=lambda t: t.id)
def test_examples_hold(entry: Term) -> None:
    for example in entry.tests:
        assert fixed(example.text) == example.out
        assert fixed(example.out) == example.out


def test_no_variant_is_a_right_spelling() -> None:
    right = [w for p in TERM_PACKS for t in p.terms for w in (t.canonical, *t.aliases)]
    known = dict(zip(keys(right), right, strict=True))
    clashes = {
        v: known[k]
        for t in VARIED
        for v, k in zip(t.variants, keys(t.variants), strict=True)
        if k in known and not t.when
    }
    assert not clashes


def test_no_variant_means_two_things_without_guards() -> None:
    bare: dict[str, str] = {}
    for term in VARIED:
        for key in [] if term.when else keys(term.variants):
            assert bare.setdefault(key, term.canonical) == term.canonical, key


def test_ordinary_words_are_never_bare_variants() -> None:
    frequency = words()
    bare = [v for t in VARIED if not t.when for v in t.variants if frequency.get(v, 0) >= COMMON]
    assert not bare


def test_short_chinese_variants_have_a_guard() -> None:
    assert not [v for t in VARIED if not t.when for v in t.variants if len(v) < 3 and not v.isascii()]
