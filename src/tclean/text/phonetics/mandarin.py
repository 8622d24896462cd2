"""Han characters as Mandarin syllables, tones left out: they say nothing once the rest is known."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from tclean.core.kept import kept
from tclean.text.langdata import language_data
from tclean.text.lexicon import readings

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))
ONSETS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcs")


@cache
def plain(syllable: str) -> str:
    """Pinyin without its tone mark.

    >>> plain("nǚ"), plain("zhì")
    ('nü', 'zhi')
    """
    marked = unicodedata.normalize("NFD", syllable).translate(_TONES)
    return unicodedata.normalize("NFC", marked)


def split(syllable: str, glides: Mapping[str, Mapping[str, str]]) -> tuple[str, str]:
    """A toneless syllable as onset and final.

    >>> g = language_data("phonemes")["glides"]
    >>> split("zhi", g), split("yuan", g), split("ju", g)
    (('zh', 'ɨ'), ('-', 'üan'), ('j', 'ü'))
    """
    if syllable[:1] in glides:
        return "-", glides[syllable[0]].get(syllable[1:], "?")
    onset = next((o for o in ONSETS if syllable.startswith(o)), "")
    final = syllable[len(onset) :]
    if final == "i" and onset in ("zh", "ch", "sh", "r", "z", "c", "s"):
        final = "ɨ"
    elif onset in ("j", "q", "x") and final.startswith("u"):
        final = "ü" + final[1:]
    return onset or "-", "üe" if final == "ue" else final


def finals_of(data: Mapping[str, Any]) -> dict[str, tuple[str, str, str]]:
    """Pinyin final → medial, nucleus, coda."""
    rows = ((name, row.split()) for name, row in data["finals"].items())
    return {name: (medial, nucleus, coda) for name, (medial, nucleus, coda) in rows}


def syllables(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Every toneless syllable of the character table with its onset and final."""
    for name in kept("syllables", (), _names):
        onset, final = split(name, data["glides"])
        if final in data["finals"]:
            yield name, onset, final


def _names() -> list[str]:
    return sorted({plain(r) for rows in readings().values() for r in rows[:2]})


@cache
def syllables_of(char: str) -> tuple[str, ...]:
    """The readings of a character that are tried: the first, and a second one where it is as common.

    >>> syllables_of("长"), syllables_of("智")
    (('zhang', 'chang'), ('zhi',))
    """
    known = readings().get(char, ())
    both = char in language_data("phonemes")["heteronyms"]
    return tuple(dict.fromkeys(map(plain, known[: 2 if both else 1])))
