"""How likely is what stands there: a unigram word lattice over the whole document, computed without a Python loop over
characters. All runs of Han characters go through the Viterbi recursion side by side, one column at a time."""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from math import log
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tclean.text.phonetic_index.table import Keys, KeySet, KeyTable, rolled, rolling

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
LONGEST = 6  # characters of a word in the lattice
COLUMNS = 64  # longer runs are cut, so that the recursion stays short
RUNS = 1024  # runs that go through it together
UNKNOWN = -14.5  # a character no list knows
STEP = log(2) / 4
IMPOSSIBLE = np.float32(-1e4)


def codes_of(text: str) -> NDArray[np.uint32]:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


class Language:
    """Word probabilities by length; `spoken` are words of speech the lists undervalue, with their log-probability.

    >>> words = Language({"呃": -5.0})
    >>> words.logp("人工智能") > words.logp("工智") == words.logp("不存在的词")
    True
    """

    def __init__(self, spoken: dict[str, float] | None = None) -> None:
        self._tables: dict[int, tuple[KeyTable, Floats]] = {}
        self._longer: dict[int, KeySet] = {}  # what longer words begin with
        self._chars = np.full(0x10000, UNKNOWN, np.float32)
        begun: dict[int, list[Keys]] = {size: [] for size in range(2, LONGEST)}
        for size in range(1, LONGEST + 1):
            words, values = _listed(size)
            extra = {w: v for w, v in (spoken or {}).items() if len(w) == size}
            codes = codes_of("".join((*extra, words))).reshape(-1, size)
            values = np.concatenate((np.array(list(extra.values()), np.float32), values))
            if size == 1:
                self._chars[codes[::-1, 0]] = values[::-1]
                continue
            self._tables[size] = KeyTable(rolling(codes)), values
            for shorter in range(2, size):
                begun[shorter].append(rolling(codes[:, :shorter]))
        self._longer = {size: KeySet(np.unique(np.concatenate(keys))) for size, keys in begun.items()}
        self.logp = lru_cache(maxsize=1 << 15)(self._logp)

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("_tables", "_longer", "_chars")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.logp = lru_cache(maxsize=1 << 15)(self._logp)

    def chars(self, codes: NDArray[np.uint32]) -> Floats:
        """The log-probability of each character."""
        return self._chars[np.minimum(codes, 0xFFFF)]

    def words(self, codes: NDArray[np.uint32], solid: NDArray[np.bool_]) -> Iterator[tuple[int, Ints, Floats]]:
        """By length, where words of several characters stand in runs of `solid` ones, and their log-probabilities."""
        at = np.flatnonzero(solid[:-1] & solid[1:])
        keys = rolled(rolled(np.zeros(len(at), np.uint64), codes[at]), codes[at + 1])
        for size in range(2, LONGEST + 1):
            table, values = self._tables[size]
            found, row = table.find_first(keys)
            yield size, at[found], values[row]
            if size < LONGEST:
                on = np.flatnonzero(self._longer[size].may_hold(keys))
                on = on[at[on] + size < len(solid)]
                on = on[solid[at[on] + size]]
                at = at[on]
                keys = rolled(keys[on], codes[at + size])

    def _logp(self, word: str) -> float:
        codes = codes_of(word)
        if len(word) == 1:
            return float(self.chars(codes)[0])
        found = self.words(codes, np.ones(len(word), np.bool_))
        return float(next((value[0] for size, at, value in found if size == len(word) and len(at)), IMPOSSIBLE))


class Lattice(NamedTuple):
    """What the best reading of each run would lose without its beginning or its end, for every character."""

    stop: Ints  # where the run of each character ends, 0 outside
    before: Floats  # from this character on: all that the run is worth
    behind: Floats  # what the run is worth behind this character
    words: list[Floats]  # by length less one: the log-probability of the word at each character

    def logps(self, start: Ints, size: Ints | int) -> Floats:
        """How likely windows are as they stand, each within one run."""
        logps: Floats = self.before[start] - self.behind[start + (size - 1)]
        return logps

    def logp(self, start: int, end: int) -> float:
        """How likely the characters `[start, end)` of one run are as they stand."""
        return float(self.before[start] - self.behind[end - 1])


class Words(NamedTuple):
    """Words of one length: where they stand (in the text, which run, which character of it), log-probabilities."""

    size: int
    at: Ints
    run: Ints
    column: Ints
    value: Floats

    def cut(self, first: int, last: int) -> Words:
        """Those of some runs, which are counted from 0 then."""
        a, b = np.searchsorted(self.run, (first, last))
        return Words(self.size, self.at[a:b], self.run[a:b] - first, self.column[a:b], self.value[a:b])


