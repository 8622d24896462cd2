"""English words as phones: from the word table, else by the letter-to-sound rules; and phones as units."""

from __future__ import annotations

import lzma
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tclean.text.langdata import language_data
from tclean.text.phonetics.space import NONE, Unit, space

NASALS = "nmŋ"
SILENT_E = r"(?=[bcdfgklmnprstvz]e[ds]?\$)"


class Word(NamedTuple):
    """An English word: natural logarithm of its probability, and its phones ("" where unknown)."""

    logp: float
    phones: str


@cache
def english_words() -> dict[str, Word]:
    """The 45,000 most frequent English words (SymSpell's frequencies, Misaki's phones).

    >>> english_words()["law"].phones
    'lɔ'
    """
    data = (files("tclean") / "data" / "english.tsv.xz").read_bytes()
    rows = (line.split("\t") for line in lzma.decompress(data).decode("utf-8").split("\n"))
    return {word: Word(-int(rank) * 0.17329, phones) for word, rank, phones in rows}


@cache
def phones_of(word: str) -> str:
    """The phones of one lower-case word.

    >>> phones_of("chain"), phones_of("chains"), phones_of("qwen")
    ('ʧAn', 'ʧAnz', 'kwɛn')
    """
    known = english_words()
    for ending, said in (("", ""), ("s", "z"), ("ed", "d"), ("ing", "ɪŋ")):
        stem = word[: len(word) - len(ending)]
        for base in (stem, stem + "e") if ending in ("ed", "ing") else (stem,):
            found = known.get(base) if word.endswith(ending) else None
            if found and found.phones:
                return found.phones + said
    return by_letters(word)


def by_letters(word: str) -> str:
    """The phones of a word nobody listed, letter group by letter group."""
    text = re.sub(r"([b-df-hj-np-tv-z])\1", r"\1", f"^{word}$")
    out, at, rules = [], 1, _rules()
    while at < len(text) - 1:
        for rule in rules.get(text[at], ()):
            if rule.pattern.match(text, at - rule.first):
                out.append(rule.phones)
                at += rule.size
                break
        else:
            at += 1
    return "".join(out)


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    phones: str
    first: bool  # only at the start of a word
    size: int  # letters it stands for


@cache
def _rules() -> dict[str, list[_Rule]]:
    table: dict[str, list[_Rule]] = {}
    spelling = language_data("phonemes")["spelling"]
    for key in sorted(spelling, key=lambda k: (-len(k), k)):
        bare = key.strip("^$_")
        pattern = re.compile(re.escape(key).replace("_", SILENT_E))
        table.setdefault(bare[0], []).append(_Rule(pattern, spelling[key], key.startswith("^"), len(bare)))
    return table


@cache
def units_of(phones: str) -> tuple[int, ...]:
    """Phones as unit numbers.

    >>> from tclean.text.phonetics.space import show
    >>> show(units_of("kOpIlət"))
    'kou pai lə t_'
    """
    table = language_data("phonemes")["phones"]
    consonants, vowels = table["consonants"], {k: v.split() for k, v in table["vowels"].items()}
    out: list[Unit] = []
    at, size = 0, len(phones)
    while at < size:
        onset = medial = NONE
        if phones[at] in consonants:
            onset = consonants[phones[at]]
            at += 1
            if at + 1 < size and phones[at] in "jw" and phones[at + 1] in vowels:
                medial = "i" if phones[at] == "j" else "u"
                at += 1
        if at < size and phones[at] in vowels:
            nucleus, coda = vowels[phones[at]]
            at += 1
            alone = at + 1 >= size or phones[at + 1] not in vowels
            if nucleus in ("er", "ə") and at < size and phones[at] == "ɹ" and alone:
                nucleus, at = "er", at + 1
            elif coda == NONE and at < size and phones[at] in NASALS and alone:
                coda, at = consonants[phones[at]], at + 1
            if onset == "y":
                onset, medial = NONE, "i"
            out.append(Unit(onset, medial, nucleus, coda))
        elif onset != NONE:
            out.append(Unit("n" if onset == "ng" else onset, medial, NONE, NONE, weak=True))
        else:
            at += 1
    return tuple(map(space().number, out))
