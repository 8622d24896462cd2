"""Latin terms by the skeleton of their consonants, with one or two of them missing on either side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance.Levenshtein import distance
from rapidfuzz.process import cpdist

from tclean.text.phonetic_index.aligning import Aligner
from tclean.text.phonetic_index.table import Ints, Keys, KeyTable, rolling
from tclean.text.phonetics.readings import Reading
from tclean.text.phonetics.space import Space, Unit, space

CLASSES = {**dict.fromkeys("bp", "P"), "f": "F", **dict.fromkeys("dt", "T"), **dict.fromkeys("gk", "K"), "m": "M",
           **dict.fromkeys(["n", "ng"], "N"), **dict.fromkeys("lr", "L"), "w": "W",
           **dict.fromkeys(["s", "sh", "z", "zh", "c", "ch", "q", "x", "j"], "S")}  # fmt: skip


SHARED = 0.45  # share of the outline that may differ
TIMES = 4  # times a sound counts, where it is only asked which sounds there are
STOPS = "bdgkpt"
LONG, LONGEST = 7, 12  # consonants of a term of which two may be lost; of a term at all


def skeleton(units: Sequence[int], known: Space) -> str:
    """The consonants of a reading by class.

    >>> from tclean.text.phonetics import readings_of, space
    >>> skeleton(readings_of("Scaling Law")[0], space())
    'SKLNL'
    """
    return "".join([_sounds(known.units[u])[0] for u in units])


VOWELS = {**dict.fromkeys("iɪüɨ", "i"), **dict.fromkeys(["ə", "ê", "er"], "e"), **dict.fromkeys("aæʌ", "a"),
          **dict.fromkeys("ou", "o")}  # fmt: skip


_DIGITS = str.maketrans({c: str(n) for n, c in enumerate(sorted(set(CLASSES.values())), 1)})
_SOUNDS = np.zeros(128, np.int64)
for _n, _sound in enumerate(sorted({*CLASSES.values(), *VOWELS.values()})):
    _SOUNDS[ord(_sound)] = _n


@lru_cache(maxsize=1 << 16)
def outline(units: tuple[int, ...]) -> str:
    """Consonants and vowels by class: what two readings must roughly share.

    >>> from tclean.text.phonetics import readings_of
    >>> outline(readings_of("Scaling Law")[0])
    'SKeLiNLo'
    """
    known = space().units
    return "".join([_sounds(known[u])[1] for u in units])


@cache
def _sounds(unit: Unit) -> tuple[str, str]:
    """The consonants of a unit by class, and all of it."""
    first, last = CLASSES.get(unit.onset, ""), {"n": "N", "ng": "N", "m": "M"}.get(unit.coda, "")
    return first + last, first + VOWELS.get(unit.nucleus, "") + last


def deletes(word: str, depth: int = 1) -> set[str]:
    """The word and all it becomes by so many losses.

    >>> sorted(deletes("SKL"))
    ['KL', 'SK', 'SKL', 'SL']
    """
    out = {word}
    for size in range(max(2, len(word) - depth), len(word)):
        out.update("".join(part) for part in combinations(word, size))
    return out


class SkeletonIndex:
    """Readings by skeleton; `search` tells those whose skeleton is within the losses of both sides, `measure` how far
    they are."""

    def __init__(self, readings: Iterable[Sequence[int]]) -> None:
        readings = list(readings)
        self.measure = Aligner(readings)
        self._outlines = [outline(tuple(units)) for units in readings]
        self._bags = _bags(self._outlines)
        words = ((row, units, skeleton(units, space())) for row, units in enumerate(readings))
        keyed = [
            (key, row)
            for row, units, word in words
            if 1 <= len(word) <= LONGEST
            for key in deletes(word, 1 if len(word) < LONG else 2) | _swallowed(units)
        ]
        self._table = KeyTable(_keys([key for key, _ in keyed]), np.array([row for _, row in keyed], np.int32))

    def search(self, heard: Sequence[Reading]) -> tuple[Ints, Ints]:
        """Pairs worth measuring: the numbers of what was heard, and of readings."""
        words = [skeleton(units, space()) for units in heard]
        keyed = [(n, key) for n, word in enumerate(words) if 1 <= len(word) <= LONGEST for key in deletes(word)]
        at, times, rows = self._table.find(_keys([key for _, key in keyed]))
        owner = np.repeat(np.array([n for n, _ in keyed], np.int64).take(at), times)
        count = max(1, len(self._outlines))
        pairs = np.sort(owner * count + rows)
        pairs = pairs[np.flatnonzero(np.diff(pairs, prepend=-1))]
        return self._alike([outline(units) for units in heard], pairs // count, pairs % count)

    def _alike(self, outlines: Sequence[str], which: Ints, rows: Ints) -> tuple[Ints, Ints]:
        """The pairs whose outlines are roughly the same: first their sounds, then the order of these."""
        most = np.array([max(2, int(SHARED * len(one))) for one in outlines], np.int64)
        mine, theirs, limit = _bags(outlines).take(which), self._bags.take(rows), most.take(which)
        apart = np.maximum(_count(mine & ~theirs), _count(theirs & ~mine))
        keep = (apart <= limit).nonzero()[0]
        which, rows, limit = which[keep], rows[keep], limit[keep]
        pairs = [outlines[n] for n in which.tolist()], [self._outlines[row] for row in rows.tolist()]
        keep = (cpdist(*pairs, scorer=distance, dtype=np.int32) <= limit).nonzero()[0]
        return which[keep], rows[keep]


def _keys(words: Sequence[str]) -> Keys:
    """The keys of skeletons."""
    numbers = [int(word.translate(_DIGITS)) for word in words]
    return rolling(np.array(numbers, np.uint64).reshape(-1, 1))


def _bags(outlines: Sequence[str]) -> Keys:
    """The sounds of each of the outlines as bits, one for each time a sound is there (up to four)."""
    sounds = _SOUNDS.take(np.frombuffer("".join(outlines).encode("ascii"), np.uint8))
    row = np.repeat(np.arange(len(outlines)), [len(one) for one in outlines])
    width = int(_SOUNDS.max()) + 1
    times = np.bincount(row * width + sounds, minlength=len(outlines) * width).reshape(-1, width)
    bits = (1 << np.minimum(times, TIMES).astype(np.uint64)) - np.uint64(1)
    shifts = np.arange(width, dtype=np.uint64) * np.uint64(TIMES)
    bags: Keys = np.bitwise_or.reduce(bits << shifts, axis=1)
    return bags


def _count(bags: Keys) -> NDArray[np.uint8]:
    """How many bits there are in each number."""
    for shift, mask in ((1, 0x5555555555555555), (2, 0x3333333333333333), (4, 0x0F0F0F0F0F0F0F0F)):
        bags = (bags & np.uint64(mask)) + (bags >> np.uint64(shift) & np.uint64(mask))
    return (bags * np.uint64(0x0101010101010101) >> np.uint64(56)).astype(np.uint8)


def _swallowed(units: Sequence[int]) -> set[str]:
    """The skeleton without the stops that end words, where there are several: `n to n` of end-to-end."""
    known = space()
    rest = [u for u in units if known.strong[u] or known.units[u].onset not in STOPS]
    short = skeleton(rest, known) if len(units) - len(rest) > 1 else ""
    return {short} if len(short) > 1 else set()


@lru_cache(maxsize=1 << 15)
def alignment(heard: tuple[int, ...], said: tuple[int, ...], limit: float) -> float:
    """The least cost of turning one reading into the other; more than `limit` once it cannot be reached.

    >>> from tclean.text.phonetics import readings_of
    >>> one, other = readings_of("skin law")[0], readings_of("Scaling Law")[0]
    >>> 0.2 < alignment(one, other, 2.0) < 1.5
    True
    """
    known = space()
    distance, loss = known.distance, known.loss
    gone = [loss(u) for u in said]
    row = [0.0]
    for cost in gone:
        row.append(row[-1] + cost)
    for u in heard:
        extra = loss(u)
        last = row
        row = [last[0] + extra]
        for j, v in enumerate(said):
            row.append(min(last[j] + distance(u, v), last[j + 1] + extra, row[j] + gone[j]))
        if min(row) > limit:
            return limit + 1
    return row[-1]
