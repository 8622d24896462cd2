"""Character classes shared by the stages."""

from __future__ import annotations

import re

HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇"
HAN_RE = re.compile(f"[{HAN}]")
HAN_RUN = re.compile(f"[{HAN}]+")
SENTENCE_END = "。！？!?…"
CLOSERS = "”’」』）)】》〉\"'"


def han_share(text: str) -> float:
    """Share of Chinese characters among the characters that are not white space.

    >>> round(han_share("大模型 AI"), 1)
    0.6
    """
    solid = len(text) - sum(map(text.count, " \n\t\r\u3000"))
    return sum(map(len, HAN_RUN.findall(text))) / solid if solid else 0.0
