"""The rules of the packs, compiled: one detector for all, then the rules that may do it, in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

import regex

from tclean.ruleset.model import Boilerplate
from tclean.stages.boilerplate.page import FURNITURE, Hit, Page
from tclean.text.factors import Detector, factors
from tclean.text.fold import fold_pattern

FLAGS = regex.IGNORECASE | regex.MULTILINE
LIMIT = 5.0  # seconds one pattern may take on one text
TITLES = 3  # the title is among so many lines above the text


class Rule(NamedTuple):
    """One rule: its id, its pattern, and where on a page it holds."""

    id: str
    pattern: Any
    scope: str

    def finds(self, line: str) -> bool:
        """Whether there is something in a line."""
        look = self.pattern.match if anchored(self.pattern.pattern) else self.pattern.search
        return len(line) <= FURNITURE and look(line, timeout=LIMIT) is not None

    def all(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """All that there is in a stretch of a text."""
        found = self.pattern.finditer(text, start, end, timeout=LIMIT)
        return (m.span() for m in found if m.end() > m.start())


Likely = dict[int, set[int]]  # by line: the rules that may find something in it


class Rules:
    """All boilerplate rules in force. Each looks at one line at a time.

    `line`: the whole line, anywhere; `edge`: the whole line, above or below the text; `rest`: the line and everything
    below it, below the text; `title`: only what matched, in the lines above the text; `match`: only what matched.
    """

    def __init__(self, rules: Sequence[Boilerplate]) -> None:
        every = [Rule(f"boilerplate:{r.id}", regex.compile(fold_pattern(r.pattern), FLAGS), r.scope) for r in rules]
        self._rules = [rule for rule in every if rule.scope != "title"]
        self._of_titles = [rule for rule in every if rule.scope == "title"]
        self._detector, self._detector_of_titles = map(_detector, (self._rules, self._of_titles))

    def mark(self, page: Page) -> Callable[[], None]:
        """Write what the rules find into the page; what comes back looks at its edges again."""
        likely = self._likely(page)
        self._anywhere(page, likely)
        page.settle()
        self._around(page, likely)
        self._titles(page)
        page.settle()
        return partial(self._around, page, likely)

    def _around(self, page: Page, likely: Likely) -> None:
        self._rest(page, likely)
        self._edges(page, likely)

    def _likely(self, page: Page) -> Likely:
        """The rules worth a look, line by line."""
        out: Likely = defaultdict(set)
        for rule, place in self._detector(page.folded):
            out[page.at(place)].add(rule)
        out.pop(len(page.lines), None)  # white space below the last line
        if self._detector.blind:
            for i in range(len(page.lines)):
                out[i].update(self._detector.blind)
        return out

    def _first(self, page: Page, likely: Likely, i: int, scope: str) -> str | None:
        """The first rule of a scope that finds something in a line."""
        mine = (self._rules[n] for n in sorted(likely.get(i, ())))
        return next((rule.id for rule in mine if rule.scope == scope and rule.finds(page.lines[i].text)), None)

    def _anywhere(self, page: Page, likely: Likely) -> None:
        for i in sorted(likely):
            if rule := self._first(page, likely, i, "line"):
                page.hits[i] = Hit(rule)
            begin, end = page.lines[i].start, page.lines[i + 1].start if i + 1 < len(page.lines) else len(page.text)
            for matching in (r for n in sorted(likely[i]) if (r := self._rules[n]).scope == "match"):
                page.matches += [(a, b, Hit(matching.id)) for a, b in matching.all(page.folded, begin, end)]

    def _rest(self, page: Page, likely: Likely) -> None:
        _, last = page.body()
        for i in range(last, len(page.lines)):
            if rule := self._first(page, likely, i, "rest"):
                for below in range(i, len(page.lines)):
                    page.hits.setdefault(below, Hit(rule, 1.0 if below == i else 0.9))
                return

    def _edges(self, page: Page, likely: Likely) -> None:
        first, last = page.body()
        for i in (*range(first), *range(max(first, last), len(page.lines))):
            if i not in page.hits and (rule := self._first(page, likely, i, "edge")):
                page.hits[i] = Hit(rule)

    def _titles(self, page: Page) -> None:
        first, _ = page.body()
        rows = [line for i, line in enumerate(page.lines[: max(first, 1)]) if i not in page.hits]
        for line in rows[:TITLES]:
            likely = {*self._detector_of_titles.blind, *(hit.pattern for hit in self._detector_of_titles(line.text))}
            for rule in (self._of_titles[n] for n in sorted(likely)):
                page.matches += [(line.start + a, line.start + b, Hit(rule.id)) for a, b in rule.all(line.text)]


def _detector(rules: Iterable[Rule]) -> Detector:
    return Detector(factors(rule.pattern.pattern) for rule in rules)


@cache
def anchored(pattern: str) -> bool:
    """Whether all alternatives of a pattern begin at the start of a line.

    >>> anchored("^(?:a|b)|^c"), anchored("^a|b"), anchored("x")
    (True, False, False)
    """
    plain = regex.sub(r"\\.|\[(?:\\.|[^\]])*\]", "x", pattern)
    while plain != (plain := regex.sub(r"\([^()]*\)", "x", plain)):
        pass
    return all(part.startswith("^") for part in plain.split("|"))
