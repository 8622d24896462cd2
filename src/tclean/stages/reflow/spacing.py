"""Blanks between Chinese characters. The policy: blanks between Chinese and Latin stay as they were written.

Where the recogniser wrote blanks for commas they become commas (`好 谢谢 → 好，谢谢`) or list signs
(`理解 生成 逻辑和记忆 → 理解、生成、逻辑和记忆`); a blank inside a name or a word goes. Prose is left alone.
"""

from __future__ import annotations

import re

import numpy as np

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, edit
from tclean.text.codes import codes, han, places, skipped
from tclean.text.sentences import evidence
from tclean.text.wordcut import word_cut

COMMA = "reflow:space-comma"
BLANK = "reflow:stray-blank"
_H = "[\u4e00-\u9fff]"
_LATIN_BLANK = re.compile(rf"(?<=[A-Za-z0-9%])[ \u3000]+(?={_H})")
# what follows a blank inside a list: 逻辑和记忆, 逻辑 记忆 这四种能力; 各种场景 behind 各行各业
_MEMBERS = re.compile(rf"(?:{_H}{{2,5}} )*{_H}{{1,4}}[啊呀]?(?:等|和|与|以及| 这[两三四五六七八九几])")
_ALIKE = re.compile(rf"(各|包括|有的|或者){_H}{{2,4}}[ 、]\1{_H}{{2,4}}")
_OPENER = (
    "那",
    "所以",
    "但",
    "然后",
    "就",
    "也",
    "它",
    "他",
    "我",
    "而",
    "都",
    "再",
    "不",
    "还",
    "这",
    "是",
    "可以",
    "比如",
    "在",
)


def spaces(doc: Document) -> Findings:
    """Commas for blanks in `spaced` text, stray blanks away in other recognised speech."""
    text = doc.text
    layout = doc.meta.extra["layout"]
    if layout == "prose":
        return Findings()
    blanks = _blanks(text)
    written = text.count("，") if blanks else 0
    commas = layout == "spaced" or len(blanks) > max(5, written // 10) or (layout == "lines" and len(blanks) > written)
    names = {p.name for p in doc.meta.participants}
    out = [e for start, end in blanks if (e := _blank(text, start, end, commas, names))]
    if commas:
        out += [
            edit(text, *m.span(), "，", COMMA, confidence=0.7)
            for m in _LATIN_BLANK.finditer(text)
            if evidence().head(text, m.end()) > 0
        ]
    return Findings(out)


def _blanks(text: str) -> list[tuple[int, int]]:
    """The stretches of blanks between two Chinese characters."""
    chars = codes(text)
    blank = places(text, " \u3000")
    first = blank[np.diff(blank, prepend=-2) > 1]
    behind = skipped(chars, first, " \u3000")
    between = np.flatnonzero(han(chars[first - 1]) & han(chars[behind]))
    return list(zip(first[between].tolist(), behind[between].tolist(), strict=True))


def _blank(text: str, start: int, end: int, commas: bool, names: set[str]) -> Edit | None:
    around = text[max(0, start - 3) : start] + text[end : end + 3]
    if any(n in around for n in names) or word_cut(text, start, end):
        return edit(text, start, end, "", BLANK, confidence=0.85)
    if not commas:
        opener = evidence().head(text, end) > 0
        return edit(text, start, end, "，", COMMA, confidence=0.8) if opener else None
    sign = "、" if _list(text, start, end) else "，"
    return edit(text, start, end, sign, COMMA, confidence=0.85)


def _list(text: str, start: int, end: int) -> bool:
    """Whether the blank stands between members of a list, which ends in `英文等等` or `逻辑和记忆`."""
    if text.startswith(_OPENER, end) or text[start - 1] in "呢了吗吧":
        return False
    if _MEMBERS.match(text, end):
        return True
    return any(m.start() < start < m.end() for m in _ALIKE.finditer(text, max(0, start - 8), end + 6))
