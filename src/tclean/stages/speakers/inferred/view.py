"""The text as the decoder sees it: block marks blanked out, candidate places for a change of speaker."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tclean.core.document import Document
from tclean.core.segments import BLOCKS

_CLAUSE = re.compile(r"[，。？！；、：,.?!;\s…]+(?=[^，。？！；、：,.?!;\s…])")
_BLANK = re.compile(r"\S")
PUNCTUATION = "，。？！；、：,.?!;…“”\"' \t\n\u3000"


def masked(doc: Document) -> str:
    """The text with headings, notes, events and other blocks blanked, so that nobody is taken to say them."""
    text = doc.text
    for m in doc.marked(*BLOCKS):
        text = text[: m.start] + _BLANK.sub("\n", text[m.start : m.end]) + text[m.end :]
    return text


def clause_starts(text: str) -> list[int]:
    """Where clauses begin.

    >>> clause_starts("好，谢谢。我觉得")
    [0, 2, 5]
    """
    first = len(text) - len(text.lstrip(PUNCTUATION))
    return [first, *(m.end() for m in _CLAUSE.finditer(text) if m.end() > first)]


def paragraph_starts(text: str) -> list[int]:
    """Where paragraphs begin (behind a line break).

    >>> paragraph_starts("一\\n\\n二")
    [0, 3]
    """
    return [m.start() for m in re.finditer(r"(?:(?<=\n)|\A)[^\n]", text)]


def candidates(text: str, inside: re.Pattern[str], extra: Iterable[int]) -> list[int]:
    """Clause starts, openers inside a clause, and `extra` places (behind a called name, votes), in order."""
    places = set(clause_starts(text))
    places.update(m.start() for m in inside.finditer(text))
    places.update(extra)
    return sorted(p for p in places if p < len(text))
