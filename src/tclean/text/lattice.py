"""How likely a stretch of Chinese is, character by character: the best cutting into words, scored by word frequency.

Costs are -ln P in hundredths, as integers; a lower sum is a better reading. The state is an integer that stands for the
characters a longer word could still begin with, and the cost of every cut before them; equal states are one number, so
that a search can merge its hypotheses and a memo of steps is small.
"""

from __future__ import annotations

from collections.abc import Mapping

from tclean.text.lexicon import lattice_costs, simplified

PREFIX_ONLY = 0x7FFF
UNKNOWN = 2000  # a character outside the dictionary

_State = tuple[str, tuple[int, ...]]


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
        self._costs = lattice_costs()
        self._fold = simplified()
        self._extra = _with_beginnings(extra or {}, self._costs)
        self._states: list[_State] = [("", (0,))]
        self._ids: dict[_State, int] = {("", (0,)): 0}

    def fold(self, char: str) -> str:
        """The Simplified form of a character, in which the model knows it."""
        return self._fold.get(char, char)

    def last(self, state: int) -> str:
        """The character before, in Simplified shape, where a longer word could still begin with it."""
        return self._states[state][0][-1:]

    def step(self, state: int, char: str) -> tuple[int, int]:
        """The state after `char`, and what it adds to the cost (negative where it completes a good word)."""
        before, values = self._states[state]
        text = before + self._fold.get(char, char)
        best = UNKNOWN
        keep = len(text)
        known, own = self._costs.get, self._extra.get
        for i in range(keep):
            word = text[i:]
            entry = own(word) or known(word)
            if entry:
                cost = values[i] + (entry >> 1)
                if cost < best:  # never for a mere beginning
                    best = cost
                if entry & 1 and i < keep:
                    keep = i
        return self._intern(text[keep:], (*[v - best for v in values[keep:]], 0)), best

    def _intern(self, text: str, values: tuple[int, ...]) -> int:
        key = (text, values)
        found = self._ids.get(key)
        if found is None:
            found = self._ids[key] = len(self._states)
            self._states.append(key)
        return found


def _with_beginnings(extra: Mapping[str, int], costs: Mapping[str, int]) -> dict[str, int]:
    """Entries for the extra words and all their beginnings, joined with what the dictionary has for them."""
    begins = {word[:n] for word in extra for n in range(1, len(word))}
    out = {}
    for word in begins | extra.keys():
        entry = costs.get(word, PREFIX_ONLY << 1)
        cost = min(entry >> 1, extra.get(word, PREFIX_ONLY))
        out[word] = cost << 1 | (entry & 1) | (word in begins)
    return out
