"""Aligning two long, differently worded versions of one talk by the short strings they share."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tclean.text.chars import HAN

_SOLID = re.compile(rf"[{HAN}A-Za-z0-9]")
_FILLERS = frozenset("呃嗯啊哎欸诶")
SIZES = (6, 4, 3, 2)
_SEED = 6
_FEW = 2  # shared strings a paragraph needs to have a place
Told = tuple[str, str]
"""Who, and what was said."""


class Run(NamedTuple):
    """`a[start_a : start_a + length]` equals `b[start_b : start_b + length]`."""

    start_a: int
    start_b: int
    length: int


def solid(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text without fillers, in lower case, and where each one stands.

    >>> solid("嗯，AI 好")
    ('ai好', [2, 3, 5])
    """
    places = [m.start() for m in _SOLID.finditer(text) if m[0] not in _FILLERS]
    return "".join([text[p] for p in places]).lower(), places


def align(a: str, b: str, sizes: Sequence[int] = SIZES) -> list[Run]:
    """Runs the two strings share in the same order.

    Anchors are strings of `sizes[0]` characters that occur once in each; the longest chain that rises on both sides
    is kept, then the gaps are searched for shorter ones. Near-linear in the length of both.

    >>> align("今天我们谈大模型的扩展", "今天我谈谈大模型的扩展", (4, 2))
    [Run(start_a=0, start_b=0, length=3), Run(start_a=4, start_b=4, length=7)]
    """
    found: list[tuple[int, int, int]] = []
    gaps = [(0, len(a), 0, len(b))]
    for size in sizes:
        smaller: list[tuple[int, int, int, int]] = []
        for a0, a1, b0, b1 in gaps:
            at_a, at_b = a0, b0
            for i, j in _chain(list(_shared(a, b, (a0, a1, b0, b1), size))):
                if i < at_a or j < at_b:
                    if i - j != at_a - at_b or i + size <= at_a:
                        continue  # overlaps the anchor before it on another diagonal
                    i, j, length = at_a, at_b, i + size - at_a
                else:
                    length = size
                    smaller.append((at_a, i, at_b, j))
                found.append((i, j, length))
                at_a, at_b = i + length, j + length
            smaller.append((at_a, a1, at_b, b1))
        gaps = [g for g in smaller if g[1] > g[0] and g[3] > g[2]]
    return _merged(sorted(found))


def _shared(a: str, b: str, gap: tuple[int, int, int, int], size: int) -> Iterator[tuple[int, int]]:
    """Places of the strings of `size` characters that occur once in each side of a gap, by place in `a`."""
    a0, a1, b0, b1 = gap
    if a1 - a0 < size or b1 - b0 < size:
        return
    mine = _once(a, a0, a1, size)
    other = _once(b, b0, b1, size)
    for gram, i in mine.items():
        j = other.get(gram, -1)
        if i >= 0 and j >= 0:
            yield i, j


def _once(text: str, start: int, end: int, size: int) -> dict[str, int]:
    """String → its place, -1 where it comes more than once."""
    out: dict[str, int] = {}
    for i in range(start, end - size + 1):
        gram = text[i : i + size]
        out[gram] = -1 if gram in out else i
    return out


def _chain(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `pairs` (sorted by the first) that rises in the second as well."""
    tails: list[int] = []
    at: list[int] = []
    back: list[int] = []
    for n, (_, j) in enumerate(pairs):
        k = bisect_left(tails, j)
        back.append(at[k - 1] if k else -1)
        if k == len(tails):
            tails.append(j)
            at.append(n)
        else:
            tails[k], at[k] = j, n
    out = []
    n = at[-1] if at else -1
    while n >= 0:
        out.append(pairs[n])
        n = back[n]
    return out[::-1]


def _merged(runs: Sequence[tuple[int, int, int]]) -> list[Run]:
    out: list[Run] = []
    for i, j, length in runs:
        last = out[-1] if out else None
        if last and last.start_a + last.length == i and last.start_b + last.length == j:
            out[-1] = last._replace(length=last.length + length)
        else:
            out.append(Run(i, j, length))
    return out


def main_line(places: Sequence[tuple[int, float]]) -> set[int]:
    """Which of (place, weight) items belong to the heaviest rising chain: text told twice out of order is left out.

    >>> sorted(main_line([(50, 1.0), (10, 4.0), (20, 3.0), (60, 5.0)]))
    [1, 2, 3]
    """
    best: list[float] = []
    back: list[int] = []
    for n, (place, weight) in enumerate(places):
        before = max((k for k in range(n) if places[k][0] <= place), key=best.__getitem__, default=-1)
        best.append(weight + (best[before] if before >= 0 else 0.0))
        back.append(before)
    n = max(range(len(best)), key=best.__getitem__, default=-1)
    out = set()
    while n >= 0:
        out.add(n)
        n = back[n]
    return out


def in_order(mine: str, told: Sequence[Told]) -> list[Told]:
    """Paragraphs of another version as solid text, without those told a second time out of order (key points).

    >>> text = "甲乙丙丁戊己庚辛壬癸" + "子丑寅卯辰巳午未申酉"
    >>> told = [("b", "子丑寅卯辰巳午未申"), ("a", "甲乙丙丁戊己庚辛壬癸"), ("b", "子丑寅卯辰巳午未申酉")]
    >>> [name for name, _ in in_order(text, told)]
    ['a', 'b']
    """
    where: dict[str, int] = {}
    for i in range(len(mine) - _SEED + 1):
        gram = mine[i : i + _SEED]
        where[gram] = -1 if gram in where else i
    words = [(name, solid(text)[0]) for name, text in told]
    placed: list[tuple[int, float]] = []
    at: list[int] = []
    for n, (_, text) in enumerate(words):
        hits = [where.get(text[i : i + _SEED], -1) for i in range(len(text) - _SEED + 1)]
        hits = sorted(h for h in hits if h >= 0)
        if len(hits) >= _FEW:
            placed.append((hits[len(hits) // 2], float(len(hits))))
            at.append(n)
    line = main_line(placed)
    keep = [False] * len(words)
    for k, (n, after) in enumerate(zip(at, [*at[1:], len(words)], strict=True)):
        keep[n] = k in line
        between = k in line and (k + 1 in line or after == len(words))
        keep[n + 1 : after] = [between] * (after - n - 1)  # short ones go with their neighbours
    return [w for n, w in enumerate(words) if keep[n]]
