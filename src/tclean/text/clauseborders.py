"""Where sentences end in text that has only commas: the evidence at all clause borders of a text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from math import log
from typing import Any, NamedTuple

import numpy as np

from tclean.text.clauseends import (
    ANSWERS,
    FILLERS,
    HOPELESS,
    NEVER,
    REASON,
    SCENE,
    SHORT,
    SHORTEST,
    STRONG,
    THEREFORE,
    THIS,
    WAITS,
    weigher,
)
from tclean.text.clausescan import IS, NAMED, VERB, WAITING, Openings, scan
from tclean.text.codes import Array, skipped

_ROUNDING = 1e-9
_PRIOR = -0.95  # about one clause in four ends a sentence
# longer sentences are likelier to end
_BASE = tuple(_PRIOR + 1.1 * log(max(n, 1) / 30) + 0.015 * min(60, max(0, n - 90)) for n in range(256))
_BASES = np.array(_BASE)
_SIZES = np.array([*range(len(_BASE)), NEVER])
_PART = 25  # characters of each part of a sentence that is divided because it is very long
_EAGER = 0.1  # how far below even the evidence for that may lie
_AS_SOON = re.compile("一(?![个些种样下次点直定般起位家条句件])")

# what speaks against an end
_TINY, _WAITED, _SET, _NOMINAL, _TWO, _SOON, _SUCH, _SUCH_IS, _SO, _ANSWERED = (
    2.0, 3.0, 1.5, 1.2, 1.5, 1.5, 2.5, 1.0, 3.0, 3.0,
)  # fmt: skip
_FEW, _SCENE_SIZE = 5, 14  # characters of a very short clause, and of one that only sets the scene


class Clauses(NamedTuple):
    """The borders of a text in order. Border `i` lies between a clause that ends and one that begins."""

    text: str
    asks: Array  # whether the clause that ends may be a question
    ends: list[int]  # where the one ends
    starts: list[int]  # where the other begins
    comma: list[int]  # the last border with a comma up to this one, or -1
    sounds: list[int]  # characters of hesitation at the other's beginning
    heads: list[float]  # how strongly it begins
    flags: list[int]  # and how
    lasts: list[int]  # where the last word of the one ends, sounds behind it left out
    tails: list[float]  # the weight of that ending
    said: list[int]  # what is said since the last border
    need: list[int]  # characters of a sentence below which no comma here is its end
    eager: list[int]  # the commas that may divide a very long sentence

    @classmethod
    def of(cls, text: str, chars: Array, ends: Array, starts: Array, behind: Array, sure: Array) -> Clauses:
        """`chars` are the text's codes; borders are `text[end:start]`, the words `behind` them may stand further on.

        `sure` are those that are borders whatever else is found: each begins a clause.
        """
        know = scan()
        opens = know.openings(text, chars, behind)
        lasts = skipped(chars, ends, FILLERS, -1)
        tails, asks = know.endings(chars, lasts)
        said = know.said(chars, starts, ends)
        worth = opens.heads + tails
        worth[1:] -= sure[:-1] * _surely_against(starts, opens, lasts, chars[lasts - 1], tails, said)
        need = np.maximum(_SIZES.take(_BASES.searchsorted(-worth - _ROUNDING)), opens.least)
        comma = np.where((chars[ends] == ord("，")) & (ends != starts), np.arange(len(ends)), -1)
        eager = np.flatnonzero((comma >= 0) & (worth + _EAGER > -_ROUNDING))
        columns = (ends, starts, np.maximum.accumulate(comma), *opens[:3], lasts, tails, said, need, eager)
        lists: list[Any] = [column.tolist() for column in columns]
        return cls(text, asks, *lists)

    def ends_here(self, first: int, i: int) -> float:
        """Evidence (log-odds) that the sentence begun at border `first` ends at border `i`."""
        end, head = self.ends[i], self.heads[i]
        size = end - self.starts[first]
        if size < SHORTEST or (size < SHORT and head < STRONG):
            return HOPELESS
        score = _BASE[size if size < 256 else 255] + head
        if score + weigher().best(self.text[end - 1], 0.0) <= 0:
            return score
        return self._weighed(first, i, score)

    def parts(self, first: int, i: int) -> int | None:
        """The border inside a very long sentence (from border `first` to border `i`) at which it may well be two."""
        start, end, heads = self.starts[first], self.ends[i], self.heads
        eager = self.eager[bisect_right(self.eager, first) : bisect_left(self.eager, i)]
        inner = [j for j in eager if self.ends[j] - start >= _PART <= end - self.starts[j]]
        worth = {j: self._weighed(first, j, heads[j] + _EAGER) for j in inner}
        best = max(worth, key=worth.__getitem__, default=None)
        return best if best is not None and worth[best] > 0 else None

    def _weighed(self, first: int, i: int, score: float) -> float:
        """`score` with what the words on both sides of border `i` say."""
        if self.lasts[i] <= self.starts[first]:
            return HOPELESS
        score += self.tails[i]
        return score if score <= 0 else score - self._unfinished(first, i)

    def _unfinished(self, first: int, i: int) -> float:
        """What speaks against an end: a very short last clause, a condition without its answer, half a phrase."""
        text, starts, flags, head, end = self.text, self.starts, self.flags, self.heads[i], self.lasts[i]
        after, following = starts[i], flags[i]
        clause = self.comma[i - 1]
        if clause < first:
            clause = first
        opens, begin = flags[clause], starts[clause] + self.sounds[clause]
        said = self.said[i] if clause == i - 1 else self._between(clause, i)
        against = _TINY if end - begin < _FEW else 0.0
        if opens & WAITS or said & WAITING:
            return against + _WAITED
        if opens & SCENE and end - begin < _SCENE_SIZE:
            against += _SET
        if head < STRONG and self.tails[i] < 1 and said & (NAMED | VERB) == NAMED:
            against += _NOMINAL  # 因为领域上的适配问题，其实成本很高
        if text.find(text[after : after + 2], begin, end) >= 0:
            against += _TWO  # 对于AGI，对于通用人工智能: two of a kind
        if text.find("就", after, after + 6) >= 0 and _AS_SOON.search(text, max(begin, end - 6), end):
            against += _SOON  # 央行一收紧，大家就往外跑
        if following & THIS and text[end - 1] == "的":
            against += _SUCH_IS if said & IS else _SUCH  # 大家可以评测的，这个指标
        if opens & REASON and following & THEREFORE:
            against += _SO  # 因为时间的关系，所以没有办法全部讨论
        if following & ANSWERS and clause > first:
            earlier = max(self.comma[clause - 1], first)
            if flags[earlier] & WAITS or self._between(earlier, clause) & WAITING:
                against += _ANSWERED
        return against

    def _between(self, first: int, i: int) -> int:
        """What is said between two borders."""
        found = 0
        for some in self.said[first + 1 : i + 1]:
            found |= some
        return found


def _surely_against(starts: Array, opens: Openings, lasts: Array, last: Array, tails: Array, said: Array) -> Array:
    """The least that `Clauses._unfinished` finds at each border but the first, if a clause began at the one before."""
    size = lasts[1:] - starts[:-1] - opens.sounds[:-1]
    before, flags, said = opens.flags[:-1], opens.flags[1:], said[1:]
    out = _SET * ((before & SCENE > 0) & (size < _SCENE_SIZE))
    out += _NOMINAL * ((opens.heads[1:] < STRONG) & (tails[1:] < 1) & (said & (NAMED | VERB) == NAMED))
    out += ((flags & THIS > 0) & (last[1:] == ord("的"))) * np.where(said & IS, _SUCH_IS, _SUCH)
    out += _SO * ((before & REASON > 0) & (flags & THEREFORE > 0))
    out[(before & WAITS > 0) | (said & WAITING > 0)] = _WAITED
    out += _TINY * (size < _FEW)
    return out
