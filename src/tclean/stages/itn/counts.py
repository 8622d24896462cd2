"""Counted and measured things: what follows the numeral says that it is a number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tclean.stages.itn.kinds import Change, D, Kind, N
from tclean.text.langdata import language_data, words_of
from tclean.text.literals import alternatives
from tclean.text.numerals import DIGITS, arabic, digit_string, section

_HYPERBOLE = ("一百", "一千", "一万", "一亿")
_MORE = tuple("多少快慢早晚好差大小高低长短")
_VAGUE = "几数上成好第"  # 几十万, 数十万, 上百: no exact number follows


class Counts:
    """Numerals before a measure word; `every` writes also 三个 in digits."""

    def __init__(self, every: bool) -> None:
        data = language_data("numbers")
        self._every = every
        measures = alternatives([*words_of(data["measures"]), *words_of(data["units"])])
        self._after = re.compile(rf"[多余来]?(?:{measures})")
        self._unit = re.compile(rf"(?:{alternatives(words_of(data['units']))})(?![A-Za-z])")
        self._one = words_of(data["one_words"])
        self._upto = re.compile(rf"(?:{measures})?[到至~～]([{N}]+)(?=[多余来]?(?:{measures}|[%％]))")

    def kind(self) -> Kind:
        """The kind of number this is."""
        shape = rf"(?<![{N}{_VAGUE}点幺])([{D}十百千][{N}]*)(?:点([{D}]+))?([万亿]*)(?!分之|[{N}])"
        return Kind("itn:number", re.compile(shape), self._digits)

    def _digits(self, m: re.Match[str]) -> Iterator[Change]:
        text, run = m.string, m.group(1)
        if m.group(2):
            yield from self._decimal(m)
        elif len(run) > 1:
            value = arabic(run)
            if value is not None and run in _HYPERBOLE and text.startswith(("种", "遍", "声", "句"), m.end()):
                return  # 一万种可能
            if value is not None and self._counted(text, m.end(), len(run)):
                yield m.start(1), m.end(1), value
            elif value is not None or run[0] in D:
                yield from self._range(m)
        else:
            yield from self._single(m)

    def _counted(self, text: str, at: int, size: int) -> bool:
        """Whether a measure follows; a long exact numeral needs none (它是一百七十五)."""
        if self._after.match(text, at):
            return True
        following = text[at : at + 1]
        return size > 2 and (not following or not following.isalpha() or following.isascii())

    def _decimal(self, m: re.Match[str]) -> Iterator[Change]:
        """三点五 → 3.5; 这三点一直, 有两点二是 are points, not numbers."""
        text, at = m.string, m.end()
        value = section(m.group(1)) if m.group(1) not in "零〇" else 0
        if value is None or text.startswith(("十", "点"), at):
            return
        sure = m.group(3) or self._after.match(text, at) or text.startswith("%", at)
        if not sure and (
            text[m.start() - 1 : m.start()] in ("这", "那", "有", "讲", "说") or text.startswith("是", at)
        ):
            return
        if (
            not m.group(3)
            and m.group(2)[-1] == "一"
            and text.startswith(self._one, at)
            and not self._unit.match(text, at)
        ):
            return
        yield m.start(1), m.end(2), f"{value}.{digit_string(m.group(2))}"

    def _range(self, m: re.Match[str]) -> Iterator[Change]:
        """十五到二十个 → 15到20个; both ends or none."""
        upto = self._upto.match(m.string, m.end())
        low = arabic(m.group(1))
        high = arabic(upto.group(1)) if upto else None
        if upto and low and high and len(m.group(1)) + len(upto.group(1)) > 2:
            yield m.start(1), m.end(1), low
            yield upto.start(1), upto.end(1), high

    def _single(self, m: re.Match[str]) -> Iterator[Change]:
        """三公里 → 3公里; 三个 stays unless every number is wanted; 一 always stays."""
        text, char = m.string, m.group(1)
        upto = self._upto.match(text, m.end()) if m.end() < len(text) else None
        if upto and len(upto.group(1)) > 1:
            yield from self._range(m)
        if char in "零〇一百千":
            return
        value = "10" if char == "十" else str(DIGITS[char])
        unit = self._unit.match(text, m.end())
        yuan = unit is not None and unit.group() == "元" and text[unit.end() : unit.end() + 1].isalpha()
        if (unit and not yuan) or (self._every and self._after.match(text, m.end())):
            yield m.start(1), m.end(1), value
