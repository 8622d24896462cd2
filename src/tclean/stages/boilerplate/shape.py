"""Furniture that no list of words can name, told by its shape and its place."""

from __future__ import annotations

import re

from tclean.stages.boilerplate.page import Hit, Line, Page
from tclean.stages.boilerplate.worded import worded

TEASER = "boilerplate:shape/teaser"
BLURB = "boilerplate:shape/about-us"
TEASER_LINES = 8
GRAM = 4
COPIED = 0.8  # share of a teaser's 4-grams that the text below must hold
BLURBS = 4  # so many closing paragraphs at most are the publisher's

_TEASER = re.compile(r"^\W*(?:导读|摘要|内容提要|内容摘要|核心提示|简介|编者按)\W")
_SPEAKS = re.compile(r"[我你您咱]|大家|谢谢|[?!吗呢吧啊]|^[^,。]{1,8}:")
_FOUNDED = re.compile(r"成立于|(?:发起|联合|正式)成立|成立的|创[立办]于|创办|创建于|成立,|(?:始|组)建于")
_MISSION = re.compile(r"致力于|致力成为|旨在|宗旨|使命|愿景|(?:提供|积极推进|推动).{2,30}(?:支撑|服务|合作|发展)")
_BODY = re.compile(r"研究院|研究所|研究中心|机构|基金会|平台|协会|学会|组织|公司|媒体|智库|公众号|工作室|社区|学院")


def shapes(page: Page) -> None:
    """Mark the teaser above the text, lines of buttons, and the publisher's own paragraphs below it."""
    _teaser(page)
    worded(page)
    _about_us(page)


def _teaser(page: Page) -> None:
    """A line above the text that is a copy of the text below."""
    for i, line in enumerate(page.lines[:TEASER_LINES]):
        if i not in page.hits and _TEASER.match(line.text) and _copied(line, page.folded[line.end :]):
            page.hits[i] = Hit(TEASER, 0.9)


def _copied(line: Line, rest: str) -> bool:
    own = _solid(line.text)
    grams = {own[k : k + GRAM] for k in range(len(own) - GRAM + 1)}
    below = _solid(rest[: 8 * len(line.text) + 400])
    return bool(grams) and sum(g in below for g in grams) >= COPIED * len(grams)


def _solid(text: str) -> str:
    return re.sub(r"\W+", "", text)


def _about_us(page: Page) -> None:
    """Closing paragraphs in which the publisher speaks of itself: founded, an institution, with a mission; nobody
    speaks in them, and nothing but furniture stands below."""
    found = 0
    for i in range(len(page.lines) - 1, -1, -1):
        if i in page.hits:
            continue
        if found == BLURBS or i == 0 or not _blurb(page.lines[i].text):
            return
        page.hits[i] = Hit(BLURB, 0.85)
        found += 1


def _blurb(text: str) -> bool:
    if not 30 <= len(text) <= 600 or _SPEAKS.search(text):
        return False
    return all(p.search(text) for p in (_FOUNDED, _MISSION, _BODY))
