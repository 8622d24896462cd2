"""Digits in what is heard, also where they are written as words."""

from __future__ import annotations

import re
from functools import lru_cache

from tclean.stages.terms.by_sound.candidates import Candidate
from tclean.text.langdata import language_data
from tclean.text.phonetics.numbers import numbers
from tclean.text.phonetics.readings import piece_readings

PIECE = re.compile(r"[A-Za-z]+|\d|[^\W\d]")


def same_digits(heard: str, said: str) -> bool:
    """Whether the digits agree; `two` may be a misheard `to`.

    >>> same_digits("GPT-4", "GPT-5"), same_digits("all two all", "all-to-all"), same_digits("b f sixteen", "BF16")
    (False, True, True)
    """
    mine, theirs = spoken_digits(heard), spoken_digits(said)
    if mine != theirs and not theirs and heard.isascii() and not any(c.isdigit() for c in heard):
        return set(mine) <= set("24") and re.search("to|for", said.lower()) is not None
    return mine == theirs


@lru_cache(maxsize=1 << 14)
def spoken_digits(text: str) -> str:
    """The digits of a string, also where they are written as words.

    >>> spoken_digits("g p t four"), spoken_digits("Emu三"), spoken_digits("GPT-3.5")
    ('4', '3', '35')
    """
    digits = language_data("phonemes")["digits"]
    words = {w: str(n) for n, w in enumerate(digits["words"])}
    return "".join(words.get(p.lower(), "") or _digit(p, digits["mandarin"]) for p in PIECE.findall(numbers(text)))


def _digit(piece: str, han: str) -> str:
    return piece if piece.isdigit() else str(han.index(piece)) if piece in han else ""


def digits_fit(found: Candidate, text: str) -> bool:
    """Digits count as heard only where they are said exactly so, and not alone: 01万物 → 零一万物."""
    han = sum(not c.isdigit() for c in text)
    if han < 2 or len(found.reading) != len(text):
        return False
    digits = ((piece_readings(c), u) for c, u in zip(text, found.reading, strict=True) if c.isdigit())
    return all((u,) in known for known, u in digits)
