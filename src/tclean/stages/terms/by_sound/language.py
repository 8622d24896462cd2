"""How likely is what stands there: a unigram word lattice over the whole document, computed without a Python loop over
characters. All runs of Han characters go through the Viterbi recursion side by side, one column at a time."""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from math import log
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tclean.text.langdata import DATA
from tclean.text.phonetic_index.table import KeyTable, rolled, rolling

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


class Nodes(NamedTuple):
    """Words of one length and beginnings of longer ones: keys, and in their order log-probabilities and which go on."""

    keys: KeyTable
    values: Floats
    begins: NDArray[np.bool_]


class Language:
    """Word probabilities by length; `spoken` are words of speech the lists undervalue, with their log-probability.

    >>> words = Language({"呃": -5.0})
    >>> words.logp("人工智能") > words.logp("工智") == words.logp("不存在的词")
    True
    """

    def __init__(self, spoken: dict[str, float] | None = None) -> None:
        self._chars = np.full(0x10000, UNKNOWN, np.float32)
        listed = [all_words(size, spoken or {}) for size in range(1, LONGEST + 1)]
        codes, values = listed[0]
        self._chars[codes[::-1, 0]] = values[::-1]
        self._nodes = [_nodes(size, listed) for size in range(2, LONGEST + 1)]
        self.logp = lru_cache(maxsize=1 << 15)(self._logp)

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("_nodes", "_chars")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.logp = lru_cache(maxsize=1 << 15)(self._logp)

    def chars(self, codes: NDArray[np.uint32]) -> Floats:
        """The log-probability of each character."""
        return self._chars[np.minimum(codes, 0xFFFF)]

    def words(self, codes: NDArray[np.uint32], solid: NDArray[np.bool_]) -> Iterator[tuple[int, Ints, Floats]]:
        """By length, where words of several characters stand in runs of `solid` ones, and their log-probabilities."""
        at = (solid[:-1] & solid[1:]).nonzero()[0]
        solid = np.append(solid, False)
        alone = rolled(np.zeros(len(codes), np.uint64), codes)
        keys = rolled(alone.take(at), codes.take(at + 1))
        for size, (table, values, begins) in enumerate(self._nodes, 2):
            found, known = table.find_distinct(keys)
            at, value = at.take(found), values.take(known)
            words = (value > IMPOSSIBLE).nonzero()[0]
            yield size, at.take(words), value.take(words)
            if size < LONGEST:
                on = begins.take(known).nonzero()[0]
                on = on[solid.take(at.take(on) + size)]
                at, found = at.take(on), found.take(on)
                keys = rolled(keys.take(found), codes.take(at + size))

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
    """Words of one length: where they begin, log-probabilities."""

    size: int
    at: Ints
    value: Floats


def lattice(words: Language, codes: NDArray[np.uint32], solid: NDArray[np.bool_]) -> Lattice:
    """The lattice over all runs of `solid` characters, so many runs at a time."""
    starts, sizes = _runs(solid)
    before, behind = np.zeros(len(codes), np.float32), np.zeros(len(codes), np.float32)
    stop, listed = np.zeros(len(codes), np.int64), np.full((LONGEST, len(codes)), IMPOSSIBLE, np.float32)
    stop[solid] = np.repeat(starts + sizes, sizes)
    for first in range(0, len(sizes), RUNS):
        some = slice(first, first + RUNS)
        here = slice(int(starts[some][0]), int(starts[some][-1] + sizes[some][-1]))
        found = _words(words, codes[here], solid[here], stop[here] - here.start)
        for size, at, value in found:
            listed[size - 1, here][at] = value
        place = found[0].at
        before[here][place], behind[here][place] = _worth(sizes[some], found)
    return Lattice(stop, before, behind, list(listed))


def _words(words: Language, codes: NDArray[np.uint32], solid: NDArray[np.bool_], stop: Ints) -> list[Words]:
    """The words of some runs: first all characters, then the longer ones."""
    place = solid.nonzero()[0]
    found = [Words(1, place, words.chars(codes.take(place)))]
    for size, at, value in words.words(codes, solid):
        inside = (at + size <= stop.take(at)).nonzero()[0]  # long runs are cut
        found.append(Words(size, at.take(inside), value.take(inside)))
    return found


class _Cells(NamedTuple):
    """Where in the table of ways those stand that end at each character: the first cell, and the step to a word that is
    shorter by one."""

    first: Ints
    step: Ints

    def of(self, at: Ints, size: int) -> Ints:
        """The cells of words of one length."""
        return self.first.take(at) + (LONGEST - size) * self.step.take(at)


