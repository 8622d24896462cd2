"""Words nobody may change, and the regular expressions of rule packs, each with a time limit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Grade, Mark, edit
from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import Replacement, RuleSet

_SECONDS = 2.0  # per pattern and document, and as much again for each million characters


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """Protection first, then one pass a pattern, so that later ones see what earlier ones did."""
    shield: list[Pass] = [Protect(rules.protect)] if rules.protect else []
    return [*shield, *map(Replacing, rules.replacements)]


class Protect:
    """Marks every occurrence of the words, so that no edit touches them from here on.

    >>> from tclean.core.document import Source
    >>> [m[:3] for m in Protect(["乾坤"])(Document.of(Source("-", "扭转乾坤"), "-")).marks]
    [(2, 4, 'protect')]
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._automaton = AhoCorasick([w for w in words if w], matchkind=MatchKind.LeftmostLongest)

    def __call__(self, doc: Document) -> Findings:
        """One mark an occurrence."""
        found = self._automaton.find_matches_as_indexes(doc.text)
        return Findings(marks=[Mark(start, end, "protect", "terms:protect") for _, start, end in found])


class Replacing:
    """One regular expression of a rules file."""

    def __init__(self, rule: Replacement) -> None:
        self._id = rule.id
        self._pattern: Any = regex.compile(rule.pattern)
        self._replace = rule.replace

    def __call__(self, doc: Document) -> Findings:
        """Edits for all matches; when the time is up none, and a flag that says so."""
        limit = _SECONDS * (1 + len(doc.text) / 1_000_000)
        try:
            return Findings(list(self._edits(doc.text, limit)))
        except TimeoutError:
            flag = {"flag": f"rule-timeout:{self._id}"}
            return Findings(marks=[Mark(0, len(doc.text), "flag", f"terms:{self._id}", flag)])

    def _edits(self, text: str, limit: float) -> Iterable[Edit]:
        for match in self._pattern.finditer(text, timeout=limit):
            after = match.expand(self._replace)
            if after != match.group():
                start, end = match.span()
                yield edit(text, start, end, after, f"terms:{self._id}", Grade.UNSAFE, 0.95, "pattern of a rules file")
