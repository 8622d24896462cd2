"""How likely is what stands there: a unigram word lattice over the whole document, computed without a Python loop over
characters. All runs of Han characters go through the Viterbi recursion side by side, one column at a time."""

from __future__ import annotations

import lzma
from functools import cache, lru_cache
from importlib.resources import files
from math import log
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from tclean.text.phonetic_index.table import KeyTable, rolling

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
LONGEST = 6  # characters of a word in the lattice
COLUMNS = 64  # longer runs are cut, so that the recursion stays short
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
        self._tables: dict[int, KeyTable] = {}
        self._values: dict[int, Floats] = {}
        self._chars = np.full(0x10000, UNKNOWN, np.float32)
        for size in range(1, LONGEST + 1):
            words, values = _listed(size)
            extra = {w: v for w, v in (spoken or {}).items() if len(w) == size}
            codes = codes_of("".join((*extra, words))).reshape(-1, size)
            values = np.concatenate((np.array(list(extra.values()), np.float32), values))
            if size == 1:
                self._chars[codes[::-1, 0]] = values[::-1]
            table = KeyTable(rolling(codes))
            self._tables[size], self._values[size] = table, values
        self.logp = lru_cache(maxsize=1 << 15)(self._logp)

    def __reduce__(self) -> tuple[Any, ...]:
        return Language._of, (self._tables, self._values, self._chars)

    @classmethod
    def _of(cls, tables: dict[int, KeyTable], values: dict[int, Floats], chars: Floats) -> Language:
        words = cls.__new__(cls)
        words._tables, words._values, words._chars = tables, values, chars
        words.logp = lru_cache(maxsize=1 << 15)(words._logp)
        return words

    def logps(self, codes: NDArray[np.uint32], size: int) -> Floats:
        """The log-probability of the word of this length at each character; `IMPOSSIBLE` where there is none."""
        if size == 1:
            return self._chars[np.minimum(codes, 0xFFFF)]
        out = np.full(max(0, len(codes) - size + 1), IMPOSSIBLE, np.float32)
        if len(out):
            at, row = self._tables[size].find_first(rolling(sliding_window_view(codes, size)))
            out[at] = self._values[size][row]
        return out

    def _logp(self, word: str) -> float:
        if not 0 < len(word) <= LONGEST:
            return float(IMPOSSIBLE)
        return float(self.logps(codes_of(word), len(word))[0])


class Lattice(NamedTuple):
    """Forward and backward scores at every slot (a character's position plus the number of its run)."""

    run: Ints  # run number of each character, -1 outside
    forward: Floats
    backward: Floats
    best: Floats  # best score of each run
    words: list[Floats]  # by length less one: the log-probability of the word at each character

    def logps(self, size: int) -> Floats:
        """For every character: how likely the window of `size` characters is as it stands (inf across runs)."""
        count = len(self.run) - size + 1
        if count <= 0 or not self.best.size:  # no Chinese at all
            return np.full(max(count, 0), np.inf, np.float32)
        run, last = self.run[:count], self.run[size - 1 :]
        at = np.arange(count) + run
        out = self.best[run] - self.forward[at] - self.backward[np.minimum(at + size, len(self.backward) - 1)]
        return np.where((run == last) & (run >= 0), out, np.inf).astype(np.float32)

    def logp(self, start: int, end: int) -> float:
        """How likely the characters `[start, end)` of one run are as they stand."""
        run = int(self.run[start])
        return float(self.best[run] - self.forward[start + run] - self.backward[end + run])


def lattice(words: Language, codes: NDArray[np.uint32], solid: NDArray[np.bool_]) -> Lattice:
    """The lattice over all runs of `solid` characters."""
    starts, sizes = _runs(solid)
    run = np.full(len(codes), -1, np.int64)
    run[_members(starts, sizes)] = np.repeat(np.arange(len(starts)), sizes)
    tables = [words.logps(codes, n) for n in range(1, LONGEST + 1)]
    order = np.argsort(-sizes, kind="stable")
    base, size = starts[order], sizes[order]
    slots = base + order
    forward = np.full(len(codes) + len(starts) + 1, IMPOSSIBLE, np.float32)
    backward = forward.copy()
    forward[slots], backward[slots + size] = 0, 0
    for t in range(1, int(size[0]) + 1 if len(size) else 0):
        live = int(np.searchsorted(-size, -t, side="right"))
        first, slot, far, end = base[:live], slots[:live], (slots + size)[:live], (base + size)[:live]
        ahead, back = forward[slot + t], backward[far - t]
        for n in range(1, min(t, LONGEST) + 1):
            ahead = np.maximum(ahead, forward[slot + t - n] + tables[n - 1][first + t - n])
            back = np.maximum(back, backward[far - t + n] + tables[n - 1][end - t])
        forward[slot + t], backward[far - t] = ahead, back
    best = np.zeros(len(starts), np.float32)
    best[order] = forward[slots + size]
    return Lattice(run, forward, backward, best, tables)


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
