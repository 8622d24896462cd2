"""All ways in which a written term may be said, as sequences of unit numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import product

import numpy as np

from tclean.text.langdata import language_data
from tclean.text.phonetics.english import UNLISTED, english_word, named, sayings, units_of
from tclean.text.phonetics.mandarin import syllables_of
from tclean.text.phonetics.space import space

Reading = tuple[int, ...]
LIMIT = 6  # readings of one term
_PIECE = re.compile(r"[A-Za-z]+|\d|[^\W\d_a-zA-Z]")
_HAN = re.compile("[\u4e00-\u9fff]+")
_SAYABLE = re.compile(  # RAG and AISHELL, not ERP and RLAIF
    "(?=.{3})(?:[aeiou].{3}|(?:[b-df-hj-np-tv-z]|[bcfgps]l|[bcdfgpt]r|s[cklmnptw]|tw|[cpstw]h)[aeiouy])"
)
_HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")  # LangChain → Lang, Chain; OpenAI → Open, AI


def readings_of(term: str) -> tuple[Reading, ...]:
    """The readings of a term, the likeliest first, at most six.

    >>> from tclean.text.phonetics.space import show
    >>> [show(r) for r in readings_of("GPT-4")][:2]
    ['zhi pi ti sɨ', 'zhi pi ti fo r_']
    """
    runs = term if _HAN.fullmatch(term) else _PIECE.findall(term)
    parts = [piece_readings(p) for run in runs for p in _words(run)]
    if not parts or not all(parts):
        return ()
    if max(map(len, parts)) == 1:
        return (tuple(u for part in parts for u in part[0]),)
    joined = (tuple(u for part in choice for u in part) for choice in _few(parts))
    return tuple(dict.fromkeys(joined))[:LIMIT]


def all_readings(terms: Sequence[str]) -> list[tuple[Reading, ...]]:
    """`readings_of` of many terms: characters that have one reading are looked up once.

    >>> all_readings(["智能", "长城", "AI"]) == [readings_of(t) for t in ("智能", "长城", "AI")]
    True
    """
    codes = np.frombuffer("".join(terms).encode("utf-32-le", "surrogatepass"), np.uint32)
    chars, at = np.unique(codes, return_inverse=True)
    units = np.array([_only(chr(c)) for c in chars.tolist()], np.int64)[at]
    unsure = np.concatenate(([0], np.cumsum(units < 0)))
    sizes = np.array([len(t) for t in terms], np.int64)
    ends = np.cumsum(sizes)
    starts = ends - sizes
    sure = (unsure[ends] == unsure[starts]) & (sizes > 0)
    said, rows = units.tolist(), zip(terms, starts.tolist(), ends.tolist(), sure.tolist(), strict=True)
    return [(tuple(said[start:end]),) if clear else readings_of(term) for term, start, end, clear in rows]


def _only(char: str) -> int:
    """The unit of a Chinese character with one reading, else -1."""
    found = piece_readings(char) if _HAN.fullmatch(char) else ()
    return found[0][0] if len(found) == 1 else -1


def _words(run: str) -> Iterable[str]:
    """The words of a run: cut at its capitals, unless it is known how the whole is said."""
    return (run,) if len(run) == 1 or named(run.lower()) else humps(run)


def humps(run: str) -> list[str]:
    """A Latin run cut at its capitals, unless a piece would be a single letter (`LLaMA` is one word).

    >>> humps("LangChain"), humps("LLaMA"), humps("iPhone")
    (['Lang', 'Chain'], ['LLaMA'], ['iPhone'])
    """
    parts = _HUMP.findall(run)
    return parts if len(parts) > 1 and min(map(len, parts)) > 1 else [run]


def _few(parts: list[tuple[Reading, ...]]) -> Iterator[tuple[Reading, ...]]:
    """Combinations in which all parts take their first reading, then their second, …; all of them for short terms."""
    if len(parts) <= 4:
        yield from product(*parts)
        return
    for n in range(max(map(len, parts))):
        yield tuple(p[min(n, len(p) - 1)] for p in parts)


@cache
def piece_readings(piece: str) -> tuple[Reading, ...]:
    """The readings of one character, digit or Latin word."""
    if piece.isascii():
        return _digit(int(piece)) if piece.isdigit() else latin_readings(piece)
    numbers = (space().syllable(s) for s in syllables_of(piece))
    return tuple((n,) for n in numbers if n >= 0)


@cache
def latin_readings(word: str) -> tuple[Reading, ...]:
    """A Latin word said as a word, letter by letter, or both.

    >>> len(latin_readings("law")), len(latin_readings("RAG"))
    (1, 2)
    """
    lower = word.lower()
    words, spelled = tuple(filter(None, map(units_of, sayings(lower)))), units_of(_letters(lower))
    if len(word) == 1:
        return (spelled,)
    if word.isupper() and len(word) <= 5:  # RAG is said both ways, GPT only one
        return (spelled, *words) if named(lower) or _SAYABLE.match(lower) else (spelled,)
    if len(word) <= 2 and english_word(lower) is UNLISTED:
        return (*words, spelled)
    return words or (spelled,)


def _letters(word: Iterable[str]) -> str:
    names = language_data("phonemes")["letters"]
    return "".join(names.get(c, "") for c in word)


def _digit(n: int) -> tuple[Reading, ...]:
    digits = language_data("phonemes")["digits"]
    return (*piece_readings(digits["mandarin"][n]), units_of(digits["english"][n]))
