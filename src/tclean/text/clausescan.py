"""What `clauseends` knows, read at many places of a text at once."""

from __future__ import annotations

from collections.abc import Container
from functools import cache
from typing import NamedTuple

import numpy as np

from tclean.text.clauseends import FILLERS, WAITS, Weigher, weigher
from tclean.text.codes import Array, Tree, table
from tclean.text.sentences import HESITATIONS, evidence

NAMED, VERB, IS, WAITING, _PERHAPS = (1 << n for n in range(5))
"""What is said between two borders: 的 or 这个; a predicate; 是; a word that makes the clause wait for another one."""
_NOT, _MAYBE = 1 << 14, 1 << 15  # beside the flags of openings: no waiting word; words that stand before those
_SOUNDS = "".join(sorted(HESITATIONS))


class Openings(NamedTuple):
    """How clauses begin, in columns: characters of hesitation, weights, flags, least size of a sentence before it."""

    sounds: Array
    heads: Array
    flags: Array
    least: Array


class Scan:
    """The word lists as trees, the values of their nodes as columns."""

    def __init__(self, know: Weigher) -> None:
        words = know.words
        bits = ((WAITS, words["waiting"]), (_NOT, words["waiting_not"]), (_MAYBE, words["before_waiting"]))
        self._know = know
        self._opens = Tree([*know.flags, *(word for _, some in bits for word in some)])
        rows = [know["", "", node] for node in self._opens.nodes]
        begun = [sum(bit for bit, some in bits if node.startswith(some)) for node in self._opens.nodes]
        self._heads, self._flags, self._least = (np.array(column) for column in list(zip(*rows, strict=True))[1:])
        self._flags |= np.array(begun)
        asked = (*evidence().questions, *evidence().question_closers, "呢")
        asked = tuple({word.rstrip(FILLERS) for word in asked})  # they are sought behind no sound
        self._ends = Tree([*know.endings, *asked], back=True)
        longest = [_longest(node, know.endings) for node in self._ends.nodes]
        self._tails = np.array([know.tails.get(word, 0.0) for word in longest])
        self._again = np.array([word == "呢" for word in longest])
        self._asks = np.array([node.endswith(asked) for node in self._ends.nodes])
        self._inside = Tree(words["waiting_inside"])
        self._waits = np.array([node.startswith(words["waiting_inside"]) for node in self._inside.nodes])
        self._said = np.zeros(0x10000, "u1")
        for some, bit in ((words["predicate"], VERB), ("的", NAMED), ("是", IS)):
            self._said[[ord(c) for c in some]] |= bit
        self._said[[ord(word[0]) for word in words["waiting_inside"]]] |= _PERHAPS

    def openings(self, text: str, chars: Array, places: Array) -> Openings:
        """How the clauses that begin at these places begin; `chars` are the `codes` of the text."""
        node = self._opens.reached(chars, places)
        heads, flags, least = self._heads.take(node), self._flags.take(node), self._least.take(node)
        self._wait(text, places, flags)
        sounds = np.zeros(len(places), np.int64)
        hesitates = np.flatnonzero(table(_SOUNDS)[chars[places]])
        rows = self._know.openings_at(text, places[hesitates].tolist())
        for n, row in zip(hesitates.tolist(), rows, strict=True):
            sounds[n], heads[n], flags[n], least[n] = self._know[row]
        return Openings(sounds, heads, flags, least)

    def _wait(self, text: str, places: Array, flags: Array) -> None:
        """Which clauses wait for another one: the flag is true where the words at hand leave no doubt."""
        waiting, waits = flags & (WAITS | _NOT | _MAYBE), self._know.waits
        flags[waiting != WAITS] &= ~WAITS
        doubt = np.flatnonzero(waiting & _MAYBE)
        found = [waits(text, at) is not None for at in places[doubt].tolist()]
        flags[doubt[found]] |= WAITS

    def endings(self, chars: Array, places: Array) -> tuple[Array, Array]:
        """The weights of the clauses that end at these places, and whether they may be questions."""
        node = self._ends.reached(chars, places)
        found = self._tails.take(node)
        again = np.flatnonzero(self._again.take(node))  # …来说呢: no better than without it
        if len(again):
            found[again] = np.minimum(found[again], self.endings(chars, places[again] - 1)[0])
        return found, self._asks.take(node)

    def tails(self, chars: Array, places: Array) -> Array:
        """The weights of the clauses that end at these places."""
        return self.endings(chars, places)[0]

    def said(self, chars: Array, starts: Array, ends: Array) -> Array:
        """What is said since the border before; borders are `text[end:start]`, in text order."""
        found = self._said.take(chars)
        perhaps = np.flatnonzero(found & _PERHAPS)
        found[perhaps[self._waits.take(self._inside.reached(chars, perhaps))]] |= WAITING
        this = np.flatnonzero(chars == ord("这"))
        found[this[chars[this + 1] == ord("个")]] |= NAMED
        felt = np.flatnonzero(chars == ord("得"))
        found[felt[chars[felt - 1] == ord("觉")]] &= ~np.uint8(VERB)
        edges = np.empty(2 * len(starts), np.int64)
        edges[::2], edges[1::2] = ends, starts
        out = np.bitwise_or.reduceat(found, edges[1:-1]) if len(starts) > 1 else edges[:0]
        out = np.append(0, out[::2])
        out[1:][starts[:-1] >= ends[1:]] = 0
        return out


def _longest(text: str, words: Container[str]) -> str:
    """The longest of some words that a text ends in."""
    return next((text[at:] for at in range(len(text)) if text[at:] in words), "")


@cache
def scan() -> Scan:
    """The built-in data.

    >>> from tclean.text.codes import codes
    >>> text = "对你来说，所以呢"
    >>> chars, places = codes(text), np.array([0, 5])
    >>> scan().openings(text, chars, places).heads.tolist(), scan().endings(chars, np.array([4]))[0].tolist()
    ([0.8, 1.7], [-9.0])
    """
    return Scan(weigher())
