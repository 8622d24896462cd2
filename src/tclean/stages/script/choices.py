"""Characters with several Simplified forms: where no known word settles the choice, a person should look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from tclean.core.edit import Mark
from tclean.text.script import tables

_WORD = 4  # longest word that settles a choice
_NUMBER = re.compile(r"[\d０-９一二三四五六七八九十百千萬億年月日]餘")


@cache
def _search() -> tuple[re.Pattern[str], frozenset[str]]:
    choices = tables().choices
    known = frozenset(w for _, words in choices.values() for w in words)
    return re.compile("[" + "".join(choices) + "]"), known


def open_choices(piece: str, base: int, names: Mapping[str, str]) -> Iterator[Mark]:
    """Flags `script:choice:乾→干|乾` for the characters of a Traditional stretch no word decides.

    >>> [m.value["flag"] for m in open_choices("他叫李乾，皮膚乾燥。", 0, {})]
    ['script:choice:乾→干|乾']
    """
    pattern, known = _search()
    named = {c for right in names.values() for c in right}
    for m in pattern.finditer(piece):
        char = m[0]
        if char in named or _settled(piece, m.start(), known):
            continue
        flag = f"script:choice:{char}→{'|'.join(tables().choices[char][0])}"
        yield Mark(base + m.start(), base + m.end(), "flag", "script:choice", {"flag": flag})


def _settled(piece: str, at: int, known: frozenset[str]) -> bool:
    """Whether a known word covers the character."""
    if _NUMBER.match(piece, max(0, at - 1)):
        return True
    for start in range(max(0, at - _WORD + 1), at + 1):
        for end in range(max(at + 1, start + 2), start + _WORD + 1):
            if piece[start:end] in known:
                return True
    return False
