"""How likely a stretch of Chinese is, character by character: the best cutting into words, scored by word frequency.

Costs are -ln P in hundredths, as integers; a lower sum is a better reading. The state is an integer that stands for the
words still open, and the cost of every cut before them; equal states are one number, so that a search can merge its
hypotheses and a memo of steps is small.
"""

from __future__ import annotations

from collections.abc import Mapping

from tclean.text.lexicon import simplified
from tclean.text.wordtrie import SHIFT, Get, grown, trie

UNKNOWN = 2000  # a character outside the dictionary
_COST = (1 << SHIFT) - 1

_Open = tuple[Get, int, int]  # a word still open: where it goes on, its node, the cost before it


class Lattice:
    """A word-unigram model. `extra` gives further words of one document and their costs.

    >>> model = Lattice()
    >>> def cost(text):
    ...     state, total = model.START, 0
    ...     for char in text:
    ...         state, step = model.step(state, char)
    ...         total += step
    ...     return total
    >>> cost("人工智能") < cost("人工智熊")
    True
    """

    START = 0

    def __init__(self, extra: Mapping[str, int] | None = None) -> None:
        self._root = trie().root
        self._own = grown(extra or {}).get
        self._fold = simplified()
        self._open: list[tuple[_Open, ...]] = [()]
        self._last = [""]
        self._ids: dict[tuple[tuple[int, int], ...], int] = {(): 0}

    def last(self, state: int) -> str:
        """The character before, in Simplified shape, where a longer word could still begin with it."""
        return self._last[state]

    def open(self, state: int) -> list[tuple[Get, int]]:
        """Where the words still open go on: each a branch and a node of it."""
        return [(get, node) for get, node, _ in self._open[state]]

    def step(self, state: int, char: str) -> tuple[int, int]:
        """The state after `char`, and what it adds to the cost (negative where it completes a good word)."""
        char = self._fold.get(char, char)
        code = ord(char)
        best, found = UNKNOWN, []
        for get, node, before in self._open[state]:
            value = get(node | code)
            if value is not None:
                cost = before + (value & _COST)
                if cost < best:  # never for a mere beginning
                    best = cost
                if value > _COST:
                    found.append((get, value >> SHIFT, before))
        for root in (self._own(code), self._root(code)):
            if root is not None:
                if root.cost < best:
                    best = root.cost
                if root.node:
                    found.append((root.get, root.node, 0))
        return self._state(found, best, char) if found else 0, best

    def _state(self, found: list[_Open], best: int, char: str) -> int:
        key = tuple([(node, before - best) for _, node, before in found])
        state = self._ids.get(key)
        if state is None:
            state = self._ids[key] = len(self._open)
            self._open.append(tuple([(get, node, before - best) for get, node, before in found]))
            self._last.append(char)
        return state


def mean_cost(text: str) -> float:
    """What a Chinese character of the text costs on average: 400 to 700 in what someone wrote, over 1000 in garble.

    >>> mean_cost("我们开始讨论。") < 700 < mean_cost("鎴戜滑寮濮嬭")
    True
    """
    model = Lattice()
    state, total, number = model.START, 0, 0
    for char in text:
        if "\u3400" <= char <= "\u9fff":
            state, cost = model.step(state, char)
            total, number = total + cost, number + 1
        else:
            state = model.START
    return total / number if number else UNKNOWN
