"""The characters of a text as numbers, for what looks at all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

import numpy as np

Array = Any  # numpy arrays
SPACE = "".join(filter(str.isspace, map(chr, range(0x10000))))
"""All white space."""
_ODD = 0xFFFF  # stands for all characters beyond two bytes


@lru_cache(maxsize=2)
def codes(text: str) -> Array:
    """One number a character in two bytes, and a 0 behind the last; the last texts' are kept for the next pass.

    What looks behind the end, or before the beginning at -1, finds the 0.

    >>> codes("好😀").tolist() == [ord("好"), 0xFFFF, 0]
    True
    """
    short = text.encode("utf-16-le", "surrogatepass") + bytes(2)
    if len(short) == 2 * len(text) + 2:
        return np.frombuffer(short, "<u2")
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass") + bytes(4), "<u4")
    return np.minimum(wide, _ODD).astype("<u2")


@cache
def table(some: str) -> Array:
    """For every number whether it is one of some characters.

    >>> table("好的")[codes("好不")].tolist()
    [True, False, False]
    """
    out = np.zeros(0x10000, bool)
    out[[ord(char) for char in some]] = True
    return out


def places(text: str, some: str) -> Array:
    """Where one of some characters stands.

    >>> places("好不好", "好的").tolist()
    [0, 2]
    """
    found = codes(text)
    if len(some) == 1:
        return np.flatnonzero(found == ord(some))
    return np.flatnonzero(table(some)[found])


def skipped(chars: Array, at: Array, some: str, step: int = 1) -> Array:
    """From each place on (or back, where `step` is -1) the first one with another character.

    Going back, places lie between characters: the one before is looked at.

    >>> [skipped(codes("a  b"), np.array([1, 3]), " ", step).tolist() for step in (1, -1)]
    [[3, 3], [1, 1]]
    """
    known, before = table(some), min(step, 0)
    out = at.copy()
    moves = np.flatnonzero(known[chars[out + before]])
    while len(moves):
        out[moves] += step
        moves = moves[known[chars[out[moves] + before]]]
    return out


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
        self._leaf = np.ones(len(number), bool)
        self._leaf[self._keys[:-1] >> 16] = False

    def reached(self, chars: Array, at: Array) -> Array:
        """The number of the farthest node from each place; walked back, places are the ends of words."""
        at = at if self._step > 0 else at - 1
        out = self._first[chars[at]]
        live = np.flatnonzero(~self._leaf[out] & (out > 0))
        node, at = out[live], at[live]
        while len(live):
            at += self._step
            key = node << 16 | chars[at]
            place = self._keys.searchsorted(key)
            goes = np.flatnonzero(self._keys[place] == key)
            live, node, at = live[goes], self._to[place[goes]], at[goes]
            out[live] = node
            goes = np.flatnonzero(~self._leaf[node])
            live, node, at = live[goes], node[goes], at[goes]
        return out
