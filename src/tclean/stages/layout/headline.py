"""What a heading says about the talk: event, part, title, who takes part.

`# EVENT - P5：TOPIC：TITLE-主持人：王仲远-对话嘉宾-王小川-张 鹏 - SITE - BV1uH4y1w77V`
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from tclean.core.document import Participant
from tclean.text.labels import posts
from tclean.text.langdata import language_data
from tclean.text.lexicon import words
from tclean.text.people import looks_like_name, person_score, tidy_name

_PART = re.compile(r"(P\d{1,3}|第[一二三四五六七八九十\d]+[场期集部讲])[：:]\s*")
_VIDEO = re.compile(r"BV[0-9A-Za-z]{10}")
_FIELDS = re.compile(r"\s+[-–—|｜]\s+")
_DASH = re.compile(r"\s*[-–—]+\s*")
_COLON = re.compile(r"\s*[：:]\s*")
_LIST = re.compile(r"\s*[、,，;；/&]\s*|\s+(?:and|与|和)\s+")
_SET_OFF = re.compile(r"[:：|｜丨/／]")
_CAST = re.compile(r"([^:：|｜丨/／]{1,10}?)\s*[:：|｜丨/／]\s*")
_ABOUT = re.compile(r"(.*?)\s*[（(](.+?)[)）]")
_LIKELY = 0.6
_RARE = 600
_OF_TODAY = re.compile(r"^(?:本期|本场|今日|今天的?|特邀|特约)")


@dataclass(slots=True)
class Headline:
    """The facts of one heading."""

    title: str | None = None
    event: str | None = None
    part: str | None = None
    url: str | None = None
    video: str | None = None
    people: list[Participant] = field(default_factory=list)


def read_headline(line: str) -> Headline:
    """Facts of a heading line (without its `#`).

    >>> h = read_headline("大会 - P3：对谈：通用智能-主持人：王仲远-对话嘉宾-张 鹏-李大海 - 社区 - BV1uH4y1w77V")
    >>> h.event, h.part, h.title, h.video
    ('大会', 'P3', '对谈：通用智能', 'BV1uH4y1w77V')
    >>> [(p.name, p.role) for p in h.people]
    [('王仲远', 'host'), ('张鹏', 'guest'), ('李大海', 'guest')]
    """
    out = Headline()
    fields = _FIELDS.split(line.strip())
    for i in range(len(fields) - 1, 0, -1):
        if _VIDEO.fullmatch(fields[i]):
            out.video = fields[i]
            out.url = f"https://www.bilibili.com/video/{fields[i]}"
            del fields[i:]
    at = next((i for i, f in enumerate(fields) if _PART.match(f)), None)
    if at is None:
        body = line.strip() if out.video is None else " - ".join(fields)
    else:
        m = _PART.match(fields[at])
        out.part = m[1] if m else None
        out.event = " - ".join(fields[:at]) or None
        body = fields[at][m.end() if m else 0 :]
        if out.video is None and len(fields) > at + 1:
            fields.pop()  # the site
        body = " - ".join([body, *fields[at + 1 :]]) if out.video is None else body
    out.title = _title(body, out.people, split=at is not None) or None
    return out


def numbered(line: str) -> bool:
    """Whether a line without a heading mark can only be the heading of one part of an event.

    >>> numbered("大会 - P3：对谈：通用智能-主持人：王仲远"), numbered("P3：对谈"), numbered("大会 - P3：对谈开始了。")
    (True, False, False)
    """
    return any(_PART.match(f) for f in _FIELDS.split(line.strip())[1:]) and line[-1] not in "。！？!?，,"


@cache
def cast_roles() -> dict[str, str]:
    """Word in front of a name → role: 主持人 → host, 对话嘉宾 → guest."""
    data = language_data("labels")
    out = dict.fromkeys(data["cast"], "guest")
    out.update({w: role for role, group in data["cast_roles"].items() for w in group})
    return out


def _title(body: str, people: list[Participant], split: bool) -> str:
    """The body without the people named in it, who are collected."""
    kept: list[str] = []
    role: str | None = None
    for piece in _DASH.split(body):
        head, _, rest = (piece.replace(":", "：")).partition("：")
        if head.strip() in cast_roles():
            role = cast_roles()[head.strip()]
            people.extend(Participant(n, role) for n in _names(rest))
        elif (split or role) and person_score(tidy_name(piece)) >= _LIKELY:
            people.append(Participant(tidy_name(piece), role))
        else:
            kept.append(piece)
    if split and not people and kept:
        parts = _COLON.split(kept[-1])
        if len(parts) > 1 and person_score(tidy_name(parts[-1])) >= _LIKELY:
            people.append(Participant(tidy_name(parts[-1]), "speaker"))
            kept[-1] = kept[-1][: kept[-1].rindex(parts[-1])].rstrip(" ：:")
    bare = [p for p in people if p.role is None]
    for p in bare:
        p.role = "guest" if len(people) > 1 else "speaker"
    return body if not people else "-".join(kept)


def _names(listing: str) -> list[str]:
    return [tidy_name(n) for n in _LIST.split(listing) if n.strip()]


def cast_line(line: str) -> list[Participant]:
    """Who a line lists: `主持人：王仲远` `嘉宾｜张三、李四（清华大学）`; empty when it lists nobody.

    >>> [(p.name, p.role, p.about) for p in cast_line("嘉宾：张鹏、李四（清华大学）")]
    [('张鹏', 'guest', None), ('李四', 'guest', '清华大学')]
    >>> cast_line("嘉宾：我觉得很好。"), cast_line("主持人：谢谢")
    ([], [])
    """
    if len(line) > 160 or line[-1] in "。！？!?" or not _SET_OFF.search(line, 1, 20):
        return []
    m = _CAST.match(line)
    role = _cast_role(m)
    if m is None or role is None:
        return []
    return listed(line[m.end() :].strip(" *"), role)


def _cast_role(m: re.Match[str] | None) -> str | None:
    """The role that the word in front of a list of names gives them, None where it is no such word."""
    return cast_roles().get(_OF_TODAY.sub("", m[1].strip(" 【】[]*"))) if m else None


def listed(names: str, role: str) -> list[Participant]:
    """The people of a list of names with what they are, [] where one of its entries is neither.

    >>> [(p.name, p.about) for p in listed("面壁智能CEO 李大海，赵一凡，数据工场创始人", "guest")]
    [('李大海', '面壁智能CEO'), ('赵一凡', '数据工场创始人')]
    """
    out: list[Participant] = []
    for entry in _entries(names):
        name, about = _told(entry)
        if name:
            out.append(Participant(name, role, (), about))
        elif out and entry.endswith(posts()):
            out[-1].about = entry  # 赵一凡，数据工场创始人
        else:
            return []
    return out


def _entries(names: str) -> list[str]:
    """The parts of a list; blanks part it where nothing but names stands between them."""
    parts = names.split()
    if len(parts) > 1 and all(_name_in_list(p) >= _LIKELY and not p.isascii() for p in parts):
        return parts
    return _LIST.split(names)


def _told(entry: str) -> tuple[str, str | None]:
    """The name in one entry, "" where there is none, and what the person is: 面壁智能CEO 李大海, 李四（清华大学）."""
    m = _ABOUT.fullmatch(entry.strip())
    named, about = (m[1], m[2]) if m else (entry, None)
    parts = named.split()
    if _name_in_list(tidy_name(named)) >= 0.5:
        return tidy_name(named), about
    if len(parts) > 1 and _name_in_list(parts[-1]) >= _LIKELY:
        return parts[-1], " ".join(parts[:-1])
    if len(parts) > 1 and _name_in_list(parts[0]) >= _LIKELY and entry.endswith(posts()):
        return parts[0], " ".join(parts[1:])
    return "", about


def _name_in_list(name: str) -> float:
    """Like `person_score`, but a name that is also a rarer word (许诺) is a name where names are listed."""
    return looks_like_name(name) if words().get(name, 0) < _RARE else person_score(name)


def cast_block(lines: Sequence[str]) -> tuple[list[Participant], int]:
    """A cast word alone on the first line with one person on each line below it: the people, and the lines used.

    >>> people, used = cast_block(["嘉宾：", "周雨桐  远舟智行 CTO", "韩立（图灵大学教授）", "大家好，我们开始。"])
    >>> [(p.name, p.about) for p in people], used
    ([('周雨桐', '远舟智行 CTO'), ('韩立', '图灵大学教授')], 3)
    """
    first = lines[0].strip()
    m = _CAST.fullmatch(first) if len(first) < 30 and _SET_OFF.search(first) else None
    role = _cast_role(m)
    people: list[Participant] = []
    if role is None:
        return people, 0
    for line in lines[1:12]:
        text = line.strip(" *-·•\t")
        found = listed(text, role) if len(text) <= 80 and text[-1:] not in "。！？!?：:" else []
        if not found:
            break
        people += found
    return people, len(people) + 1 if people else 0
