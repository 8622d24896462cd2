"""Short lines at the edges of a page in the words a page is operated with: 登录后参与讨论, 0条评论, 首页 新闻 体育."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from tclean.stages.boilerplate.page import Hit, Page
from tclean.text.langdata import language_data, words_of

BUTTONS = "boilerplate:shape/buttons"
BETWEEN = "boilerplate:shape/between"
LONGEST = 60
KNOWN = 0.8  # of a line's letters are words of pages …
OWN = 0.3  # … and so many such that say nothing else
MENU, NAMED = 4, 0.5  # so many short parts in a row are a menu if this share of them is known
SHORT, LONGEST_PART = 30, 12
RUN = 3  # so many lines between two of furniture

_LETTERS = re.compile(r"(?<!\d)[^\W\d_]+")  # 1.5x is a number
_PARTS = re.compile(r"[\s|/·,>»›、]+")
_CREDIT = re.compile(r"[:|]|编辑|作者|记者|来源|撰文|审核|校对|摄影|责编|整理|翻译|出品|监制|文字|策划|完$")


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
    """Mark such lines above and below the text, and below it what stands between two lines of furniture."""
    first, last = page.body()
    tail = range(max(first, last), len(page.lines))
    for i in (*range(first), *tail):
        if i not in page.hits and operates(page.lines[i].text):
            page.hits[i] = Hit(BUTTONS, 0.9)
    for above, below in pairwise(sorted(i for i in page.hits if i >= tail.start)):
        if 1 < below - above <= RUN + 1 and all(_nobody_says(page.lines[i].text) for i in range(above + 1, below)):
            page.hits |= dict.fromkeys(range(above + 1, below), Hit(BETWEEN, 0.85))


def _nobody_says(text: str) -> bool:
    return len(text) <= SHORT and text[-1] not in "。!?…" and not _CREDIT.search(text)
