"""What can be wrong with rules that load: doubles, rules that never fire, cycles, ambiguity, patterns that blow up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import regex

from tclean.ruleset.model import Entry, Pack, Replacement, Term, Where
from tclean.text.folding import keys
from tclean.text.lexicon import words

AMBIGUOUS = 20  # frequency in the word list from which a bare variant is an ordinary word
PROBES = ("a" * 60 + "!", "1" * 60 + "x", "啊" * 60 + "。", " " * 60 + "x", "a b" * 20 + "!", "，" * 60 + "x")
SECONDS = 0.2


def lint(packs: Iterable[Pack]) -> list[str]:
    """One line a finding, `file:line:1: message`, in the order of the files.

    >>> bad = Pack("p", "p.yaml", terms=(Term("p/x", "智源", variants=("志愿",), where=Where("p.yaml", 4)),))
    >>> lint([bad])[0]
    "p.yaml:4:1: variant '志愿' is an ordinary word (frequency 3,801); guard it with 'when' or write a longer variant"
    """
    packs = list(packs)
    found: list[tuple[Where, str]] = []
    for check in (_doubles, _never, _cycles, _ambiguous, _contradictions):
        found += check(packs)
    for pack in packs:
        for r in pack.replacements:
            found += [(r.where, message) for message in _pattern(r)]
    order = {p.path: n for n, p in enumerate(packs)}
    found.sort(key=lambda x: (order.get(x[0].path, 0), x[0].line))
    return [f"{w.path}:{w.line}:1: {message}" for w, message in found]


Found = Iterator[tuple[Where, str]]


def _terms(packs: list[Pack]) -> list[Term]:
    return [t for p in packs for t in p.terms]


def _doubles(packs: list[Pack]) -> Found:
    """The same id twice in one file."""
    for pack in packs:
        seen: dict[str, Entry] = {}
        for entry in pack.entries:
            if entry.id in seen:
                first = seen[entry.id].where.line
                yield entry.where, f"'{entry.id}' stands twice; the entry in line {first} is shadowed by this one"
            seen[entry.id] = entry


def _never(packs: list[Pack]) -> Found:
    """Variants that cannot fire."""
    protected = {w for p in packs for w in p.protect}
    for term in _terms(packs):
        for word in term.variants:
            (variant,) = keys([word])
            if not variant:
                yield term.where, f"variant '{word}' holds nothing but blanks and hyphens; it can never fire"
            elif variant == keys([term.canonical])[0] or word in term.aliases:
                yield term.where, f"variant '{word}' is the right spelling itself; take it out (case never matters)"
            elif any(u and u in variant for u in keys(term.unless)):
                yield term.where, f"variant '{word}' holds one of its own 'unless' strings; it can never fire"
            elif word in protected:
                yield term.where, f"variant '{word}' is protected; it can never fire"
        if term.when and set(term.when.near) & set(term.when.not_near):
            both = sorted(set(term.when.near) & set(term.when.not_near))[0]
            yield term.where, f"'{both}' stands under both 'near' and 'not_near'; the rule fires only by accident"


def _cycles(packs: list[Pack]) -> Found:
    """a → b → a, and chains a → b → c that need two runs."""
    makes: dict[str, Term] = {}
    for term in _terms(packs):
        for variant in keys(term.variants):
            makes.setdefault(variant, term)
    for term in (t for t in _terms(packs) if t.variants):
        path, at = [term.canonical], keys([term.canonical])[0]
        while at in makes and len(path) < 12:
            following = makes[at]
            path.append(following.canonical)
            at = keys([following.canonical])[0]
            if following.canonical in path[:-1]:
                yield term.where, f"cycle: {' → '.join(path)}; one of them must go"
                break
        else:
            if len(path) > 1 and not makes[keys([term.canonical])[0]].when:
                yield term.where, f"'{term.canonical}' is itself changed by another rule: {' → '.join(path)}"


def _ambiguous(packs: list[Pack]) -> Found:
    """Bare variants that are ordinary words."""
    known = words()
    for term in _terms(packs):
        if term.when:
            continue
        for variant in term.variants:
            if known.get(variant, 0) >= AMBIGUOUS:
                yield (
                    term.where,
                    f"variant '{variant}' is an ordinary word (frequency {known[variant]:,}); "
                    "guard it with 'when' or write a longer variant",
                )


def _contradictions(packs: list[Pack]) -> Found:
    """One bare variant with two right spellings; a variant that is another term's right spelling."""
    claims: defaultdict[str, list[Term]] = defaultdict(list)
    right: dict[str, Term] = {}
    for term in _terms(packs):
        for key in keys((term.canonical, *term.aliases)):
            right.setdefault(key, term)
        if not term.when:
            for key in dict.fromkeys(keys(term.variants)):
                claims[key].append(term)
    for key, owners in claims.items():
        if len({t.canonical for t in owners}) > 1:
            names = " and ".join(f"'{t.canonical}' ({t.where.path}:{t.where.line})" for t in owners)
            yield owners[-1].where, f"variant '{key}' is given to {names}; the later one wins: keep one"
        other = right.get(key)
        if other is not None and all(other.canonical != t.canonical for t in owners):
            place = f"{other.where.path}:{other.where.line}"
            yield owners[0].where, f"variant '{key}' is the right spelling of '{other.canonical}' ({place}); guard it"


def _pattern(rule: Replacement) -> Iterator[str]:
    """Patterns that match nothing at all, that repeat themselves on their own output, or that blow up."""
    pattern: Any = regex.compile(rule.pattern)
    if pattern.fullmatch(""):
        yield f"'{rule.id}' also matches the empty text: it would insert everywhere; use + in place of *"
        return
    try:
        for probe in (*PROBES, *(x.text * 20 for x in rule.tests)):
            pattern.sub(rule.replace, probe, timeout=SECONDS)
    except TimeoutError:
        yield f"'{rule.id}' takes exponential time on some texts; make inner repetitions possessive (++) or atomic"
        return
    except (IndexError, regex.error) as error:
        yield f"'{rule.id}': the replacement does not fit the pattern: {error}"
        return
    for example in rule.tests:
        once = pattern.sub(rule.replace, example.text)
        if pattern.sub(rule.replace, once) != once:
            yield f"'{rule.id}' changes its own result again ({example.text!r} → {once!r} → …); it must settle at once"
            return