def _worth(sizes: Ints, words: Sequence[Words]) -> tuple[Floats, Floats]:
    """For each character of some runs: what its run is worth from it on, and behind it.

    Viterbi over all runs side by side, the longest first, forwards and (in every other column) backwards. A step is as
    wide as the runs that are so long.
    """
    order = np.argsort(-sizes, kind="stable")
    place, wide, count = words[0].at, 2 * len(sizes), int(sizes[order[0]])
    live = 2 * np.searchsorted(-sizes[order], -np.arange(1, count + 1), side="right")
    run, length, column = _columns(order, sizes)
    table = _Cells(LONGEST * (np.cumsum(live) - live), live)
    ending = np.full(LONGEST * int(live.sum()), IMPOSSIBLE, np.float32)
    onward, back = (_cells(table, place, *some) for some in ((column, run), (length - column - 1, run + 1)))
    for size, at, value in words:
        ending[onward.of(at + (size - 1), size)] = value
        ending[back.of(at, size)] = value
    score = np.full((LONGEST + count + 1, wide), IMPOSSIBLE, np.float32)
    score[LONGEST] = 0
    for t, (some, first) in enumerate(zip(live.tolist(), table.first.tolist(), strict=True)):
        ways = ending[first : first + LONGEST * some].reshape(LONGEST, some)
        ways += score[t + 1 : t + 1 + LONGEST, :some]
        ways.max(0, out=score[t + 1 + LONGEST, :some])
    reached = score.ravel()
    worth = reached.take((LONGEST + length) * wide + run) - reached.take((LONGEST + column) * wide + run)
    return worth, reached.take((LONGEST - 1 + length - column) * wide + run + 1)


def _columns(order: Ints, sizes: Ints) -> tuple[Ints, Ints, Ints]:
    """For each character the column of its run, how long this is, and the character's number in it."""
    rank = np.empty(len(sizes), np.int64)
    rank[order] = 2 * np.arange(len(sizes))
    return np.repeat(rank, sizes), np.repeat(sizes, sizes), _steps(sizes)


def _cells(table: _Cells, place: Ints, step: Ints, column: Ints) -> _Cells:
    """The cells of all characters by their place; `step` is the one of the recursion in which each is reached."""
    cells = _Cells(*np.zeros((2, int(place[-1]) + 1), np.int64))
    cells.first[place] = table.first.take(step) + column
    cells.step[place] = table.step.take(step)
    return cells


def _runs(solid: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Starts and lengths of the runs, long ones cut."""
    around = np.zeros(len(solid) + 2, np.bool_)
    around[1:-1] = solid
    edge = (around[1:] != around[:-1]).nonzero()[0]
    starts, ends = edge[::2], edge[1::2]
    parts = np.maximum(1, -(-(ends - starts) // COLUMNS))
    first = np.repeat(starts, parts) + COLUMNS * _steps(parts)
    return first, np.minimum(np.repeat(ends, parts), first + COLUMNS) - first


def _steps(sizes: Ints) -> Ints:
    """0, 1, … up to each size in turn."""
    return np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)


def all_words(size: int, spoken: dict[str, float]) -> tuple[NDArray[np.uint32], Floats]:
    """All words of one length, those of speech first, and their log-probabilities."""
    some = [(rank, words) for n, rank, words in _rows() if n == size]
    extra = {word: value for word, value in spoken.items() if len(word) == size}
    values = [np.full(len(words) // size, -rank * STEP, np.float32) for rank, words in some]
    codes = codes_of("".join([*extra, *(words for _, words in some)])).reshape(-1, size)
    return codes, np.concatenate([np.array([*extra.values()], np.float32), *values])


def _nodes(size: int, listed: Sequence[tuple[NDArray[np.uint32], Floats]]) -> Nodes:
    """All words of one length and what longer ones begin with."""
    codes, values = listed[size - 1]
    longer = np.unique(np.concatenate([np.zeros(0, np.uint64), *(rolling(c[:, :size]) for c, _ in listed[size:])]))
    keys = rolling(codes)
    only = np.setdiff1d(longer, keys)
    table = KeyTable(np.concatenate((keys, only)))
    values = np.concatenate((values, np.full(len(only), IMPOSSIBLE, np.float32)))
    begins = np.concatenate((np.isin(keys, longer), np.ones(len(only), np.bool_)))
    return Nodes(table, values[table.first_rows], begins[table.first_rows])


@cache
def _rows() -> list[tuple[int, int, str]]:
    data = (DATA / "language.tsv.xz").read_bytes()
    rows = (line.split("\t") for line in lzma.decompress(data).decode("utf-8").split("\n"))
    return [(int(n), int(rank), words) for n, rank, words in rows]
