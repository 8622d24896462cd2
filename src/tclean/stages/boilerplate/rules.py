"""The rules of the packs, compiled: one detector for all, then the rule that did it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import regex

from tclean.ruleset.model import Boilerplate
from tclean.stages.boilerplate.page import FURNITURE, Hit, Page
from tclean.text.fold import fold_pattern

FLAGS = regex.IGNORECASE | regex.MULTILINE
LIMIT = 5.0  # seconds one pattern may take on one text
TITLES = 3  # the title is among so many lines above the text


class Rules:
    """All boilerplate rules in force, sorted by where on a page they hold.

    `line`: the whole line, anywhere; `edge`: the whole line, above or below the text; `rest`: the line and everything
    below it, below the text; `title`: only what matched, in the lines above the text; `match`: only what matched.
    """

    def __init__(self, rules: Sequence[Boilerplate]) -> None:
        by_scope: dict[str, list[Boilerplate]] = {s: [] for s in ("line", "free", "match", "edge", "rest", "title")}
        for r in rules:
            by_scope["free" if r.scope == "line" and not anchored(r.pattern) else r.scope].append(r)
        self._scopes = {scope: Scope(mine) for scope, mine in by_scope.items()}

    def mark(self, page: Page) -> None:
        """Write what the rules find into the page."""
        self._anywhere(page)
        page.settle()
        self._rest(page)
        self._edges(page)
        self._titles(page)
        page.settle()

    def _anywhere(self, page: Page) -> None:
        for i, line in enumerate(page.lines):
            if rule := self._scopes["line"].of_line(line.text):
                page.hits[i] = Hit(rule)
        for start, _, rule in self._scopes["free"].all(page.folded):
            i = page.at(start)
            if len(page.lines[i].text) <= FURNITURE:
                page.hits.setdefault(i, Hit(rule))
        for start, end, rule in self._scopes["match"].all(page.folded):
            page.matches.append((start, end, Hit(rule)))

    def _rest(self, page: Page) -> None:
        _, last = page.body()
        for i in range(last, len(page.lines)):
            if rule := self._scopes["rest"].of_line(page.lines[i].text):
                for below in range(i, len(page.lines)):
                    page.hits.setdefault(below, Hit(rule, 1.0 if below == i else 0.9))
                return

    def _edges(self, page: Page) -> None:
        first, last = page.body()
        for i in (*range(first), *range(max(first, last), len(page.lines))):
            if i not in page.hits and (rule := self._scopes["edge"].of_line(page.lines[i].text)):
                page.hits[i] = Hit(rule)

    def _titles(self, page: Page) -> None:
        first, _ = page.body()
        rows = [line for i, line in enumerate(page.lines[: max(first, 1)]) if i not in page.hits]
        for line in rows[:TITLES]:
            for start, end, rule in self._scopes["title"].all(line.text):
                page.matches.append((line.start + start, line.start + end, Hit(rule)))


class Scope:
    """The rules of one scope. A line is shown to all of them at once first; few lines get further."""

    def __init__(self, rules: Sequence[Boilerplate]) -> None:
        self._rules = [(f"boilerplate:{r.id}", _compile(r.pattern)) for r in rules]
        joined = _compile("|".join(f"(?:{r.pattern})" for r in rules) if _joinable(rules) else "")
        self._any = joined.match if all(anchored(r.pattern) for r in rules) else joined.search

    def of_line(self, line: str) -> str | None:
        """The first rule that finds something in the line."""
        if not self._rules or len(line) > FURNITURE or not self._any(line):
            return None
        return next((rule for rule, pattern in self._rules if pattern.search(line, timeout=LIMIT)), None)

    def all(self, text: str) -> list[tuple[int, int, str]]:
        """Everything the rules find in a text, rule by rule."""
        found = ((m.start(), m.end(), rule) for rule, p in self._rules for m in p.finditer(text, timeout=LIMIT))
        return [hit for hit in found if hit[1] > hit[0]]


def _joinable(rules: Sequence[Boilerplate]) -> bool:
    """Numbered groups and leading flags of one pattern would change the meaning of the others."""
    return not any(regex.search(r"\\\d|\(\?[aiLmsuxw]+\)|\(\?P?<\w", r.pattern) for r in rules)


def anchored(pattern: str) -> bool:
    """Whether all alternatives of a pattern begin at the start of a line.

    >>> anchored("^(?:a|b)|^c"), anchored("^a|b"), anchored("x")
    (True, False, False)
    """
    plain = regex.sub(r"\\.|\[(?:\\.|[^\]])*\]", "x", pattern)
    while plain != (plain := regex.sub(r"\([^()]*\)", "x", plain)):
        pass
    return all(part.startswith("^") for part in plain.split("|"))


def _compile(pattern: str) -> Any:
    return regex.compile(fold_pattern(pattern), FLAGS)
