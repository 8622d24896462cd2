"""One byte of flags for every character of a text: what the cheap detectors of several stages look at."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import numpy as np

from tclean.core.kept import kept
from tclean.text.plausibility import weights
from tclean.text.script import tables

TRADITIONAL, SIMPLIFIED, KANA, CHOICE, BREAK, HIDDEN, ODD, EMOJI = (1 << n for n in range(8))
"""Typed in Traditional or in Simplified text only; kana and Korean; several Simplified forms; line break; invisible,
wrong in width or not in normal form; hardly ever in Chinese text; emoji."""

Array = Any  # numpy arrays of code points or flags

_KANA = ((0x3041, 0x3097), (0x30A1, 0x30FB), (0x31F0, 0x3200), (0xAC00, 0xD7A4))
_HIDDEN = (
    (0, 9), (0xB, 0x20), (0x7F, 0xA1), (0xAD, 0xAE), (0x300, 0x370), (0x374, 0x375), (0x37E, 0x37F), (0x387, 0x388),
    (0x483, 0x488), (0x591, 0x5C8), (0x61C, 0x61D), (0x64B, 0x660), (0x900, 0xE00), (0xF40, 0xFBD), (0x1037, 0x1038),
    (0x1100, 0x1200), (0x135D, 0x1360), (0x1680, 0x1681), (0x17B4, 0x17B6), (0x17D2, 0x17D3), (0x180E, 0x180F),
    (0x1AB0, 0x1B45), (0x1DC0, 0x1E00), (0x1F71, 0x2010), (0x2028, 0x2030), (0x205F, 0x2070), (0x20D0, 0x20F1),
    (0x2126, 0x2127), (0x212A, 0x212C), (0x2329, 0x232B), (0x2ADC, 0x2ADD), (0x302A, 0x3030), (0x3099, 0x309B),
    (0x3164, 0x3165), (0xA66F, 0xA6F2), (0xE000, 0xFB50), (0xFE00, 0xFE30), (0xFEFF, 0xFF00), (0xFF10, 0xFF1A),
    (0xFF21, 0xFF3B), (0xFF41, 0xFF5B), (0xFFA0, 0xFFA1), (0xFFF9, 0xFFFC), (0x10A0D, 0x12000), (0x1D15E, 0x1D245),
    (0x2F800, 0x2FA1E), (0xE0000, 0xE01F0), (0xF0000, 0x110000),
)  # fmt: skip


@lru_cache(maxsize=1)
def classes(text: str) -> Array:
    """The flags of every character; the last text's are kept, because passes look at the same one in turn.

    >>> [int(x) for x in classes("謝谢か\\n")] == [TRADITIONAL, SIMPLIFIED, KANA | ODD, BREAK]
    True
    """
    return _table()[codes(text)]


def codes(text: str) -> Array:
    """The text's code points as an array."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@cache
def _table() -> Array:
    return kept("classes", (), _made_table)


def _made_table() -> Array:
    out = np.zeros(0x110000, np.uint8)
    t = tables()
    for chars, flag in ((t.traditional, TRADITIONAL), (t.simplified, SIMPLIFIED), ("".join(t.choices), CHOICE)):
        out[codes(chars)] |= flag
    for spans, flag in ((_KANA, KANA), (_HIDDEN, HIDDEN)):
        for start, stop in spans:
            out[start:stop] |= flag
    odd = weights() < 0
    odd[0x3041:0x30FF] = odd[0x80:0xA0] = True
    odd[:0x80] = odd[0x1F000:0x20000] = False
    out[odd] |= ODD
    out[0x1F000:0x20000] |= EMOJI
    out[10] = BREAK
    return out


def shares(text: str) -> tuple[int, int]:
    """How many characters are Traditional only and how many are Simplified only.

    >>> shares("謝谢大家")
    (1, 1)
    """
    found = classes(text)
    return int(np.count_nonzero(found & TRADITIONAL)), int(np.count_nonzero(found & SIMPLIFIED))
