"""Which characters a known byte, or a known reading, leaves open. Built byte by byte, when first asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from tclean.stages.repair.mirror.codec import LEADS, TRAILS, chars, is_private
from tclean.text.lexicon import readings, simplified
from tclean.text.wordtrie import char_costs

COMMON = 1700  # characters rarer than this are not tried for lost bytes
PLAIN_MARKS = frozenset("，。、！？；：”》）")


@cache
def common_after(lead: int) -> dict[int, str]:
    """Second byte → character, for the characters worth trying when a lead byte's second one is lost.

    >>> common_after(0xD0)[0xA1]
    '小'
    """
    known = chars()
    rows = ((trail, known.get(lead << 8 | trail, "")) for trail in TRAILS)
    return {trail: char for trail, char in rows if _common(char)}


@cache
def common_before(trail: int) -> dict[int, str]:
    """Lead byte → character, likewise for a second byte."""
    known = chars()
    rows = ((lead, known.get(lead << 8 | trail, "")) for lead in LEADS)
    return {lead: char for lead, char in rows if _common(char)}


def _common(char: str) -> bool:
    return char in PLAIN_MARKS or char_costs().get(simplified().get(char, char), COMMON) < COMMON


@cache
def private_pairs() -> dict[int, frozenset[int]]:
    """Lead byte → second bytes of the pairs that have no character of their own and may vanish."""
    out: dict[int, set[int]] = defaultdict(set)
    for code, char in chars().items():
        if is_private(char):
            out[code >> 8].add(code & 255)
    return {lead: frozenset(seconds) for lead, seconds in out.items()}


@cache
def by_sound(lead: int) -> Mapping[str, list[tuple[int, str]]]:
    """Reading → (second byte, character), for the characters that begin with a lead byte.

    >>> (0x8C, "驅") in by_sound(0xF2)["qū"]
    True
    """
    out: dict[str, list[tuple[int, str]]] = defaultdict(list)
    known, sounds = chars(), readings()
    for trail in TRAILS:
        char = known.get(lead << 8 | trail, "")
        for reading in sounds.get(char, ()):
            out[reading].append((trail, char))
    return dict(out)
