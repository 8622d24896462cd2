"""Stutters and restarts: `我我我 → 我`, `讨讨论 → 讨论`, `训练特定，训练特定的模型 → 训练特定的模型`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, edit
from tclean.text.langdata import language_data, words_of
from tclean.text.lexicon import words
from tclean.text.spans import Spans

STUTTER = "disfluency:stutter"
REPEAT = "disfluency:repeat"
RESTART = "disfluency:restart"
AGREE = "disfluency:agreement"
REPEATED = "repeated"  # in `Meta.extra`: something was said twice
LONGEST = 8
_BLOCKS = ("heading", "note", "event")
_COMMON = 50  # a word of at least this frequency is no accident
_FAR = 5  # times as frequent
_NUMERALS = frozenset("零一二三四五六七八九十百千万亿两〇")
_HAN_PAIR = re.compile(r"[\u4e00-\u9fff]+")


def doublings(text: str, longest: int = LONGEST) -> Iterator[tuple[int, int, int]]:
    """(start, size of the unit, copies) of everything written twice or oftener in a row, longest units first.

    >>> list(doublings("有一个有一个矛盾"))
    [(0, 3, 2)]
    """
    codes = _codes(text)
    count, width = len(codes), codes.itemsize
    wide = np.zeros(count + longest, codes.dtype)
    wide[:count] = codes
    further = np.ndarray((longest, count), codes.dtype, wide, width, (width, width))  # row n: n + 1 further on
    same = np.zeros(longest * count + 1, bool)
    rows = same[1:].reshape(longest, count)
    np.equal(further, codes, out=rows)
    rows &= (codes >= 0x4E00) & (codes <= 0x9FFF)  # never true in the last column: runs end with their row
    edges = np.flatnonzero(same[1:] != same[:-1])
    starts, lengths = edges[::2], edges[1::2] - edges[::2]
    long = lengths > starts // max(count, 1)
    for start, length in zip(starts[long].tolist()[::-1], lengths[long].tolist()[::-1], strict=True):
        row, at = divmod(start, count)
        yield at, row + 1, 1 + length // (row + 1)


def _codes(text: str) -> NDArray[Any]:
    """One number a character; two bytes each wherever that is enough."""
    short = text.encode("utf-16-le", "surrogatepass")
    if len(short) == 2 * len(text):
        return np.frombuffer(short, "<u2")
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


class Repeats:
    """The pass; `agreement` is `keep` or `one` (对对对 → 对)."""

    def __init__(self, agreement: str = "keep") -> None:
        data = language_data("disfluency")
        self._agreement = agreement
        self._stutters = frozenset(words_of(data["stutters"]))
        self._doubles = frozenset(words_of(data["doubles"]))
        self._pairs = frozenset(words_of(data["stutter_pairs"]) + words_of(data["other_pairs"]))
        self._stay = frozenset(words_of(data["stay"]))
        self._one_by_one = words_of(data["one_by_one"])
        self._cries = frozenset(words_of(data["cries"]))
        self._most = words_of(data["qualified"])

    def __call__(self, doc: Document) -> Findings:
        """The copies too many, deleted in front of the one that stays."""
        text = doc.text
        blocks = Spans((m.start, m.end) for m in doc.marked(*_BLOCKS))
        taken = 0
        edits: list[Edit] = []
        for start, size, copies in sorted(doublings(text), key=lambda d: (d[0], -d[1])):
            if start < taken or (size == 1 and text[start] in self._doubled(copies)) or start in blocks:
                continue
            if not self._stuttered(text, start, size, copies):
                continue
            rule = STUTTER if size == 1 else REPEAT
            taken = start + size * copies
            edits.append(edit(text, start, start + size * (copies - 1), "", rule, confidence=0.9))
        return Findings(edits, meta={"extra": {REPEATED: True}} if edits else {})

    def again(self, doc: Document) -> Findings:
        """The same once more, where there was anything: one repeat may be left when another has gone."""
        return self(doc) if doc.meta.extra.get(REPEATED) else Findings()

    def _doubled(self, copies: int) -> frozenset[str]:
        """The characters doubled on purpose; three times are 对对对 and 好好好, but not 扫扫扫描."""
        return self._doubles if copies < 3 else self._cries

    def _stuttered(self, text: str, start: int, size: int, copies: int) -> bool:
        unit = text[start : start + size]
        if _NUMERALS.issuperset(unit) or self._agrees(text, start, size, copies):
            return False
        if size == 1:
            return self._single(text, start, copies)
        if unit in self._stay or unit[1:] + unit[0] in self._stay or len(set(unit)) == 1:
            return False
        if unit in ("一个", "个一"):
            qualified = text.startswith(self._most, start + 2 * size)  # 一个一个最基本的操作
            return copies > 2 or qualified or text.endswith(self._one_by_one, max(0, start - 2), start)
        if unit in self._pairs:
            return True
        if unit[0] in "一越又的之几" or unit[-1] == "越" or (size == 2 and ("不" in unit or "没" in unit)):
            return copies > 3
        if size == 2 and copies == 2:
            return unit[0] == "再" or not self._stutters.isdisjoint(unit)
        if size > 2 and copies == 2 and text.startswith(_ECHO, start + 2 * size):
            return False  # 接得很便宜很便宜，谢谢: somebody says it after him
        return copies > 2 or unit not in words()  # 清华大学清华大学附属医院

    def _single(self, text: str, start: int, copies: int) -> bool:
        """One character doubled: a function word, or the first half of a word (讨讨论)."""
        char, after = text[start], text[start + copies : start + copies + 1]
        table = words()
        word, doubled = table.get(char + after), table.get(char * 2)
        if char not in self._stutters and _paired(text, start, copies):
            return False
        if start and (_is_word(text[start - 1 : start + 1]) or _is_word(text[max(0, start - 2) : start + 1])):
            return False  # 现在在, 研究究竟: the second one begins another word
        if doubled >= _COMMON:  # 真真正 is 真正, but 处处理解 begins with 处处
            begins = _is_word(text[start + copies : start + copies + 2])
            return word > _FAR * doubled and copies == 2 and not begins and not _paired(text, start, copies)
        return char in self._stutters or word >= _COMMON

    def _agrees(self, text: str, start: int, size: int, copies: int) -> bool:
        """对对对, 是是是, 可以可以 as a whole clause: agreement, not stuttering."""
        end = start + size * copies
        before, after = text[start - 1 : start], text[end : end + 1]
        whole = (not before or not before.isalnum()) and (not after or not after.isalnum())
        return whole and self._agreement == "keep"


def _paired(text: str, at: int, copies: int) -> bool:
    """Whether the doubled character is half of 清清楚楚."""
    before, after = text[max(0, at - 2) : at], text[at + 2 : at + 4]
    return copies == 2 and any(len(pair) == 2 and pair[0] == pair[1] and pair.isalpha() for pair in (before, after))


def _is_word(text: str) -> bool:
    return len(text) > 1 and words().get(text, 0) >= _COMMON


_ECHO = ("，", "。", "？", "！", "\n", "也", "对")
_FIRST = re.compile(r"(?=([\u4e00-\u9fff]{2,8}+)，\1[\u4e00-\u9fff])")
_ONE = re.compile(r"(?<=[，。？！\n])([我你您他她它这那就在去从把有会能跟让被要为到])，(?=\1[\u4e00-\u9fff])")
_THAT_IS = re.compile(r"就是说?，(?=就是)")
_AGAIN = re.compile(r"[，。？！\n](?=([\u4e00-\u9fff]{2,8}+)，\1[\u4e00-\u9fff])")


def restarts(doc: Document) -> Findings:
    """A clause broken off and begun again: the first attempt goes. A topic taken up (模型，模型是…) stays."""
    text = doc.text
    blocks = Spans((m.start, m.end) for m in doc.marked(*_BLOCKS))
    edits = []
    first = _FIRST.match(text)
    for m in [*([first] if first else []), *_AGAIN.finditer(text)]:
        start, end = m.span(1)
        if start not in blocks and _broken_off(m.group(1)):
            edits.append(edit(text, start, end + 1, "", RESTART, confidence=0.85))
    done = {e.start for e in edits}
    edits += [
        edit(text, m.start(), m.end(), "", RESTART, confidence=0.85)
        for m in (*_THAT_IS.finditer(text), *_ONE.finditer(text))
        if m.start() not in blocks and m.start() not in done
    ]
    return Findings(edits)


def _broken_off(clause: str) -> bool:
    """Whether a clause cannot stand alone: no word by itself, or a function word."""
    data = language_data("disfluency")
    if clause in words_of(data["stutter_pairs"]):
        return True
    return len(clause) > 2 and clause not in words() and clause not in words_of(data["stay"])
