"""The words of the lattice as a tree of characters; the branch of a first character is unfolded when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from tclean.core.kept import kept
from tclean.text.lexicon import raw

PREFIX_ONLY = 0x7FFF  # the cost of a beginning that is no word itself
SHIFT = 16  # a key is a node above a character; a value is a node (0: nothing begins so) above the cost so far
_COST = (1 << SHIFT) - 1
_OWN = 1 << 40  # nodes from here on belong to one document

Get = Callable[[int], int | None]


class Root(NamedTuple):
    """A first character: its own cost, its node above an empty character (0: no word goes on), its branch."""

    cost: int
    node: int
    get: Get


class _Rows(NamedTuple):
    """The tree in arrays, sorted as the words are: a first character's rows stand together."""

    firsts: str
    starts: Any  # of each first character, and the end
    keys: Any
    values: Any


def _rows() -> _Rows:
    last, lengths, numbers = raw("lattice.xz").split(b"\n", 2)
    chars = np.frombuffer(last.decode("utf-8").encode("utf-32-le"), np.uint32).astype(np.int64)
    length = np.frombuffer(lengths, np.uint8) - ord("0")
    packed = np.frombuffer(numbers, "<u2").astype(np.int64)
    nodes = np.arange(1, len(chars) + 1)
    parents = np.zeros(len(chars), np.int64)
    for n in range(2, int(length.max()) + 1):  # the last shorter row above each
        shorter = np.maximum.accumulate(np.where(length == n - 1, nodes, 0))
        parents = np.where(length == n, shorter, parents)
    starts = np.flatnonzero(length == 1)
    firsts = "".join(map(chr, chars[starts].tolist()))
    values = np.where(packed & 1, nodes, 0) << 2 * SHIFT | packed >> 1
    return _Rows(firsts, np.append(starts, len(chars)), parents << SHIFT | chars, values)


class Trie:
    """First characters by their code.

    >>> root = trie().root(ord("智"))
    >>> found = root.get(root.node | ord("能"))
    >>> found & 0xFFFF < 2000
    True
    """

    def __init__(self, rows: _Rows) -> None:
        self._rows = rows
        self._places = {ord(c): n for n, c in enumerate(rows.firsts)}
        self._roots: dict[int, Root | None] = {}

    def root(self, code: int) -> Root | None:
        """The words that begin with a character."""
        try:
            return self._roots[code]
        except KeyError:
            at = self._places.get(code)
            found = self._roots[code] = None if at is None else self._unfold(at)
            return found

    def costs(self) -> dict[str, int]:
        """What each character costs that stands alone."""
        alone = self._rows.values[self._rows.starts[:-1]] & _COST
        return dict(zip(self._rows.firsts, alone.tolist(), strict=True))

    def _unfold(self, at: int) -> Root:
        start, end = self._rows.starts[at : at + 2].tolist()
        keys, values = self._rows.keys[start + 1 : end], self._rows.values[start:end]
        first = int(values[0])
        return Root(first & _COST, first >> SHIFT, dict(zip(keys.tolist(), values[1:].tolist(), strict=True)).get)


def grown(words: Mapping[str, int]) -> dict[int, Root]:
    """The tree of some words of one document, by first character.

    >>> roots = grown({"面壁": 700})
    >>> root = roots[ord("面")]
    >>> root.get(root.node | ord("壁"))
    700
    """
    tree: dict[int, int] = {}
    nodes: dict[str, int] = {}
    for word, cost in sorted(words.items()):  # beginnings come first
        above = 0
        for n in range(1, len(word)):
            key = above | ord(word[n - 1])
            above = nodes.setdefault(word[:n], _OWN + (len(nodes) << SHIFT))
            tree[key] = above << SHIFT | (tree.get(key, PREFIX_ONLY) & _COST)
        tree[above | ord(word[-1])] = cost
    get = tree.get
    return {key: Root(value & _COST, value >> SHIFT, get) for key, value in tree.items() if key <= _COST}


@cache
def trie() -> Trie:
    """The dictionary's tree, read once a process."""
    return Trie(kept("lattice", (), _rows))


@cache
def char_costs() -> dict[str, int]:
    """What each character of the dictionary costs alone, in Simplified shape: 盐 951, 啃 1141, 赃 1349.

    >>> char_costs()["我"] < char_costs()["赃"]
    True
    """
    return trie().costs()
