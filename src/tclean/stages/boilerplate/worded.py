"""Short lines at the edges of a page in the words a page is operated with: 登录后参与讨论, 0条评论, 首页 新闻 体育."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from tclean.stages.boilerplate.page import Hit, Page
from tclean.text.langdata import language_data, words_of

BUTTONS = "boilerplate:shape/buttons"
REST = "boilerplate:shape/foot"
_NO_FOOT = ("boilerplate:media/", "boilerplate:captions/")  # these stand inside talks as well
LONGEST = 60
KNOWN = 0.8  # of a line's letters are words of pages …
OWN = 0.3  # … and so many such that say nothing else
MENU, NAMED = 4, 0.5  # so many short parts in a row are a menu if this share of them is known
SHORT, LONGEST_PART = 30, 12
FOOT, FULL = 2, 0.5  # the foot of a page: so many lines of furniture, and this share of all from the first one on

_LETTERS = re.compile(r"(?<!\d)[^\W\d_]+")  # 1.5x is a number
_PARTS = re.compile(r"[\s|/·,>»›、]+")
_CREDIT = re.compile(r"[:|]|编辑|作者|记者|来源|撰文|审核|校对|摄影|责编|整理|翻译|出品|监制|文字|策划|完$")

_SPOKEN = re.compile(r"[我你您咱吗呢吧啊嘛呃嗯]|谢谢|大家|各位|再见|掌声|^(?:对|好|是的|没有|不是)|[(\[].{1,6}[)\]]$")


class _Words(NamedTuple):
    automaton: AhoCorasick
    weight: list[int]  # of each word: 2 a button, 1 a section, 0 what stands between

    def weighed(self, letters: str, menu: int) -> tuple[int, int]:
        """Letters of a line that are words of pages, and letters of buttons (in a menu, 1: of sections as well)."""
        known = own = 0
        for word, start, end in self.automaton.find_matches_as_indexes(letters):
            known += end - start
            own += end - start if self.weight[word] + menu >= 2 else 0
        return known, own


@cache
def _words() -> _Words:
    data = language_data("furniture")
    weight: dict[str, int] = {}
    for n, name in enumerate(("between", "sections", "buttons")):
        weight |= dict.fromkeys((word.lower() for word in words_of(data[name])), n)
    return _Words(AhoCorasick(list(weight), matchkind=MatchKind.LeftmostLongest), list(weight.values()))


@lru_cache(maxsize=4096)  # the pages of a site have the same lines
def operates(text: str) -> bool:
    """Whether a line only operates a page.

    >>> [operates(t) for t in ("登录后参与讨论", "查看全部 37 个回答", "某某网 新闻 体育 财经 科技", "关注孩子的冬天")]
    [True, True, True, False]
    """
    letters = "".join(_LETTERS.findall(text)).lower()
    if not letters or len(text) > LONGEST:
        return False
    known, own = _words().weighed(letters, 0)
    return (known >= KNOWN * len(letters) and own >= OWN * len(letters)) or _menu(text)


def _menu(text: str) -> bool:
    parts = ["".join(_LETTERS.findall(part)).lower() for part in _PARTS.split(text)]
    parts = [part for part in parts if part]
    if len(parts) < MENU or max(map(len, parts)) > LONGEST_PART or text[-1] in ".!?":
        return False
    named = sum(known >= KNOWN * len(part) and own > 0 for part in parts for known, own in [_words().weighed(part, 1)])
    return named > 2 and named >= NAMED * len(parts)


def worded(page: Page) -> None:
    """Mark such lines above and below the text, and the rest of a page's foot."""
    first, last = page.body()
    tail = range(max(first, last), len(page.lines))
    for i in (*range(first), *tail):
        if i not in page.hits and operates(page.lines[i].text):
            page.hits[i] = Hit(BUTTONS, 0.9)
    _foot(page, tail)


def _foot(page: Page, tail: range) -> None:
    """Where half of the lines below the text are furniture, the others are, as far as nobody says them."""
    found = [i for i in tail if i in page.hits and not page.hits[i].rule.startswith(_NO_FOOT)]
    if len(found) < FOOT or len(found) < FULL * (tail.stop - found[0]):
        return
    for i in range(found[0], tail.stop):
        if i not in page.hits and _nobody_says(page.lines[i].text):
            page.hits[i] = Hit(REST, 0.8)


def _nobody_says(text: str) -> bool:
    return len(text) <= SHORT and text[-1] not in "。!?…,;" and not (_CREDIT.search(text) or _SPOKEN.search(text))
