"""Words of Taiwan usage → the mainland's (軟體 → 软件); only on request, because it changes what was said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Grade
from tclean.text.script import tables

RULE = "script:taiwan-word"


class Words:
    """Finds the words of the table; `kept` are never touched."""

    def __init__(self, kept: Sequence[str] = ()) -> None:
        self.words = {w: v for w, v in tables().taiwan.items() if w not in kept}
        self._search: Any = None

    def __call__(self, doc: Document) -> Findings:
        """One edit per word, the longest one at each place."""
        if self._search is None:
            from ahocorasick_rs import AhoCorasick, MatchKind

            self._search = AhoCorasick(list(self.words), matchkind=MatchKind.LeftmostLongest)
        text = doc.text
        spans = ((a, b, text[a:b]) for _, a, b in self._search.find_matches_as_indexes(text))
        return Findings([Edit(a, b, w, self.words[w], RULE, Grade.UNSAFE, 0.8) for a, b, w in spans])
