"""The characters of a text as numbers, for what looks at all of them at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

import numpy as np

Array = Any  # numpy arrays
SPACE = "".join(filter(str.isspace, map(chr, range(0x10000))))
"""All white space."""
_ODD_FACTOR = np.uint16(0x9E37)
_ODD = 0xFFFF  # stands for all characters beyond two bytes


@lru_cache(maxsize=2)
def codes(text: str) -> Array:
    """One number a character in two bytes, and a 0 behind the last; the last texts' are kept for the next pass.

    What looks behind the end, or before the beginning at -1, finds the 0.

    >>> codes("好😀").tolist() == [ord("好"), 0xFFFF, 0]
    True
    """
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass") + bytes(4), "<u4")
    short = wide.astype("<u2")
    if wide.max() > _ODD:
        short[wide > _ODD] = _ODD
    return short


@cache
def table(some: str) -> Array:
    """For every number whether it is one of some characters.

    >>> table("好的")[codes("好不")].tolist()
    [True, False, False]
    """
    out = np.zeros(0x10000, bool)
    out[[ord(char) for char in some]] = True
    return out


def han(chars: Array) -> Array:
    """Which of them are Chinese characters of the common block.

    >>> han(codes("好a")).tolist()
    [True, False, False]
    """
    return (chars >= 0x4E00) & (chars <= 0x9FFF)


def places(text: str, some: str) -> Array:
    """Where one of some characters stands.

    >>> places("好不好", "好的").tolist()
    [0, 2]
    """
    if _common(some):
        return np.flatnonzero(table(some).take(codes(text)))
    at, found = signs(text)
    return at[np.flatnonzero(table(some).take(found))]


@cache
def _common(some: str) -> bool:
    """Whether one of them is a Chinese character."""
    return any("\u4e00" <= char <= "\u9fff" for char in some)


@lru_cache(maxsize=2)
def signs(text: str) -> tuple[Array, Array]:
    """Where all characters that are no Chinese ones stand, and their codes.

    >>> [column.tolist() for column in signs("好a，")] == [[1, 2], [ord("a"), ord("，")]]
    True
    """
    found = codes(text)[:-1]
    at = np.flatnonzero(~han(found))
    return at, found[at]


def skipped(chars: Array, at: Array, some: str, step: int = 1) -> Array:
    """From each place on (or back, where `step` is -1) the first one with another character.

    Going back, places lie between characters: the one before is looked at.

    >>> [skipped(codes("a  b"), np.array([1, 3]), " ", step).tolist() for step in (1, -1)]
    [[3, 3], [1, 1]]
    """
    known, before = table(some), min(step, 0)
    moves = np.flatnonzero(known.take(chars[at + before]))
    out = at.copy() if len(moves) else at
    while len(moves):
        out[moves] += step
        moves = moves[known.take(chars[out[moves] + before])]
    return out


@lru_cache(maxsize=2)
def pairs(text: str) -> Array:
    """One number for each character with the next one; now and then two pairs have the same.

    >>> [pairs("好好好").tolist().count(n) for n in pairs("好好").tolist()]
    [2, 1]
    """
    found = codes(text)
    return found[:-1] * _ODD_FACTOR + found[1:]


class Detector:
    """Where one of many words of two characters and more may begin: cheap, right wherever one does, seldom elsewhere.

    >>> Detector(["点赞", "字幕"]).places("请点赞，字幕").tolist()
    [1, 4]
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._known = np.zeros(0x10000, bool)
        for word in words:
            self._known[pairs(word[:2])[0]] = True

    def at(self, chars: Array, places: Array) -> Array:
        """The same, looked at only where it may be.

        >>> Detector(["点赞"]).at(codes("请点赞"), np.array([0, 1])).tolist()
        [1]
        """
        found = self._known.take(chars[places] * _ODD_FACTOR + chars[np.minimum(places + 1, len(chars) - 1)])
        return places[np.flatnonzero(found)]

    def places(self, text: str) -> Array:
        """The places in text order."""
        return np.flatnonzero(self._known.take(pairs(text)))

    def any(self, text: str) -> bool:
        """Whether there is such a place.

        >>> Detector(["点赞"]).any("请点赞")
        True
        """
        return bool(self._known.take(pairs(text)).any())


def matches(pattern: re.Pattern[str], text: str, at: Array) -> Iterator[re.Match[str]]:
    """What `pattern.finditer` finds, where matches can begin at these places alone.

    >>> [m.span() for m in matches(re.compile("a+"), "aab a", np.array([0, 1, 4]))]
    [(0, 2), (4, 5)]
    """
    look, free = pattern.match, 0
    for place in at.tolist():
        if place >= free and (found := look(text, place)):
            free = found.end()
            yield found


def occurrences(word: str, text: str) -> Iterator[int]:
    """Where a word stands, overlapping or not.

    >>> list(occurrences("十十", "三十十十"))
    [1, 2]
    """
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


class Tree:
    """Words as a tree, walked from many places of a text at once: `nodes` are the beginnings of words.

    >>> tree = Tree(["所以", "所谓", "那"])
    >>> [tree.nodes[n] for n in tree.reached(codes("所以那么所有"), np.array([0, 2, 3, 4]))]
    ['所以', '那', '', '所']
    """

    def __init__(self, words: Iterable[str], back: bool = False) -> None:
        """Walked `back`, from the end of a word to its beginning, the nodes are read from their end as well."""
        self._step = -1 if back else 1
        turned = sorted({word[:: self._step] for word in words})
        begun = dict.fromkeys(word[:n] for word in turned for n in range(len(word) + 1))
        number = {node: n for n, node in enumerate(sorted(begun, key=lambda node: (len(node), node)))}
        self.nodes = [node[:: self._step] for node in number]
        self._first = np.zeros(0x10000, np.intp)
        further = {}
        for node, n in number.items():
            if len(node) == 1:
                self._first[ord(node)] = n
            elif node:
                further[number[node[:-1]] << 16 | ord(node[-1])] = n
        self._keys = np.array([*sorted(further), 1 << 62])
        self._to = np.array([*(further[key] for key in sorted(further)), 0])
        self._inner = np.zeros(len(number), bool)
        self._inner[self._keys[:-1] >> 16] = True
        self._inner[0] = False

    def reached(self, chars: Array, at: Array) -> Array:
        """The number of the farthest node from each place; walked back, places are the ends of words."""
        at = at if self._step > 0 else at - 1
        out = self._first.take(chars[at])
        live = np.flatnonzero(self._inner.take(out))
        node, at = out[live], at[live]
        while len(live):
            at = at + self._step
            key = node << 16 | chars[at]
            place = self._keys.searchsorted(key)
            goes = np.flatnonzero(self._keys[place] == key)
            node = self._to[place[goes]]
            out[live[goes]] = node
            further = np.flatnonzero(self._inner.take(node))
            goes = goes[further]
            live, node, at = live[goes], node[further], at[goes]
        return out
