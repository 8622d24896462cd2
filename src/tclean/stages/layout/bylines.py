"""By-lines, dates and page heads: lines about the text, at its top."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tclean.stages.layout.headline import cast_line, numbered
from tclean.stages.layout.lines import Line
from tclean.text.langdata import language_data

_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})日?(?:[ T]+(\d{1,2}:\d{2}(?::\d{2})?))?(?!\d)"
)
_STAMPED = re.compile(r"(?:发布|發佈|发表|更新|出版|日期|时间|時間|date|published)", re.I)
_URL = re.compile(r"https?://[^\s<>\"'）)】\]，。]+")
_NO_TITLE = re.compile(
    r"^(?:!\[|https?:|各位|大家|你们|您|嗯|呃|嗨|好|亲爱的|尊敬的|感谢|谢谢|电话|地址|邮箱)|[：:，,、.。；;]$"
)
TOP = 14


@cache
def _byline() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, language_data("labels")["bylines"]), key=len, reverse=True))
    return re.compile(rf"\W{{0,2}}(?:本文)?(?:{names})\s?(?:[:：丨|｜/／]|\s{{2,}})")


def is_byline(text: str) -> bool:
    """Whether a line tells who wrote, edited or published, or when.

    >>> [is_byline(t) for t in ("作者丨程某", "来源：互联网 发布日期：2024-09-25", "2024-03-28 智慧城市", "李四：好")]
    [True, True, True, False]
    """
    if len(text) > 120:
        return False
    if _byline().match(text):
        return True
    m = _date(text)
    return m is not None and len(text) - (m.end() - m.start()) <= 16 and text[-1] not in "。！？!?"


def _date(text: str) -> re.Match[str] | None:
    return _DATE.search(text) if "20" in text or "19" in text else None


def iso_date(text: str) -> str | None:
    """The first full date of a text as ISO 8601, or None.

    >>> iso_date("发布日期:2024-09-25 20:07:45"), iso_date("2024年6月4日"), iso_date("6月4日")
    ('2024-09-25T20:07:45', '2024-06-04', None)
    """
    m = _date(text)
    if m is None or not (1 <= int(m[2]) <= 12 and 1 <= int(m[3]) <= 31):
        return None
    day = f"{m[1]}-{int(m[2]):02d}-{int(m[3]):02d}"
    return f"{day}T{m[4].zfill(5) if m[4].count(':') == 1 else m[4].zfill(8)}" if m[4] else day


def page_date(lines: Sequence[Line]) -> str | None:
    """The date a page head gives: of a by-line among its first lines.

    >>> from tclean.stages.layout.lines import split_lines
    >>> page_date(split_lines("标题\\n作者：某某 发布时间：2024-06-15\\n正文。"))
    '2024-06-15'
    """
    for line in lines[:TOP]:
        if len(line.text) > 120 or (found := iso_date(line.text)) is None:
            continue
        if is_byline(line.text) or _STAMPED.search(line.text):
            return found
    return None


def page_url(lines: Sequence[Line]) -> str | None:
    """The address a page head gives for itself (原文链接, 来源), or None.

    >>> from tclean.stages.layout.lines import split_lines
    >>> page_url(split_lines("标题\\n原文链接：https://a.cn/b.html\\n正文。"))
    'https://a.cn/b.html'
    """
    for line in lines[:TOP]:
        m = _URL.search(line.text) if "http" in line.text else None
        if m and len(line.text) - len(m[0]) <= 20 and not line.text.startswith("!["):
            return m[0]
    return None


def title_line(lines: Sequence[Line], prose: bool = True) -> int | None:
    """Which line is the title of an article without heading marks: the one above the first by-line, else the first.

    Without a by-line only `prose` has one, and only a line that could be one: open, short, no greeting.

    >>> from tclean.stages.layout.lines import split_lines
    >>> title_line(split_lines("本站导航\\n大模型的未来\\n作者：某某\\n正文很长。"))
    1
    """
    if lines and numbered(lines[0].text):
        return 0
    for i, line in enumerate(lines[:6]):
        if is_byline(line.text) or cast_line(line.text):
            return i - 1 if i and not lines[i - 1].text.endswith("。") else None
    if not prose or not lines or lines[0].final or _NO_TITLE.search(lines[0].text) or len(lines[0].text) > 60:
        return None
    return 0
