"""How likely a text is Chinese that someone wrote, judged by its characters alone."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

_USUAL = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法"
    "學這個們來為國說時會對過發後裡經麼開現動還進樣問題讓給從兩實點機話間長見覺關謝聽頭話當"
)
_MARKS = "，。、：；？！“”‘’（）《》「」『』…—·～【】　"


def score(text: str) -> float:
    """Mean weight of the characters beyond ASCII: 1 and more for common Chinese, below 0 for what misreading yields.

    >>> score("我们开始。") > 1, score("鎴戜滑寮€濮嬨€") < 0.3
    (True, True)
    """
    at = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    control = int(np.count_nonzero(((at < 32) & (at != 10) & (at != 13) & (at != 9)) | (at == 0x7F)))
    at = at[at > 0x7F]
    if not len(at):
        return 1.0 - 4 * control / max(1, len(text))
    return float(weights()[at].sum() - 3 * control) / (len(at) + control)


@cache
def weights() -> Any:
    """Weight of every code point, by what kind of character it is; below 0 for those Chinese text hardly has."""
    w = np.full(0x110000, -1.0, np.float32)
    for span, weight in (
        ((0x80, 0xA0), -2.0), ((0xA0, 0x100), -0.2), ((0x2010, 0x2030), 0.3), ((0x3041, 0x3097), 0.4),
        ((0x30A1, 0x30FF), 0.4), ((0x4E00, 0xA000), -0.6), ((0xAC00, 0xD7A4), 0.3), ((0xE000, 0xF900), -2.0),
        ((0xFF01, 0xFF5F), 0.8), ((0x2460, 0x2500), 0.0), ((0xFF61, 0xFFA0), -0.8),
        ((0x1F300, 0x1FB00), 0.5), ((0xFFFD, 0xFFFE), -3.0),
    ):  # fmt: skip
        w[span[0] : span[1]] = weight
    for codec, leads, weight in (
        ("gb2312", range(0xD8, 0xF8), 0.1), ("gb2312", range(0xB0, 0xD8), 0.9), ("big5", range(0xA4, 0xC7), 0.9),
    ):  # fmt: skip
        pairs = b"".join(bytes((a, b)) for a in leads for b in range(0x40, 0xFF))
        for char in set(pairs.decode(codec, "ignore")):
            if ord(char) >= 0x4E00:
                w[ord(char)] = max(w[ord(char)], weight)
    for char in _USUAL:
        w[ord(char)] = 1.4
    for char in _MARKS:
        w[ord(char)] = 1.2
    return w
