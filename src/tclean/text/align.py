"""Where in one string a near-copy of another stands: a local alignment over the opcodes of a longest common run."""

from __future__ import annotations

from typing import NamedTuple, cast

from rapidfuzz.distance import LCSseq

Op = tuple[str, int, int, int, int]  # tag, and a stretch of either string


class Overlap(NamedTuple):
    """`a[a_start:a_end]` and `b[b_start:b_end]` are near-copies that share `matched` characters in order.

    `alone` is the longest stretch of `a`, inside or outside, that `b` has nothing for.
    """

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    matched: int
    alone: int


def overlap(a: str, b: str) -> Overlap | None:
    """The best-aligned stretch of two strings.

    Each common character counts one, each gap costs its length, long gaps less: a copy may leave a sentence out.

    >>> overlap("新的标题。大模型正面临一些挑战", "他说第二大模型正面临着一些挑战对吧")
    Overlap(a_start=5, a_end=15, b_start=4, b_end=15, matched=10, alone=5)
    """
    if (at := b.find(a)) >= 0:
        return Overlap(0, len(a), at, at + len(a), len(a), 0) if a else None
    core = _core(cast(list[Op], LCSseq.opcodes(a, b).as_list()))
    if not core:
        return None
    matched = alone = 0
    for tag, left, right, _, _ in core:
        if tag == "equal":
            matched += right - left
        elif right - left > alone:
            alone = right - left
    return _grown(a, b, Overlap(core[0][1], core[-1][2], core[0][3], core[-1][4], matched, alone))


def _core(ops: list[Op]) -> list[Op]:
    """The run of operations worth most."""
    best = total = 0.0
    first = begin = stop = 0
    for n, (tag, left, right, low, high) in enumerate(ops):
        if tag == "equal":
            if total <= 0:
                total, first = 0.0, n
            total += right - left
            if total > best:
                best, begin, stop = total, first, n + 1
        else:
            gap = right - left if right - left > high - low else high - low
            total -= gap if gap < 8 else 6 + gap / 4
    return ops[begin:stop]


def _grown(a: str, b: str, found: Overlap) -> Overlap:
    """An overlap taken as far as both strings go on alike: the longest run may match a border letter elsewhere."""
    a_start, a_end, b_start, b_end = found[:4]
    while a_start and b_start and a[a_start - 1] == b[b_start - 1]:
        a_start, b_start = a_start - 1, b_start - 1
    while a_end < len(a) and b_end < len(b) and a[a_end] == b[b_end]:
        a_end, b_end = a_end + 1, b_end + 1
    more = found.a_start - a_start + a_end - found.a_end
    return Overlap(a_start, a_end, b_start, b_end, found.matched + more, max(found.alone, a_start, len(a) - a_end))
