"""Weights of short strings, found at many places of a text at once: one table walked in step, no search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred.view import LATIN, PUNCTUATION, among

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Symbols = NDArray[np.int16]
SIGN, WORD = "，", "A"  # stand for any run of signs, of Latin letters and digits
ROOT, DEAD = 0, 1


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The characters the strings are made of, as small numbers: 0 is any other, 1 a run of signs, 2 a Latin word."""

    table: Symbols  # by code point

    @classmethod
    def of(cls, strings: Sequence[str]) -> Alphabet:
        """All characters of these strings."""
        table = np.zeros(0x10000, np.int16)
        for n, c in enumerate(sorted(set("".join(strings)) - {SIGN, WORD}), 3):
            table[ord(c)] = n
        table[[ord(c) for c in PUNCTUATION]] = 1
        table[[ord(c) for c in LATIN]] = 2
        return cls(table)

    def read(self, text: str) -> tuple[Symbols, Places]:
        """The text as symbols, a sign before it, runs of signs and of letters as one; and where each stands.

        >>> symbols, where = Alphabet.of(["好的"]).read("好，。AI的")
        >>> symbols.tolist(), where.tolist()
        ([1, 3, 1, 2, 4], [-1, 0, 1, 3, 5])
        """
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        symbols = np.append(np.int16(1), np.where(codes < 0x10000, self.table[np.minimum(codes, 0xFFFF)], 0))
        run = (symbols[1:] == symbols[:-1]) & (symbols[1:] > 0) & (symbols[1:] < 3)
        keep = np.flatnonzero(np.append(True, ~run))
        return symbols[keep], keep - 1


@dataclass(frozen=True, slots=True)
class Ngrams:
    """Strings with their values: a walk from a place adds up all that begin there (or end there, backwards)."""

    onward: NDArray[np.int32]  # (states, symbols) → state
    values: Floats  # (states, K): of all strings on the way to a state
    depth: int

    @classmethod
    def of(cls, alphabet: Alphabet, strings: Mapping[str, Sequence[float]], backwards: bool = False) -> Ngrams:
        """The table of these strings."""
        steps: list[dict[int, int]] = [{}, {}]
        values: dict[int, Sequence[float]] = {}
        for string, value in strings.items():
            state = ROOT
            for c in reversed(string) if backwards else string:
                symbol = int(alphabet.table[ord(c)])
                state = steps[state].setdefault(symbol, len(steps))
                if state == len(steps):
                    steps.append({})
            values[state] = value
        onward = np.full((len(steps), int(alphabet.table.max()) + 1), DEAD, np.int32)
        for state, step in enumerate(steps):
            onward[state, list(step)] = list(step.values())
        table = np.zeros((len(steps), len(next(iter(values.values()), (0.0,)))))
        table[list(values)] = list(values.values())
        for state, step in enumerate(steps):  # the shorter ones first
            for longer in step.values():
                table[longer] += table[state]
        return cls(onward, table, max(map(len, strings), default=0))

    def sums(self, symbols: Symbols, at: Places, step: int = 1) -> Floats:
        """(len(at), K): the values of all strings that begin at these places, or (`step` -1) end before them.

        >>> letters = Alphabet.of(["好", "好的"])
        >>> symbols, _ = letters.read("好的，好")
        >>> Ngrams.of(letters, {"好": [1.0], "好的": [0.5]}).sums(symbols, np.array([1, 2, 4])).ravel().tolist()
        [1.5, 0.0, 1.0]
        """
        symbols = np.append(symbols, -1)  # nothing before the beginning and behind the end
        reached, place = np.zeros(len(at), np.int32), at + min(step, 0)
        rows, state = np.arange(len(at)), reached
        width, onward = self.onward.shape[1], self.onward.ravel()
        for _ in range(self.depth):
            symbol = symbols.take(place, mode="wrap")
            state = np.where(symbol < 0, DEAD, onward.take(state * width + symbol, mode="clip"))
            alive = np.flatnonzero(state != DEAD)
            rows, state, place = rows.take(alive), state.take(alive), place.take(alive) + step
            reached[rows] = state
        out: Floats = self.values.take(reached, axis=0)
        return out


def word_starts(text: str) -> Places:
    """Every place but the first where a word may begin: no sign, not inside Latin letters.

    >>> word_starts("好，用AI吧").tolist()
    [2, 3, 5]
    """
    solid, latin = ~among(text, PUNCTUATION), among(text, LATIN)
    return np.flatnonzero(solid[1:] & ~(latin[1:] & latin[:-1])) + 1
