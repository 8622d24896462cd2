"""Counted and measured things: what follows the numeral says that it is a number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tclean.stages.itn.kinds import Change, D, Kind, N
from tclean.text.langdata import language_data, words_of
from tclean.text.literals import alternatives, trie
from tclean.text.numerals import DIGITS, arabic, digit_string, section

_EXACT = ("台", "人", "元", "张", "倍", "家", "名", "位", "天", "辆", "篇", "吨", "字", "多", "余")
_HYPERBOLE = ("一百", "一千", "一万", "一亿")
_MILLIONS = ("一百万", "一千万", "一万亿")
_HALF = re.compile(rf"[{D[3:]}](?![{N}\w])")
_THOUSANDS = tuple("瓦米克卡赫帕伏")  # of a unit: 千瓦
_MORE = tuple("多少快慢早晚好差大小高低长短")
_VAGUE = "几数上成好"  # 几十万, 数十万, 上百: no exact number follows; 设成三十秒 is one
_LEFT = rf"(?<![{N}点幺第])(?:(?<![{_VAGUE}])|(?=[{D}]))"


class Counts:
    """Numerals before a measure word; `every` writes also 三个 in digits."""

    def __init__(self, every: bool) -> None:
        data = language_data("numbers")
        self._every = every
        measures = alternatives([*words_of(data["measures"]), *words_of(data["units"])])
        self._after = re.compile(rf"[多余来]?(?:{measures})")
        self._unit = re.compile(rf"(?:{alternatives(words_of(data['units']))})(?![A-Za-z])")
        words = [*words_of(data["units"]), *(words_of(data["measures"]) if every else ())]
        self.words = words
        self._one = words_of(data["one_words"])
        counted = trie(words)
        self.shape = rf"{_LEFT}[{D}十百千](?:[{N}]+|(?=[点万亿]|{counted}|.{{0,2}}[到至~～]))"
        self._upto = re.compile(rf"(?:{measures})?[到至~～]([{N}]+)(?=[多余来]?(?:{measures}|[%％]))")

    def kind(self) -> Kind:
        """The kind of number this is."""
        shape = rf"{_LEFT}([{D}十百千][{N}]*)(?:点([{D}]+))?([万亿]*)(?!分之|(?!千[瓦米克卡赫帕伏])[{N}])"
        return Kind("itn:number", re.compile(shape), self._digits)

    def _digits(self, m: re.Match[str]) -> Iterator[Change]:
        text, run = m.string, m.group(1)
        if m.group(2):
            yield from self._decimal(m)
        elif len(run) > 1:
            value = arabic(run)
            if value is None and run[-1] in "千百" and text.startswith(_THOUSANDS, m.end()):
                yield from self._thousands(m)
            elif value is not None and self._counted(text, m.start(), m.end(), run):
                yield m.start(1), m.end(1), value
            elif value is not None or run[0] in D:
                yield from self._range(m)
        else:
            yield from self._single(m)

    def _thousands(self, m: re.Match[str]) -> Iterator[Change]:
        """一百五十千瓦 → 150千瓦: the last character belongs to the unit."""
        if (value := arabic(m.group(1)[:-1])) is not None:
            yield m.start(1), m.end(1) - 1, value

    def _counted(self, text: str, start: int, at: int, run: str) -> bool:
        """Whether a measure follows; a long exact numeral needs none (它是一百七十五)."""
        measure = self._after.match(text, at)
        if measure is None:
            following = text[at : at + 1]
            if len(run) > 2 and run[-1] in "万亿" and run not in _MILLIONS:
                return True  # 一百二十亿的规模
            return len(run) > 2 and (not following or not following.isalpha() or following.isascii())
        if run in _HYPERBOLE:  # 一万种可能
            return text.startswith(_EXACT, at) or self._unit.match(text, at + (text[at] in "多余来")) is not None
        if text[at] in "块度" and _HALF.match(text, at + 1):
            return False  # 十二块五
        return text[start - 2 : start] != "十" + text[at]  # 十年二十年

    def _decimal(self, m: re.Match[str]) -> Iterator[Change]:
        """三点五 → 3.5; 这三点一直, 有两点二是 are points, not numbers."""
        text, at = m.string, m.end()
        value = section(m.group(1)) if m.group(1) not in "零〇" else 0
        if value is None or text.startswith(("十", "点", "刻"), at):
            return
        if text.startswith("分", at) and not text.startswith("分钟", at):
            return  # 八点零五分 is a time
        sure = m.group(3) or self._unit.match(text, at) or text.startswith(("%", "倍"), at)
        if not sure and self._points(text, m.start(), at):
            return
        yield m.start(1), m.end(2), f"{value}.{digit_string(m.group(2))}"

    def _points(self, text: str, start: int, at: int) -> bool:
        """Whether 点 counts points or means "a little": 这三点五个人, 有三点一是, 多一点三个."""
        before = text[start - 1 : start]
        if before in ("这", "那", "有", "讲", "说") or text.startswith("是", at):
            return True
        if text[start] == "一" and before in _MORE:
            return True
        return text[at - 1] == "一" and text.startswith(self._one, at)

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
