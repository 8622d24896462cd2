"""Whether a border runs through a word: `人工智 + 能 → 人工智能`, but `发展 + 现在` stays two words."""

from __future__ import annotations

from functools import lru_cache
from math import log

from tclean.text.chars import HAN_RE
from tclean.text.lexicon import words
from tclean.text.wordtable import WordTable

_REACH = 4  # characters looked at either side
_CROSSINGS = ((1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2))
_COMMON = 100  # a word of two characters that is rarer is cut by accident
_LEAST = 10
_MARGIN = 6.0  # by how much the cut word must explain the text better


def word_cut(text: str, at: int, after: int) -> bool:
    """Whether the word before `at` goes on at `after`.

    >>> word_cut("这是人工智。能的时代", 5, 6), word_cut("它的发展。现在很快", 4, 5)
    (True, False)
    """
    return _cut(text[max(0, at - _REACH) : at], text[after : after + _REACH])


@lru_cache(maxsize=4096)  # layout asks at the borders at which reflow asks again
def _cut(left: str, right: str) -> bool:
    table = words()
    get = table.get
    if get(left[-1:] + right[:1]) < _COMMON:
        for a, b in _CROSSINGS:
            if get(left[-a:] + right[:b]) >= _LEAST:
                break
        else:
            return False
    left, right = _han_tail(left), _han_head(right)
    if not left or not right:
        return False
    apart = _best(left, table) + _best(right, table)
    return _best(left + right, table) - apart > _MARGIN


def _han_tail(text: str) -> str:
    for i in range(len(text), 0, -1):
        if not HAN_RE.match(text[i - 1]):
            return text[i:]
    return text


def _han_head(text: str) -> str:
    for i, c in enumerate(text):
        if not HAN_RE.match(c):
            return text[:i]
    return text


def _best(text: str, table: WordTable) -> float:
    """Log-probability of the best division of `text` into words (up to a constant a word)."""
    scores = [0.0] + [_NOTHING] * len(text)
    for start in range(len(text)):
        here = scores[start] - _TOTAL
        known = table.begins(text[start])
        scores[start + 1] = max(scores[start + 1], here + log(known.get(text[start]) or 0.3))
        for end in range(start + 2, min(start + 6, len(text) + 1)):
            if found := known.get(text[start:end]):
                scores[end] = max(scores[end], here + log(found))
    return scores[-1]


_NOTHING = -1e9
_TOTAL = log(6e7)
