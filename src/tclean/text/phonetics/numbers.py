"""Numbers said in words beside letters: b f sixteen, f p 十六, h eight hundred."""

from __future__ import annotations

import re
from functools import cache

from tclean.text.langdata import language_data

_HAN = re.compile("[一二三四五六七八九]?[十百][一二三四五六七八九]?")


def numbers(text: str) -> str:
    """A text in which such numbers from ten on are digits.

    >>> numbers("b f sixteen"), numbers("f p 十六"), numbers("h eight hundred"), numbers("int four")
    ('b f 16', 'f p 16', 'h 800', 'int four')
    """
    if not text.isascii():
        text = _HAN.sub(lambda m: str(_han(m[0])), text)
    return _english()[0].sub(lambda m: str(_said(m[0].lower())), text)


def _han(number: str) -> int:
    """The value of two or three characters with 十 or 百.

    >>> _han("三十二"), _han("十六"), _han("八百")
    (32, 16, 800)
    """
    digits = language_data("phonemes")["digits"]["mandarin"]
    unit = "十" if "十" in number else "百"
    many, _, rest = number.partition(unit)
    scale = 10 if unit == "十" else 100
    return (digits.index(many) if many else 1) * scale + (digits.index(rest) if rest else 0)


def _said(number: str) -> int:
    values = _english()[1]
    total = 0
    for word in number.split():
        total = total * 100 if word == "hundred" else total + values[word]
    return total


@cache
def _english() -> tuple[re.Pattern[str], dict[str, int]]:
    """What such a number looks like in English, and the values of its words."""
    data = language_data("phonemes")["digits"]
    units = {word: n for n, word in enumerate(data["words"])}
    teens = {word: n + 10 for n, word in enumerate(data["teens"])}
    tens = {word: 10 * n + 20 for n, word in enumerate(data["tens"])}
    one, ten, teen = ("|".join(group) for group in (units, tens, teens))
    pattern = rf"(?i)(?<![a-z])(?:(?:{one}) hundred|(?:{ten})(?: (?:{one}))?|{teen})(?![a-z])"
    return re.compile(pattern), {**units, **teens, **tens}
