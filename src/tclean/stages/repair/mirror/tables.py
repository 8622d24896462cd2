"""Which characters a known byte, or a known reading, leaves open. Built once a process, when first asked for."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from tclean.stages.repair.mirror.codec import chars, is_private
from tclean.stages.repair.mirror.evidence import sounds
from tclean.text.chars import HAN_RE
from tclean.text.lexicon import simplified
from tclean.text.wordtrie import char_costs

COMMON = 1700  # characters rarer than this are not tried for lost bytes
PLAIN_MARKS = frozenset("，。、！？；：”》）")


@cache
def common_after() -> dict[int, list[tuple[int, str]]]:
    """Lead byte → (second byte, character) for the characters worth trying when a byte is lost.

    >>> (0xA1, "小") in common_after()[0xD0]
    True
    """
    costs, forms = char_costs(), simplified()
    out: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for code, char in chars().items():
        if char in PLAIN_MARKS or (HAN_RE.match(char) and costs.get(forms.get(char, char), COMMON) < COMMON):
            out[code >> 8].append((code & 255, char))
    return out


@cache
def common_before() -> dict[int, dict[int, str]]:
    """Second byte → lead byte → character, for the same characters."""
    out: dict[int, dict[int, str]] = defaultdict(dict)
    for lead, rows in common_after().items():
        for trail, char in rows:
            out[trail][lead] = char
    return out


@cache
def private_pairs() -> dict[int, frozenset[int]]:
    """Lead byte → second bytes of the pairs that have no character of their own and may vanish."""
    out: dict[int, set[int]] = defaultdict(set)
    for code, char in chars().items():
        if is_private(char):
            out[code >> 8].add(code & 255)
    return {lead: frozenset(seconds) for lead, seconds in out.items()}


@cache
def by_sound() -> dict[tuple[int, str], list[tuple[int, str]]]:
    """(lead byte, reading) → (second byte, character).

    >>> (0x8C, "驅") in by_sound()[0xF2, "qū"]
    True
    """
    out: dict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    for code, char in chars().items():
        for reading in sounds().get(char, ()):
            out[code >> 8, reading].append((code & 255, char))
    return out
