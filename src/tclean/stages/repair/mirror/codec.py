"""GBK at the level of bytes: which two bytes a character has, and back, user-defined areas included."""

from __future__ import annotations

from functools import cache

LEADS = range(0x81, 0xFF)
TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))
SENTENCE = "。！？；"
# signs that exist in both widths: the full-width one has the bytes A3 and the ASCII code + 80
WIDE = {0xFEE0 + code: code for code in range(0x21, 0x7F)}


@cache
def chars() -> dict[int, str]:
    """Two bytes as one number → character. Pairs of the user-defined areas give private-use characters.

    >>> chars()[0xD0A1]
    '小'
    """
    pairs = [lead << 8 | trail for lead in LEADS for trail in TRAILS]
    data = b"\n".join(pair.to_bytes(2, "big") for pair in pairs)  # \n can be no second byte
    rows = zip(pairs, data.decode("gb18030", "ignore").split("\n"), strict=True)
    return {pair: text for pair, text in rows if len(text) == 1}


@cache
def codes() -> dict[str, int]:
    """Character → its two bytes as one number.

    >>> hex(codes()["校"])
    '0xd0a3'
    """
    return {char: code for code, char in chars().items()}


def narrow(text: str) -> str:
    """Full-width ASCII signs as ASCII: `？` and `?` compare equal after this.

    >>> narrow("５？")
    '5?'
    """
    return text.translate(WIDE)


def is_private(char: str) -> bool:
    """Whether the character has no meaning of its own (user-defined bytes, or bytes without a character).

    >>> is_private("\\ue000"), is_private("中")
    (True, False)
    """
    return "\ue000" <= char <= "\uf8ff"
