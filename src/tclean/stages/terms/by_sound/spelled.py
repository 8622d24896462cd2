"""Acronyms some of whose letters were written down as Chinese characters: NP又 → NPU, C恩恩 → CNN.

A few syllables name letters. Beside letters, cut off from the words around, such a character is rather a letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from tclean.stages.terms.by_sound.candidates import Candidate
from tclean.stages.terms.by_sound.latin_evidence import Evidence
from tclean.stages.terms.by_sound.targets import Target
from tclean.stages.terms.by_sound.view import View
from tclean.stages.terms.by_sound.weights import weights
from tclean.text.langdata import language_data
from tclean.text.phonetics import space

RUN = re.compile("(?<![A-Za-z0-9])(?:[A-Z]{1,4}|[a-z](?: ?[a-z]){0,3}|[A-Z](?: [A-Z]){1,3})(?![A-Za-z0-9])")
SHORTEST, LONGEST = 3, 5  # letters of an acronym
BESIDE = 2  # characters on each side
ALONE = 9.0  # a character that stands there by itself says nothing when it is as rare as this


def spelled(view: View, targets: Mapping[str, Target]) -> Iterator[Candidate]:
    """What may be an acronym, partly in Chinese characters."""
    names = _named().take(view.stream + 1)
    letter = (view.low | 32) - ord("a") < 26
    letter[1:] &= ~letter[:-1]
    runs = [m for m in view.matches(RUN, letter) if _beside(names, m)]
    for m in runs:
        for start, end in _windows(view, names, *m.span()):
            letters = [_letters(view, at) for at in range(start, end) if view.text[at] != " "]
            if SHORTEST <= len(letters) <= LONGEST:
                for bare in map("".join, product(*letters)):
                    target = targets.get(bare)
                    if target and target.canonical.isupper() and target.pack not in view.dormant:
                        evidence = tuple(_evidence(view, m[0], start, end, target))
                        yield Candidate(start, end, target, 0.0, 0.0, target.readings[0], evidence)


def _beside(names: NDArray[np.bool_], m: re.Match[str]) -> bool:
    """Whether what stands beside a run of letters may name one."""
    start, end = m.span()
    return bool((start and names[start - 1]) or (end < len(names) and names[end]))


def _windows(view: View, names: NDArray[np.bool_], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The run with characters before and behind it, and the letter behind those: V吐G."""
    cut, size = view.islands.cut, len(names)
    left = right = 0
    while left < BESIDE and start - left > 0 and names[start - left - 1]:
        left += 1
    while right < BESIDE and end + right < size and names[end + right]:
        right += 1
    for a, b in product(range(left + 1), range(right + 1)):
        first, last = start - a, end + b
        if a + b and cut[first] and cut[last]:
            yield first, last
            if b and last < size and view.text[last].isascii() and (more := RUN.match(view.text, last)):
                yield first, more.end()


def _letters(view: View, at: int) -> str:
    """The letters that may be meant at a place."""
    char = view.text[at]
    return char.lower() if char.isascii() else _names()[int(view.stream[at])]


def _evidence(view: View, run: str, start: int, end: int, target: Target) -> Iterator[Evidence]:
    w = weights()
    han = [at for at in range(start, end) if not view.text[at].isascii()]
    yield "letters one by one", w["letters"] + w["letters_more"] * (len(target.bare) - SHORTEST)
    yield "Han characters as they stand", sum(-view.word(at, at + 1) - ALONE for at in han) - ALONE * (len(han) == 0)
    if run.replace(" ", "").lower() in view.known:
        yield "right as it stands", w["letters_known"]


@cache
def _names() -> dict[int, str]:
    """For each unit that names letters, the letters."""
    out: dict[int, str] = {}
    for letter, row in language_data("phonemes")["letters_in_han"].items():
        for name in row.split():
            unit = space().syllable(name)
            out[unit] = out.get(unit, "") + letter
    return out


@cache
def _named() -> NDArray[np.bool_]:
    """Which units name a letter; the first place is that of no unit."""
    table = np.zeros(space().mandarin + 1, np.bool_)
    table[[unit + 1 for unit in _names()]] = True
    return table
