"""English words as phones: from the word table, else by the letter-to-sound rules; and phones as units."""

from __future__ import annotations

import lzma
import re
from functools import cache
from math import log
from typing import NamedTuple

from tclean.core.kept import kept
from tclean.text.langdata import DATA, language_data
from tclean.text.phonetics.space import NONE, Unit, space

NASALS = "nmŋ"
STEP = log(2) / 4  # one class of frequency
SILENT_E = r"(?=[bcdfgklmnprstvz]e[ds]?\$)"
PART, HALVES = 3, -13.5  # letters of a half of a compound; how frequent both halves are


class Word(NamedTuple):
    """An English word: natural logarithm of its probability, and its phones ("" where unknown)."""

    logp: float
    phones: str


UNLISTED = Word(-16.0, "")


def english_word(word: str) -> Word:
    """One of the 45,000 most frequent English words (SymSpell's frequencies, Misaki's phones), in lower case.

    >>> english_word("law").phones, english_word("xyzzy") is UNLISTED
    ('lɔ', True)
    """
    found = _listed().get(word)
    if found is None:
        return UNLISTED
    rank, _, phones = found.partition("\t")
    return Word(-int(rank) * STEP, phones)


@cache
def _listed() -> dict[str, str]:
    return kept("english", (), _read)


def _read() -> dict[str, str]:
    data = (DATA / "english.tsv.xz").read_bytes()
    rows = (line.partition("\t") for line in lzma.decompress(data).decode("utf-8").split("\n"))
    return {word: rest for word, _, rest in rows}


@cache
def _names() -> dict[str, tuple[str, ...]]:
    groups = language_data("pronunciations").values()
    rows = ((name, said.split()) for group in groups for name, said in group.items())
    return {name: tuple(_open(name, one) for one in said) for name, said in rows}


def _open(word: str, phones: str) -> str:
    """An a at the end is an open one to whoever says CUDA in the middle of Chinese."""
    return phones[:-1] + "ɑ" if word.endswith("a") and phones.endswith("ə") else phones


def sayings(word: str) -> tuple[str, ...]:
    """The ways in which one lower-case word is said, as phones.

    >>> sayings("chain"), sayings("mysql")
    (('ʧAn',), ('mIɛskjuɛl', 'mIsikwəl'))
    """
    return _names().get(word) or (phones_of(word),)


def named(word: str) -> bool:
    """Whether a lower-case word is a name of which it is known how it is said.

    >>> named("lora"), named("law")
    (True, False)
    """
    return word in _names()


@cache
def phones_of(word: str) -> str:
    """The phones of one lower-case word, the usual ones.

    >>> phones_of("chain"), phones_of("chains"), phones_of("qwen"), phones_of("snapchat")
    ('ʧAn', 'ʧAnz', 'kwɛn', 'snæpʧæt')
    """
    if word in _names():
        return _names()[word][0]
    return _open(word, _looked_up(word))


def _looked_up(word: str) -> str:
    for ending, said in (("", ""), ("s", "z"), ("ed", "d"), ("ing", "ɪŋ")):
        stem = word[: len(word) - len(ending)]
        for base in (stem, stem + "e") if ending in ("ed", "ing") else (stem,):
            if word.endswith(ending) and (phones := english_word(base).phones):
                return phones + said
    return _compound(word) or by_letters(word)


def _compound(word: str) -> str:
    """The phones of two frequent words written as one: snap|chat."""
    cuts = ((english_word(word[:at]), english_word(word[at:])) for at in range(PART, len(word) - PART + 1))
    known = [(a, b) for a, b in cuts if a.phones and b.phones and min(a.logp, b.logp) > HALVES]
    if not known:
        return ""
    first, second = max(known, key=lambda pair: pair[0].logp + pair[1].logp)
    return first.phones + second.phones


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
def _phones() -> tuple[dict[str, str], dict[str, list[str]]]:
    table = language_data("phonemes")["phones"]
    return table["consonants"], {k: v.split() for k, v in table["vowels"].items()}


@cache
def units_of(phones: str) -> tuple[int, ...]:
    """Phones as unit numbers.

    >>> from tclean.text.phonetics.space import show
    >>> show(units_of("kOpIlət"))
    'kou pai lə t_'
    """
    consonants, vowels = _phones()
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
            glide = at + 2 < size and phones[at + 1] in "jw" and phones[at + 2] in vowels  # ɛ|mju, not ɛm|ju
            alone = at + 1 >= size or (phones[at + 1] not in vowels and not glide)
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
