"""The text as the decoder sees it: block marks blanked out, candidate places for a change of speaker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from string import ascii_letters, digits

import numpy as np
from numpy.typing import NDArray

from tclean.core.document import Document
from tclean.core.segments import BLOCKS
from tclean.text.clauses import worth
from tclean.text.codes import codes, table

Places = NDArray[np.int64]
Bools = NDArray[np.bool_]
_BLANK = re.compile(r"\S")
STOPS = "，。？！；、：,.?!;…\t\n\v\f\r \x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u3000"
LATIN = ascii_letters + digits
PUNCTUATION = "，。？！；、：,.?!;…“”\"' \t\n\u3000"


def masked(doc: Document) -> str:
    """The text with headings, notes, events and other blocks blanked, so that nobody is taken to say them."""
    text = doc.text
    for m in doc.marked(*BLOCKS):
        text = text[: m.start] + _BLANK.sub("\n", text[m.start : m.end]) + text[m.end :]
    return text


def among(text: str, characters: str) -> Bools:
    """For every character of the text whether it is one of these.

    >>> among("好，谢", "，。").tolist()
    [False, True, False]
    """
    found: Bools = table(characters).take(codes(text)[:-1])
    return found


def clause_starts(text: str) -> Places:
    """Where clauses begin; a blank inside Latin words begins none, nor does a point inside a number.

    >>> clause_starts("好，谢谢。我觉得").tolist(), clause_starts("用 Scaling Law，2.4瓦").tolist()
    ([0, 2, 5], [0, 2, 14])
    """
    first = len(text) - len(text.lstrip(PUNCTUATION))
    stops = among(text, STOPS)
    latin = among(text, LATIN)
    starts = np.flatnonzero(stops[:-1] & ~stops[1:]) + 1
    inner = latin[starts] & latin[np.maximum(starts - 2, 0)] & among(text, " .,")[starts - 1]
    starts = starts[~inner]
    return np.append(first, starts[starts > first])


def paragraph_starts(text: str) -> Places:
    """Where paragraphs begin (behind a line break).

    >>> paragraph_starts("一\\n\\n二").tolist()
    [0, 3]
    """
    breaks = among("\n" + text, "\n")
    return np.flatnonzero(breaks[:-1] & ~breaks[1:])


@lru_cache(1)
def border_worth(text: str) -> NDArray[np.float64]:
    """For every place of the text what the words say for a clause that begins there; kept for the next call."""
    found: NDArray[np.float64] = worth(text)
    return found


def candidates(text: str, inside: re.Pattern[str], extra: Iterable[int], unmarked: Mapping[str, float]) -> Places:
    """Clause starts, openers inside a clause, `extra` places, and where inside a long clause another one may begin."""
    starts = clause_starts(text)
    more = [m.start() for m in inside.finditer(text)] + [p for p in extra if p < len(text)]
    within = np.flatnonzero(border_worth(text) > unmarked["worth"])
    which = np.searchsorted(starts, within, "right")
    low, high = np.append(0, starts)[which], np.append(starts, len(text))[which]
    within = within[(high - low >= unmarked["long_clause"]) & (within - low > 1) & (high - within > 2)]
    return np.union1d(np.union1d(starts, within), np.array(more, np.int64))
