"""English words that are often written one after the other: `web search` is a phrase, `skin law` is none."""

from __future__ import annotations

import lzma
from functools import cache

from tclean.core.kept import kept
from tclean.text.langdata import DATA


def phrase(one: str, other: str) -> bool:
    """Whether two lower-case words are one of the 242,000 most frequent pairs (SymSpell's list).

    >>> phrase("web", "search"), phrase("skin", "law"), phrase("end", "to")
    (True, False, True)
    """
    return f" {other} " in _followers().get(one, "")


@cache
def _followers() -> dict[str, str]:
    """Word → the words that follow it, with a blank on both sides of each."""
    return kept("phrases", (), _read)


def _read() -> dict[str, str]:
    data = (DATA / "phrases.txt.xz").read_bytes()
    rows = (line.partition(" ") for line in lzma.decompress(data).decode("utf-8").split("\n"))
    return {word: f" {rest} " for word, _, rest in rows}
