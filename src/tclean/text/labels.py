"""What a speaker label looks like at the head of a line, in the formats of editors and meeting exports.

Only the form is judged here; which strings are labels is decided once per document (stages/layout/turns.py).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from tclean.text.chars import HAN
from tclean.text.langdata import language_data
from tclean.text.people import person_score, tidy_name

_TIME = r"(?:\d{1,2}[:：])?\d{1,3}[:：]\d{2}(?:[.,]\d{1,3})?"
_STAMP = rf"[\[(（【]?(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}[ T])?{_TIME}(?:[ ]*(?:-->|[-–—~至])[ ]*{_TIME})?[\])）】]?"
_WORD = r"[^\W\d_](?:[\w.·•・&'’-]{0,14})"
_TITLED = rf"{_WORD}(?:[ \u3000/／][{HAN}]{{2,4}}(?=[ ]?[:：（(*]))?"
_NAME = rf"""(?:[A-Z][\w.'’-]{{0,14}}(?:[ ][A-Z][\w.'’-]{{0,14}}){{1,3}}    # Thomas Scialom
    |[{HAN}](?:[ \u3000]{{1,2}}[{HAN}]{{1,2}})(?![{HAN}])        # 张 鹏
    |{_TITLED})                                               # 李四, 主持人 李四
    (?:[ ]?(?:\d{{1,3}}|[A-Z])(?!\w|[:：]\d|-\d|[.]\d))?"""  # 说话人 2
_ABOUT = r"(?:[ ]?[（(](?![\d:：]+[)）])(?P<about%s>[^()（）\n]{1,40})[)）])?"
_COLON = r"(?P<colon%s>[ ]?[:：])?"

# One line head. The alternatives in order:  <v 王五>   【主持人】 [SPK0]   **李四**   （李四）   李四
_HEAD = re.compile(
    rf"""[ \t\u3000\ufeff]*(?:[-•>*][ ]+|[●◆■▶▪○◇□▷][ ]*|@)?
    (?:(?P<before>{_STAMP})(?:[ \t]+|(?<=[\])）】])))?
    (?: <v(?:\.[\w.]+)?[ ]+(?P<voice>[^<>\n]{{1,40}})>
      | (?P<open>[【\[［〔「])[ ]*(?P<bracket>[^【】\[\]［］〔〕「」\n]{{1,20}}?)[ ]*[】\]］〕」]
        {_ABOUT % 1} {_COLON % 1}
      | (?P<bold>\*\*?|__)[ ]*(?P<strong>{_NAME}) {_ABOUT % 2} {_COLON % 2}(?P=bold){_COLON % 3}
      | (?P<paren>[（(<〈])[ ]*(?P<within>{_NAME})[ ]*[)）>〉] {_COLON % 4}
      | (?P<plain>{_NAME}) {_ABOUT % ""}
    )
    (?:[ \t]*(?P<after>{_STAMP}))?
    (?P<colon>[ \t]?[:：](?!//))?
    (?P<sep>[ ]?[|｜丨]|[ ]*(?:——|[—–－>»→]|-(?=[ ]))(?![\d—–－>-]))?
    (?P<blank>[ \t\u3000]*)(?P<eol>$)?""",
    re.X,
)
_NUMBER = re.compile(r"^(.*?[^\W\d])[\s_-]*(\d{1,3}|[A-Za-z]|[一二三四五六七八九十甲乙丙丁])$")
_CLOCK = re.compile(_TIME)
_LONGEST = 30
_HEAD_LENGTH = 48
# without one of these near its head a line is a label as a whole or not at all
_SIGN = re.compile(r"[:：\[【［〔「（(〈<*_\t\u3000|｜丨—–－>»→]")
_NO_NAME = re.compile(r"[,，。、?？!！;；“”‘\"…]")
_FRAME = " *_【】[]［］〔〕「」:：@"


class Label(NamedTuple):
    """A possible label: `line[start:end]` with its colon and the blank behind it."""

    start: int
    end: int
    written: str  # as it stands: 张 鹏（智谱）
    name: str  # tidied: 张鹏
    style: str  # colon | bracket | bold | voice | stamp | mark | line | blank
    time: tuple[float, float | None] | None = None
    about: str | None = None
    alone: bool = False  # nothing follows on the line: the text begins on the next one


def label_at(line: str) -> Label | None:
    """The label a line could begin with, or None. `line` has no line break.

    >>> label_at("张三（清华大学）：大家好")[2:5]
    ('张三（清华大学）', '张三', 'colon')
    >>> label_at("Speaker 2 (00:01:02)").time
    (62.0, None)
    >>> label_at("比分是3:1") is None, label_at("http://a.cn") is None
    (True, True)
    """
    if not may_begin(line):
        return None
    m = _HEAD.match(line)
    if m is None:
        return None
    style = _style(m, line)
    if style is None:
        return None
    raw = m["voice"] or m["bracket"] or m["strong"] or m["within"] or m["plain"]
    if len(raw) > _LONGEST:
        return None
    about = m["about"] or m["about1"] or m["about2"]
    written = (
        raw if m["voice"] else line[_first(m) : _last(m)].strip(_FRAME + "（(<〈)）>〉" * (m["paren"] is not None))
    )
    alone = m["eol"] is not None and not line[m.end() :].strip()
    return Label(0, m.end(), written, tidy_name(raw), style, _time(m["before"] or m["after"]), about, alone)


def may_begin(line: str) -> bool:
    """Whether a look is worth while: a cheap test that lets no label by.

    >>> may_begin("李四: 好。"), may_begin("李四"), may_begin("好，我们开始。")
    (True, True, False)
    """
    head = line[:_HEAD_LENGTH]
    if _SIGN.search(head) or "  " in head or "- " in head:
        return True
    return len(line) <= _HEAD_LENGTH and not _NO_NAME.search(line)


def _style(m: re.Match[str], line: str) -> str | None:
    """Which mark sets the label off, or None when nothing does."""
    colon = m["colon"] or m["colon1"] or m["colon2"] or m["colon3"] or m["colon4"]
    ends = m["eol"] is not None
    if m["voice"]:
        return "voice"
    if m["bracket"]:
        return "bracket"
    if m["strong"]:
        return "bold" if colon or ends or m["after"] else None
    stamped = (m["before"] or m["after"]) and (ends or colon)
    if stamped:
        return "stamp"
    if colon:
        digit = line[m.end("colon") - 2 : m.end("colon") - 1].isdigit() and line[m.end() : m.end() + 1].isdigit()
        return None if digit else "colon"
    if (m["before"] or m["after"]) and m["plain"] and _code(m["plain"]):
        return "stamp"
    if m["paren"] or m["sep"]:
        return None if ends else "mark"
    if ends:
        return "line"
    return "blank" if len(m["blank"]) > 1 or m["blank"] in ("\t", "\u3000") else None


def _first(m: re.Match[str]) -> int:
    if m["voice"]:
        return m.start("voice") - 3
    return next(m.start(g) for g in ("open", "bold", "paren", "plain") if m.start(g) >= 0)


def _last(m: re.Match[str]) -> int:
    ends = [m.end(g) for g in ("voice", "bracket", "strong", "within", "plain") if m.end(g) >= 0]
    behind = [m.end(g) + 1 for g in ("about", "about1", "about2") if m.end(g) >= 0]
    return max(ends + behind)


def _time(stamp: str | None) -> tuple[float, float | None] | None:
    """Seconds of a stamp: `00:01:02` `[00:05-00:09]`; the last clock group of a date is taken."""
    if not stamp:
        return None
    clocks = [_seconds(c) for c in _CLOCK.findall(stamp)]
    return (clocks[0], clocks[1] if len(clocks) > 1 else None)


def _seconds(clock: str) -> float:
    total = 0.0
    for part in clock.replace("：", ":").replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


class Part(NamedTuple):
    """A label that names a part: its role, and the number or letter behind it."""

    role: str
    word: str
    number: str
    code: bool  # told apart by a machine
    counted: bool  # the number counts questions, not people


@cache
def _parts() -> dict[str, str]:
    return {w: role for role, words in language_data("labels")["roles"].items() for w in words}


@cache
def _word_set(key: str) -> frozenset[str]:
    return frozenset(language_data("labels")[key])


@lru_cache(maxsize=4096)
def part_of(name: str) -> Part | None:
    """The part a label names, or None for a person's name.

    >>> part_of("观众1")[:3], part_of("SPEAKER_00")[:4], part_of("Q")[0], part_of("李四")
    (('audience', '观众', '1'), ('speaker', 'speaker', '00', True), 'interviewer', None)
    """
    word = unicodedata.normalize("NFKC", name).lower().strip(" _-")
    number = ""
    if word not in _parts():
        m = _NUMBER.match(word)
        if m is None or m[1].strip(" _-") not in _parts():
            return None
        word, number = m[1].strip(" _-"), m[2]
        if len(word) == 1 and word.isascii() and not number.isdigit():
            return None
    role = _parts()[word]
    return Part(role, word, number, word in _word_set("codes"), word in _word_set("counted"))


@lru_cache(maxsize=4096)
def led_name(name: str) -> tuple[str, str] | None:
    """A name with a part or a post in front of it: the name and what leads it in.

    >>> led_name("主持人王敏"), led_name("数据工场CEO赵一凡"), led_name("王敏")
    (('王敏', '主持人'), ('赵一凡', '数据工场CEO'), None)
    """
    for width in (2, 3, 4):
        core, lead = name[-width:], name[:-width].strip(" -·•・/／")
        if len(lead) > 1 and (part_of(lead) is not None or lead.endswith(posts())) and person_score(core) >= 0.6:
            return core, lead
    return None


@lru_cache(maxsize=4096)
def asker_or_answerer(name: str) -> tuple[str, str] | None:
    """A name with a part behind it: who it is, and the role.

    >>> asker_or_answerer("赵一凡答"), asker_or_answerer("新华社记者"), asker_or_answerer("学问")
    (('赵一凡', 'guest'), ('新华社记者', 'interviewer'), None)
    """
    if name[-1:] in ("问", "問", "答") and person_score(name[:-1]) >= 0.6:
        return name[:-1], "guest" if name[-1] == "答" else "interviewer"
    for width in (3, 2):
        role = _parts().get(name[-width:])
        if role in ("interviewer", "audience") and 1 < len(name) - width <= 8:
            return name, role
    return None


@cache
def posts() -> tuple[str, ...]:
    """What people are, in front of a name or behind it: 教授, CEO, 创始人."""
    return tuple(language_data("labels")["posts"])


def _code(name: str) -> bool:
    part = part_of(tidy_name(name))
    return part is not None and part.code


@cache
def _tails() -> tuple[str, ...]:
    return tuple(language_data("labels")["tails"])


@cache
def _openers() -> tuple[str, ...]:
    return tuple(language_data("labels")["openers"])


@lru_cache(maxsize=4096)
def never_label(name: str) -> bool:
    """Whether a string cannot be a label in any document: 注, 冯诺依曼说过, 关于开源.

    >>> [never_label(n) for n in ("注", "冯诺依曼说过", "关于开源", "优点1", "李开复", "观众1")]
    [True, True, True, True, False, False]
    """
    if part_of(name) is not None:
        return False
    low = unicodedata.normalize("NFKC", name).lower()
    plain = low.rstrip("0123456789 .")
    plain = plain.rstrip("一二三四五六七八九十") if len(plain) > 2 else plain
    return (
        low in _word_set("never")
        or plain in _word_set("never")
        or low.startswith(_openers())
        or (len(name) > 3 and name.endswith(_tails()))
        or (len(name) > 1 and name[-1] in "说說道称稱曰是为為有的了")
    )
