"""Which script a character belongs to: shapes no one types in the other script, and what each may become."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np

TRADITIONAL, SIMPLIFIED, KANA, CHOICE, BREAK = 1, 2, 4, 8, 16
_KANA = ((0x3041, 0x3097), (0x30A1, 0x30FB), (0x31F0, 0x3200), (0xAC00, 0xD7A4))  # Korean syllables count as well

Array = Any  # numpy arrays of code points or flags


class Tables(NamedTuple):
    """`data/script.tsv`, written by tools/build_script.py."""

    traditional: str
    simplified: str
    choices: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]  # character → (forms, words that settle it)
    taiwan: dict[str, str]


@cache
def tables() -> Tables:
    """The tables, read once.

    >>> "謝" in tables().traditional, "谢" in tables().simplified, "乾" in tables().traditional
    (True, True, False)
    """
    shapes: dict[str, str] = {}
    choices: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    taiwan: dict[str, str] = {}
    for line in (files("tclean") / "data" / "script.tsv").read_text("utf-8").splitlines():
        kind, first, *rest = line.split("\t")
        if kind == "choice":
            choices[first] = tuple(rest[0].split()), tuple(rest[1].split())
        elif kind == "taiwan":
            taiwan[first] = rest[0]
        else:
            shapes[kind] = first
    return Tables(shapes["traditional"], shapes["simplified"], choices, taiwan)


@cache
def flags() -> Array:
    """One byte of flags for every code point."""
    out = np.zeros(0x110000, np.uint8)
    t = tables()
    for chars, flag in ((t.traditional, TRADITIONAL), (t.simplified, SIMPLIFIED), ("".join(t.choices), CHOICE)):
        out[codes(chars)] |= flag
    for start, stop in _KANA:
        out[start:stop] |= KANA
    out[10] = BREAK
    return out


def codes(text: str) -> Array:
    """The text's code points as an array."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def shares(text: str) -> tuple[int, int]:
    """How many characters are Traditional only and how many are Simplified only.

    >>> shares("謝谢大家")
    (1, 1)
    """
    seen = np.bincount(flags()[codes(text)] & (TRADITIONAL | SIMPLIFIED), minlength=4) if text else [0] * 4
    return int(seen[TRADITIONAL]), int(seen[SIMPLIFIED])