def lattice(words: Language, codes: NDArray[np.uint32], solid: NDArray[np.bool_]) -> Lattice:
    """The lattice over all runs of `solid` characters, the longest runs first and a block of them at a time."""
    starts, sizes = _runs(solid)
    order = np.argsort(-sizes, kind="stable")
    starts, sizes = starts[order], sizes[order]
    here, column = _members(starts, sizes), _steps(sizes)
    found = [Words(1, here, np.repeat(np.arange(len(sizes)), sizes), column, words.chars(codes[here]))]
    stop, run = np.zeros(len(codes), np.int64), np.zeros(len(codes), np.int64)
    stop[here], run[here] = np.repeat(starts + sizes, sizes), found[0].run
    for size, at, value in words.words(codes, solid):
        inside = np.flatnonzero(at + size <= stop[at])
        if len(sizes) > RUNS:
            inside = inside[np.argsort(run[at[inside]], kind="stable")]
        at = at[inside]
        found.append(Words(size, at, run[at], at - starts[run[at]], value[inside]))
    before, behind = np.zeros(len(codes), np.float32), np.zeros(len(codes), np.float32)
    for first in range(0, len(sizes), RUNS):
        some = sizes[first : first + RUNS]
        block = found if len(some) == len(sizes) else [w.cut(first, first + len(some)) for w in found]
        before[block[0].at], behind[block[0].at] = _worth(some, block)
    return Lattice(stop, before, behind, [_everywhere(w, len(codes)) for w in found])


def _worth(sizes: Ints, words: Sequence[Words]) -> tuple[Floats, Floats]:
    """For each character of some runs, longest run first: what its run is worth from it on, and behind it.

    Viterbi over all runs side by side, forwards and (in every other column) backwards.
    """
    wide, count = 2 * len(sizes), int(sizes[0])
    ending = np.full((count + 1, LONGEST, wide), IMPOSSIBLE, np.float32)
    flat, line = ending.reshape(-1), LONGEST * wide
    for size, _, run, column, value in words:
        at = 2 * run + (LONGEST - size) * wide
        flat[at + (column + size) * line] = value
        flat[at + (sizes[run] - column) * line + 1] = value
    score = np.full((LONGEST + count + 1, wide), IMPOSSIBLE, np.float32)
    score[LONGEST] = 0
    live = 2 * np.searchsorted(-sizes, -np.arange(1, count + 1), side="right")
    for t, some in enumerate(live.tolist()):
        ways = ending[t + 1, :, :some]
        ways += score[t + 1 : t + 1 + LONGEST, :some]
        ways.max(0, out=score[t + 1 + LONGEST, :some])
    _, _, run, column, _ = words[0]
    best = score[LONGEST + sizes[run], 2 * run]
    return best - score[LONGEST + column, 2 * run], score[LONGEST - 1 + sizes[run] - column, 2 * run + 1]


def _everywhere(words: Words, length: int) -> Floats:
    """The log-probability of the word at each character."""
    out = np.full(length, IMPOSSIBLE, np.float32)
    out[words.at] = words.value
    return out


def _runs(solid: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Starts and lengths of the runs, long ones cut."""
    edge = np.flatnonzero(np.diff(np.concatenate(([0], solid.view(np.int8), [0]))))
    starts, ends = edge[::2], edge[1::2]
    parts = np.maximum(1, -(-(ends - starts) // COLUMNS))
    first = np.repeat(starts, parts) + COLUMNS * _steps(parts)
    return first, np.minimum(np.repeat(ends, parts), first + COLUMNS) - first


def _members(starts: Ints, sizes: Ints) -> Ints:
    return np.repeat(starts, sizes) + _steps(sizes)


def _steps(sizes: Ints) -> Ints:
    """0, 1, … up to each size in turn."""
    return np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)


def _listed(size: int) -> tuple[str, Floats]:
    """All words of one length, joined, and their log-probabilities."""
    some = [(rank, words) for n, rank, words in _rows() if n == size]
    values = [np.full(len(words) // size, -rank * STEP, np.float32) for rank, words in some]
    return "".join(words for _, words in some), np.concatenate(values)


@cache
def _rows() -> list[tuple[int, int, str]]:
    data = (files("tclean") / "data" / "language.tsv.xz").read_bytes()
    rows = (line.split("\t") for line in lzma.decompress(data).decode("utf-8").split("\n"))
    return [(int(n), int(rank), words) for n, rank, words in rows]
