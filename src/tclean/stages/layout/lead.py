"""What the lead of an article and the self-introductions of speakers say about the people."""

from __future__ import annotations

import re
from functools import cache

from tclean.text.langdata import language_data
from tclean.text.people import person_score

_BREAK = re.compile(
    r"[,，。;；!！?？:：\n《》“”]|(?<=[\u3400-\u9fff])(?:与|與|和|及|以及|对话|對話|专访|專訪|采访|採訪)(?=[\u3400-\u9fffA-Z])"
)
_LEADING = re.compile(
    r"^(?:.*?(?:请到了|請到了|邀请到?了?|邀請到?了?|有请|有請|宣布|是|我是|我叫|欢迎|歡迎|对话|對話|与|與|和|由))?\s*"
)


@cache
def _post() -> re.Pattern[str]:
    posts = sorted(map(re.escape, language_data("labels")["posts"]), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(posts)})\s*$", re.I)


def about(name: str, lead: str) -> str | None:
    """What a lead says a person is, or None: the phrase in front of the name that ends in a post.

    >>> about("杨植麟", "智谱 AI CEO 张鹏、月之暗面 CEO 杨植麟等人出席。")
    '月之暗面 CEO'
    >>> about("薛澜", "我们请到了清华大学某书院院长、治理研究院院长薛澜,和大家聊。")
    '清华大学某书院院长、治理研究院院长'
    """
    at = -1
    while (at := lead.find(name, at + 1)) >= 0:
        before = lead[max(0, at - 60) : at]
        phrase = _BREAK.split(before)[-1]
        chunks = phrase.split("、")
        if not _post().search(chunks[-1]):
            continue
        kept = [chunks.pop()]
        while chunks and _post().search(chunks[-1]):
            kept.insert(0, chunks.pop())
        text = "、".join(kept)
        lead_in = _LEADING.match(text)
        text = text[lead_in.end() if lead_in else 0 :].strip()
        if len(text) > 1:
            return text
    return None


_MEDIUM = r"(?:《[^《》\n]{1,15}》|[\u3400-\u9fffA-Z]{2,8}?)"
_REPORTER = re.compile(rf"(?:与|與|和|对|對|接受了?|告诉|告訴|向)({_MEDIUM})的?(?:记者|記者)")
_SELF = re.compile(r"我是(?:来自)?([^,，。;；!?！？\n]{3,24}?)(?=[,，。;；!?！？\n])")


def interviewer(lead: str) -> str | None:
    """The medium whose reporter asks, as a name for the one who asks: 北京商报记者.

    >>> interviewer("专访中,王仲远与北京商报记者就行业问题进行了交流。")
    '北京商报记者'
    >>> interviewer("今年2月,她接受了《城市早报》记者的采访。")
    '《城市早报》记者'
    """
    m = _REPORTER.search(lead)
    return m[0][m.start(1) - m.start() :] if m else None


def self_introduction(text: str) -> str | None:
    """How a speaker introduces himself in his first words (我是环球时报的记者), or None.

    >>> self_introduction("老师好，我是环球时报的记者，想问一下。")
    '环球时报的记者'
    """
    m = _SELF.search(text[:60])
    return m[1] if m and m[1].endswith(tuple(language_data("labels")["trades"])) else None


def names_in(lead: str, likely: float = 0.9) -> list[str]:
    """Full names of people a lead introduces: those in front of which a post stands, and those who talk with someone.

    >>> names_in("在专访中,王仲远与北京商报记者就行业问题进行了交流。")
    ['王仲远']
    >>> names_in("研究院宣布周以宁出任院长。周以宁与《城市早报》记者谈了无人驾驶。")
    ['周以宁']
    """
    found: dict[str, None] = {}
    for m in _named().finditer(lead):
        for width in (3, 2):
            name = m["after"][:width] if m["after"] else (m["before"] or "")[-width:]
            if len(name) == width and _fits(name) and person_score(name) >= likely:
                found[name] = None
                break
    return list(found)


_NO_LAST = frozenset(
    "在和与與对對就说說等将將也为為成担擔接出表宣曾从從到向给給"
)  # 王敏对, 李航在: the name ends before
_NO_PART = frozenset("了的是我你您他她它这這那们們不吗嗎呢吧")  # 记者谈了无


def _fits(name: str) -> bool:
    return name[-1] not in _NO_LAST and _NO_PART.isdisjoint(name)


@cache
def _named() -> re.Pattern[str]:
    heads = "|".join(map(re.escape, (*language_data("labels")["posts"], *language_data("labels")["presents"])))
    han = r"[\u3400-\u9fff]"
    talks = "(?:记者|記者|炉边|爐邊|对话|對話|对谈|對談)"
    medium = rf"(?:《[^《》\n]{{1,15}}》|(?:{han}|[A-Z]){{2,8}}{talks})"
    asked = rf"(?:近日|日前|最近)?在?接受了?(?:{medium}|.{{2,15}}?(?:采访|採訪|专访|專訪))"
    return re.compile(rf"(?:{heads})了?\s?(?P<after>{han}{{2,3}})|(?P<before>{han}{{2,3}})(?=[与與和]{medium}|{asked})")
