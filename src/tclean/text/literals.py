"""Patterns from word lists."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all words, the longest first; for no words a pattern that never matches.

    >>> any_of(["三", "三十"]).findall("三十三")
    ['三十', '三']
    """
    return re.compile(alternatives(words))


def alternatives(words: Iterable[str]) -> str:
    """The words as one alternation, the longest first.

    >>> alternatives(["a", "ab."])
    'ab\\\\.|a'
    """
    return "|".join(map(re.escape, sorted(set(words), key=len, reverse=True))) or "(?!)"
