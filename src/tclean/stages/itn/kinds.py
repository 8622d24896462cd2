"""Numbers known by their shape: percentages, fractions, dates, times, ordinals, digit strings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tclean.text.langdata import language_data, words_of
from tclean.text.literals import alternatives
from tclean.text.numerals import DIGITS, arabic, counting_up, digit_string, section

Change = tuple[int, int, str]
D = "零〇一二两三四五六七八九"
N = D + "十百千万亿"


class Kind(NamedTuple):
    """One kind of number: where to look, and what is written there instead."""

    rule: str
    pattern: re.Pattern[str]
    digits: Callable[[re.Match[str]], Iterator[Change]]
    confidence: float = 0.9


def decimal(text: str) -> str | None:
    """`三点一四` or `三十五` in digits.

    >>> decimal("三点一四"), decimal("三十五"), decimal("三五")
    ('3.14', '35', None)
    """
    whole, point, part = text.partition("点")
    value = 0 if whole in ("零", "〇") else section(whole)
    if value is None:
        return None
    return f"{value}.{digit_string(part)}" if point else str(value)


def _percent(m: re.Match[str]) -> Iterator[Change]:
    """百分之三十五 → 35%, 百分之五到十 → 5%到10%, 百分之三四十 → 30%~40%."""
    sign = {"百": "%", "千": "‰"}[m.group(1)]
    share, upto = m.group("share"), m.group("upto")
    if len(share) == 3 and share[2] == "十" and DIGITS.get(share[1], 0) - DIGITS.get(share[0], 0) == 1:
        low, high = DIGITS[share[0]], DIGITS[share[1]]
        yield m.start(), m.end("share"), f"{low}0{sign}~{high}0{sign}"
        return
    value = decimal(share)
    if value is None or share == "百":
        return
    yield m.start(), m.end("share"), value + sign
    if upto and (end := decimal(upto)) is not None:
        yield m.start("tail"), m.end("upto"), end + sign


def _fraction(m: re.Match[str]) -> Iterator[Change]:
    """三分之二 → 2/3."""
    below, above = section(m.group(1)), section(m.group(2))
    if below and above and below <= 100:
        yield m.start(), m.end(), f"{above}/{below}"


def _year(m: re.Match[str]) -> Iterator[Change]:
    """二零二四年 → 2024年, 九八年 → 98年; 七八年 is vague and stays."""
    if len(m.group(1)) == 4 or not counting_up(m.group(1)):
        yield m.start(1), m.end(1), digit_string(m.group(1))


def _date(m: re.Match[str]) -> Iterator[Change]:
    """三月五号 → 3月5号, 三月份 → 3月份, 今年三月 → 今年3月; 三月 alone stays."""
    text, month, day = m.string, m.group("month"), m.group("day")
    known = day or m.group("part") or len(month) > 1 or _YEAR_BEFORE.search(text, max(0, m.start() - 6), m.start())
    if known and (value := section(month)) and value <= 12:
        yield m.start("month"), m.end("month"), str(value)
        if day and (number := section(day)) and number <= 31:
            yield m.start("day"), m.end("day"), str(number)


def _time(m: re.Match[str]) -> Iterator[Change]:
    """下午三点 → 下午3点, 三点二十分 → 3点20分, 九点钟 → 9点钟."""
    hour, minute = section(m.group("hour")), m.group("minute") or m.group("bare")
    known = m.group("past") or minute or _HOUR_BEFORE.search(m.string, max(0, m.start() - 8), m.start())
    if hour is None or hour > 24 or not known:
        return
    yield m.start("hour"), m.end("hour"), str(hour)
    if minute and (value := section(minute.lstrip("零〇"))) is not None and value < 60:
        part = "minute" if m.group("minute") else "bare"
        yield m.start(part), m.end(part), f"{value:02d}" if minute[0] in "零〇" else str(value)


def _clock(m: re.Match[str]) -> Iterator[Change]:
    """早上七点四十发车 → 早上7点40发车: behind a part of the day the minutes need no sign."""
    if _HOUR_BEFORE.search(m.string, max(0, m.start() - 8), m.start()):
        yield from _days(m)


def _days(m: re.Match[str]) -> Iterator[Change]:
    """三月十五到二十号 → 3月15到20号; all numbers or none."""
    values = [section(part) if part else 0 for part in m.groups()]
    if None not in values:
        for group, value in enumerate(values, 1):
            if value:
                yield m.start(group), m.end(group), str(value)


def _hours(m: re.Match[str]) -> Iterator[Change]:
    """两点到四点 → 2点到4点: points are not counted from one to another."""
    values = [section(part) for part in m.groups()]
    if all(value and value <= 24 for value in values):
        for group, value in enumerate(values, 1):
            yield m.start(group), m.end(group), str(value)


def _ordinal(m: re.Match[str]) -> Iterator[Change]:
    """第二十三届 → 第23届."""
    if (value := arabic(m.group(1))) is not None:
        yield m.start(1), m.end(1), value


def _digits(m: re.Match[str]) -> Iterator[Change]:
    """A telephone number: five digits and more that do not only count up or repeat; fewer behind 房间号."""
    run = m.group(1)
    called = len(run) > 1 and _NUMBERED.search(m.string, max(0, m.start() - 6), m.start())
    if called or ("幺" in run and len(run) > 2) or (len(run) > 4 and not counting_up(run) and len(set(run)) > 1):
        yield m.start(1), m.end(1), digit_string(run)


def _version(m: re.Match[str]) -> Iterator[Change]:
    """GPT四 → GPT4, GPT三点五 → GPT3.5, Python三点十二 → Python3.12."""
    whole, _, part = m.group(1).partition("点")
    if not _VERSIONED.search(m.string, max(0, m.start() - 12), m.start()):
        return
    if (value := section(part) if "十" in part else None) is not None:
        yield m.start(1), m.end(1), f"{DIGITS[whole]}.{value}"
    elif (number := decimal(m.group(1))) is not None:
        yield m.start(1), m.end(1), number


def _digit_by_digit(m: re.Match[str]) -> Iterator[Change]:
    """公元前二二一年 → 公元前221年, 一八零三室 → 1803室."""
    yield m.start(1), m.end(1), digit_string(m.group(1))


def _ratio(m: re.Match[str]) -> Iterator[Change]:
    """一百四十比九十 → 140比90, 比分是三比二 → 3比2; 一比一还原 stays."""
    left, right = m.group(1), m.group(2)
    scored = _SCORED.search(m.string, max(0, m.start() - 8), m.start())
    low, high = decimal(left), decimal(right)
    if low and high and (scored or len(left) + len(right) > 2):
        yield m.start(1), m.end(1), low
        yield m.start(2), m.end(2), high


def _height(m: re.Match[str]) -> Iterator[Change]:
    """身高一米八二 → 1米82."""
    if _TALL.search(m.string, max(0, m.start() - 8), m.start()):
        yield m.start(1), m.end(1), str(DIGITS[m.group(1)])
        yield m.start(2), m.end(2), digit_string(m.group(2))


def _split_second(m: re.Match[str]) -> Iterator[Change]:
    """九秒五八 → 9秒58."""
    if (value := section(m.group(1))) is not None:
        yield m.start(1), m.end(1), str(value)
        yield m.start(2), m.end(2), digit_string(m.group(2))


def _frost(m: re.Match[str]) -> Iterator[Change]:
    """零下五度到三度 → 零下5度到3度."""
    for group in (1, 2):
        if m.group(group) and (value := decimal(m.group(group))) is not None:
            yield m.start(group), m.end(group), value


_DATA = language_data("numbers")
_YEAR_BEFORE = re.compile(f"(?:{alternatives(words_of(_DATA['years']))})$")
_HOUR_BEFORE = re.compile(f"(?:{alternatives(words_of(_DATA['day_parts']))})(?:[{D}十]{{1,3}}点半?[到至])?$")
_NUMBERED = re.compile(f"(?:{alternatives(words_of(_DATA['numbered']))})[号是：:为]{{0,2}}[A-Z]{{0,3}}$")
_SCORED = re.compile("比分|[赢输胜负]|扳成")
_TALL = re.compile("高|个头|个子")
_VERSIONED = re.compile(f"(?i:{alternatives(words_of(_DATA['versioned']))})[ -]?$")

_SMALL = "[二三四五六七八九十]{1,3}"
_DAY = "[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_HOUR = "二?十[一二三四五六七八九]?|[一二两三四五六七八九]"
_MINUTE = f"[零〇]?[{D[2:]}十]{{1,3}}"
_FOUR = f"(?:一[{D}]|二[零〇一])[{D}]{{2}}"

# rule, where to look, how to write it, confidence
_TABLE: tuple[tuple[str, str, Callable[[re.Match[str]], Iterator[Change]], float], ...] = (
    (
        "percent",
        rf"([百千])分之(?P<share>[{D}十百]+(?:点[{D}]+)?)(?:[到至](?P<tail>(?:百分之)?)(?P<upto>[{D}十百]+))?",
        _percent,
        0.95,
    ),
    ("fraction", rf"(?<![{N}几])({_SMALL})分之({_SMALL.replace('二', '一二')})(?![{N}几])", _fraction, 0.9),
    ("year", rf"(?<![{N}幺几])({_FOUR})(?=年|[到至~].{{2,4}}年|[，。、])", _year, 0.9),
    ("year", rf"(?<![{N}幺几第])([零〇一二七八九][{D}])(?=年(?![级来多前后内间]))", _year, 0.8),
    (
        "date",
        rf"(?<![{N}几个])(?P<month>十[一二]?|[{D[2:]}])月(?!初[{D[1:]}十])(?:(?P<day>{_DAY})[日号]|(?P<part>份?))",
        _date,
        0.9,
    ),
    (
        "time",
        rf"(?<![{N}几第A-Za-z])(?P<hour>二?十[一二三四五六七八九]?|[{D}])点"
        rf"(?:(?P<past>钟|半(?!点)|整|[一三]刻)|(?P<minute>{_MINUTE})分(?!之)|(?P<bare>[二三四五]?十[{D[1:]}]?)(?=[的，。、出开前后到起才就左]|$)|(?![{D}十]))",
        _time,
        0.9,
    ),
    (
        "date",
        rf"(?<![{N}几个])(十[一二]?|[{D[2:]}])月({_DAY})[日号]?[到至](?:(十[一二]?|[{D[2:]}])月)?({_DAY})[日号]",
        _days,
        0.9,
    ),
    ("time", rf"(?<![{N}几第这])({_HOUR})点半?[到至]({_HOUR})点(?![{D}十]|之外)", _hours, 0.85),
    ("time", rf"(?<![{N}几第])({_HOUR})点([二三四五]?十[{D[1:]}]?)(?![{N}个人位条次块])", _clock, 0.85),
    ("ordinal", rf"(?<=第)([{D}十百千]{{2,}})(?![{N}几多])", _ordinal, 0.9),
    ("digits", rf"(?<![{N}])([{D}幺]{{2,}})(?![{N}])", _digits, 0.8),
    (
        "version",
        rf"(?<=[A-Za-z -])([{D[3:]}]点(?:[{D}]|十[{D}]?)(?![{N}])|[{D[3:]}](?=[^{N}\w]|[oO的和是到与也就还]|$))",
        _version,
        0.8,
    ),
    ("ratio", rf"(?<![{N}几点])([{D}十百千]+(?:点[{D}]+)?)比([{D}十百千]+(?:点[{D}]+)?)(?![{N}几])", _ratio, 0.85),
    ("product", rf"(?<![{N}几点])([{D}十百千]{{2,}})乘以?([{D}十百千]{{2,}})(?![{N}几])", _ratio, 0.85),
    ("height", rf"(?<![{N}])([一二两])米([{D}]{{1,2}})(?![{N}米多])", _height, 0.85),
    ("split-second", rf"(?<![{N}几])([{D}十]{{1,3}})秒([{D}]{{2}})(?![{N}秒])", _split_second, 0.85),
    (
        "duration",
        rf"(?<![{N}几点第])([{D[1:]}]|[二三四五]?十[{D[1:]}]?)分钟?([二三四五]?十[{D[1:]}]?)秒",
        _days,
        0.9,
    ),
    (
        "duration",
        rf"(?<![{N}几点第])([{D[1:]}]|[二三四五]?十[{D[1:]}]?)个?小时([二三四五]?十[{D[1:]}]?|[{D[2:]}])分",
        _days,
        0.9,
    ),
    ("temperature", rf"(?<![{N}几])([三四]十[{D[1:]}]?)度([{D[2:]}])(?=[，。的了吧左啊呢、]|$)", _days, 0.85),
    ("temperature", rf"(?<=零下)([{D}十百]+)度(?:[到至](?:零[上下])?([{D}十百]+)度)?", _frost, 0.9),
    ("year", rf"(?<=公元前)([{D}]{{2,4}})(?=年)", _digit_by_digit, 0.95),
    ("year", rf"(?<=[于自至到])([{D[1:]}][{D}]{{2}})(?=年)", _digit_by_digit, 0.85),
    (
        "room",
        rf"(?<![{N}])([{D}]{{3,4}})(?=室|号房|房间|包[间厢]|教室|会议室|次列车|次航班|路公交|错误|报错)",
        _digit_by_digit,
        0.85,
    ),
    ("generation", rf"(?<![{N}])([零五六七八九][零五])后(?![来面])", _year, 0.85),
)

KINDS = tuple(Kind(f"itn:{name}", re.compile(shape), write, sure) for name, shape, write, sure in _TABLE)
