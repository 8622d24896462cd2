"""Chinese numerals: strict reading, and writing in digits."""

from __future__ import annotations

from itertools import pairwise

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "幺": 1}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def section(text: str) -> int | None:
    """The value below ten thousand that `text` spells out in full; None for everything else.

    >>> section("一千七百五十"), section("十二"), section("三百零五"), section("二三"), section("三百五")
    (1750, 12, 305, None, None)
    """
    value, last, pending, zero = 0, 10000, None, False
    for c in text:
        unit = _UNITS.get(c)
        if unit is None:
            digit = DIGITS.get(c)
            if digit is None or pending is not None or last == 1:
                return None
            if digit == 0:
                if last in (10000, 10) or zero:
                    return 0 if text in "零〇" else None
                zero = True
            else:
                pending = digit
            continue
        if unit >= last or (pending is None and not (unit == 10 and not value)):
            return None
        value += (1 if pending is None else pending) * unit
        last, pending, zero = unit, None, False
    if pending is not None:
        if last > 10 and last != 10000 and not zero:
            return None  # 三百五 is 350, not 305: ambiguous, left alone
        value += pending
    elif zero:
        return None
    return value or None


def number(text: str) -> int | None:
    """The value of a full numeral with 万 and 亿.

    >>> number("一亿两千万"), number("三万五千六百"), number("一千一万"), number("万亿")
    (120000000, 35600, None, None)
    """
    total = 0
    for sign, factor in (("亿", 100_000_000), ("万", 10_000)):
        head, found, rest = text.partition(sign)
        if not found:
            continue
        value = number(head) if sign == "亿" and head.endswith("万") else section(head.lstrip("零") if total else head)
        if value is None:
            return None
        total += value * factor
        text = rest
        if not rest:
            return total
    value = section(text[1:] if total and text[0] in "零〇" else text)
    return None if value is None else total + value


def arabic(text: str) -> str | None:
    """A full numeral in digits; 万 and 亿 stay where the number is round.

    >>> arabic("一千七百五十亿"), arabic("三十万"), arabic("一亿两千万"), arabic("三万五千六百"), arabic("两万亿")
    ('1750亿', '30万', '1.2亿', '35600', '2万亿')
    """
    value = number(text)
    if value is None:
        return None
    for sign, factor in (("万亿", 10**12), ("亿", 10**8), ("万", 10**4)):
        if value >= factor:
            if value % factor == 0 and text.endswith(sign):
                return f"{value // factor}{sign}"
            if factor > 10**4 and value % (factor // 100) == 0:
                return f"{value / factor:.2f}".rstrip("0").rstrip(".") + sign
            if factor > 10**4 and value % 10**4 == 0:
                return f"{value // factor}{sign}" + (arabic_tail(value % factor))
            break
    return str(value)


def arabic_tail(value: int) -> str:
    """What follows a big unit: a round number of 万.

    >>> arabic_tail(23450000)
    '2345万'
    """
    return f"{value // 10**4}万"


def digit_string(text: str) -> str:
    """Digit by digit: a year, a telephone number.

    >>> digit_string("二零二四"), digit_string("幺三八")
    ('2024', '138')
    """
    return "".join(str(DIGITS[c]) for c in text)


def counting_up(text: str) -> bool:
    """Whether the digits only count upwards (一二三四, 七八): an enumeration or a vague number.

    >>> counting_up("七八"), counting_up("一二三四"), counting_up("九八")
    (True, True, False)
    """
    values = [DIGITS[c] for c in text]
    return all(b - a == 1 for a, b in pairwise(values))
