"""What a person's name looks like, in Chinese and Latin script."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from tclean.text.chars import HAN
from tclean.text.langdata import language_data
from tclean.text.lexicon import words

_SPACED = re.compile(f"(?<=[{HAN}])[ \u3000]+(?=[{HAN}])")
_HAN_NAME = re.compile(f"[{HAN}]{{2,4}}")
_DOTTED = re.compile(f"[{HAN}]{{1,6}}(?:[·•・.][{HAN}A-Z]{{1,8}}){{1,3}}")
_LATIN = re.compile(r"[A-Z][a-zA-Z'’-]{1,14}(?:[ ·.](?:[A-Z][a-zA-Z.'’-]{0,14}|de|van|von|la|bin)){0,3}")
_FAMILIAR = re.compile(f"[老小阿大][{HAN}]{{1,2}}")


def tidy_name(name: str) -> str:
    """A name without the blanks that set it apart: inner ones between Chinese characters, others made single.

    >>> tidy_name("张 鹏"), tidy_name("Thomas  Scialom ")
    ('张鹏', 'Thomas Scialom')
    """
    return " ".join(_SPACED.sub("", name).split())


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    data = language_data("labels")
    return frozenset(data["surnames"]), frozenset(data["surnames_long"])


@cache
def _titles() -> tuple[str, ...]:
    return tuple(sorted(language_data("labels")["titles"], key=len, reverse=True))


def surname(name: str) -> str:
    """The family name a Chinese name begins with, or "".

    >>> surname("欧阳明"), surname("张鹏"), surname("的确")
    ('欧阳', '张', '')
    """
    single, double = _surnames()
    if name[:2] in double and len(name) > 2:
        return name[:2]
    return name[:1] if name[:1] in single else ""


@cache
def _title() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _titles())))


def title_at(text: str, at: int) -> bool:
    """Whether a title stands at this place.

    >>> title_at("薛老师说", 1), title_at("薛老师说", 0)
    (True, False)
    """
    return _title().match(text, at) is not None


def without_title(name: str) -> tuple[str, str]:
    """The name and the title behind it.

    >>> without_title("张教授"), without_title("李航老师"), without_title("王总")
    (('张', '教授'), ('李航', '老师'), ('王', '总'))
    """
    if not name.endswith(_titles()):
        return name, ""
    for title in _titles():
        if name.endswith(title) and len(name) > len(title):
            return name[: -len(title)], title
    return name, ""


def looks_like_name(name: str) -> float:
    """How much a string looks like a person's name, by its form alone (0–1).

    >>> [looks_like_name(n) for n in ("张鹏", "李老师", "山姆·奥特曼", "Thomas Scialom", "小明", "应用场景")]
    [0.9, 0.9, 0.9, 0.7, 0.6, 0.0]
    """
    if _DOTTED.fullmatch(name):
        return 0.9
    if _LATIN.fullmatch(name):
        return 0.7 if " " in name else 0.5
    core, title = without_title(name)
    if title and core != name:
        if surname(core) and len(core) <= 3:
            return 0.9
        name = core
    family = surname(name)
    if _HAN_NAME.fullmatch(name) and family and 1 <= len(name) - len(family) <= 2:
        return 0.9
    if _FAMILIAR.fullmatch(name):
        return 0.6
    return 0.0


@lru_cache(maxsize=4096)
def person_score(name: str) -> float:
    """How much a string looks like a person's name, everyday words discounted.

    >>> [person_score(n) for n in ("张鹏", "李四", "高度", "高性能", "李开复", "Fireside Chat")]
    [0.9, 0.9, 0.3, 0.3, 0.9, 0.0]
    """
    form = looks_like_name(name)
    if not form or name[0].isascii():
        return 0.0 if set(name.split()) & _not_names() else form
    return min(form, _everyday(name))


def introduced(text: str) -> list[str]:
    """Chinese full names with which somebody is called upon or introduces himself, by first appearance.

    >>> introduced("有请智源研究院的院长王仲远博士，谢谢。我是零一万物的李开复，很高兴。欢迎各位老师")
    ['王仲远', '李开复']
    """
    found = (m[1] for m in _introduction().finditer(text))
    return [name for name in dict.fromkeys(found) if len(name) > 2 and person_score(name) > 0.5]


@cache
def _introduction() -> re.Pattern[str]:
    family, name, gap = "".join(sorted(_surnames()[0])), f"[{HAN}]{{1,2}}", f"[{HAN}A-Za-z ]{{0,24}}?"
    titles = "|".join(map(re.escape, _titles()))
    called = f"(?:有请|邀请|请到|欢迎|感谢|谢谢){gap}(?=[{family}]{name}(?:{titles}))"
    himself = f"我[是叫](?:{gap}的)?(?=[{family}]{name}(?:[，。,.！!\\s]|呃|啊|很高兴|今天|来自))"
    end = f"(?={titles}|[，。,.！!\\s]|呃|啊|很高兴|今天|来自)"
    return re.compile(f"(?:{called}|{himself})([{family}]{name}?){end}")


@cache
def _not_names() -> frozenset[str]:
    return frozenset(language_data("labels")["not_names"])


def _everyday(name: str) -> float:
    """How far a string of the form of a name is one, for words too: 高度, 方程式, 安全性, 高性能, 小米."""
    known = words()
    own = known.get(name, 0)
    if len(surname(name)) == 2:
        return 0.3 if own > 300 else 1.0
    if surname(name) and len(name) == 3:
        joined = name[0] in language_data("labels")["surnames_adjective"] and known.get(name[1:], 0) > 100
        if joined or own > 3000:
            return 0.3
        return (0.3 if own else 0.5) if known.get(name[:2], 0) > 50 else 1.0
    return 0.3 if own > (300 if name[0] in language_data("labels")["surnames_plain"] else 0) else 1.0


def given_name(name: str) -> str:
    """The given name people are called by (小川), "" where the full name is too short to have one.

    >>> given_name("王小川"), given_name("张鹏"), given_name("Thomas Scialom")
    ('小川', '', 'Thomas')
    """
    if _LATIN.fullmatch(name):
        return name.split()[0] if " " in name else ""
    family = surname(name)
    rest = name[len(family) :] if family else ""
    return rest if len(rest) == 2 else ""
