"""Latin terms by the skeleton of their consonants, with one or two of them missing on either side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import combinations

from rapidfuzz.distance.Levenshtein import distance
from rapidfuzz.process import cdist

from tclean.text.phonetic_index.aligning import Aligner
from tclean.text.phonetics.space import Space, Unit, space

CLASSES = {**dict.fromkeys("bp", "P"), "f": "F", **dict.fromkeys("dt", "T"), **dict.fromkeys("gk", "K"), "m": "M",
           **dict.fromkeys(["n", "ng"], "N"), **dict.fromkeys("lr", "L"), "w": "W",
           **dict.fromkeys(["s", "sh", "z", "zh", "c", "ch", "q", "x", "j"], "S")}  # fmt: skip


SHARED = 0.45  # share of the outline that may differ
STOPS = "bdgkpt"
LONG = 7  # consonants of a term of which two may be lost


def skeleton(units: Sequence[int], known: Space) -> str:
    """The consonants of a reading by class.

    >>> from tclean.text.phonetics import readings_of, space
    >>> skeleton(readings_of("Scaling Law")[0], space())
    'SKLNL'
    """
    return "".join([_sounds(known.units[u])[0] for u in units])


VOWELS = {**dict.fromkeys("iɪüɨ", "i"), **dict.fromkeys(["ə", "ê", "er"], "e"), **dict.fromkeys("aæʌ", "a"),
          **dict.fromkeys("ou", "o")}  # fmt: skip


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
    """Readings by skeleton; `search` returns the numbers of those whose skeleton is within the losses of both sides,
    `measure` how far they are."""

    def __init__(self, readings: Iterable[Sequence[int]]) -> None:
        readings = list(readings)
        self._rows: dict[str, list[int]] = {}
        self._outlines: list[str] = []
        self.measure = Aligner(readings)
        for row, units in enumerate(readings):
            self._outlines.append(outline(tuple(units)))
            word = skeleton(units, space())
            if 1 <= len(word) <= 12:
                for key in deletes(word, 1 if len(word) < LONG else 2) | _swallowed(units):
                    self._rows.setdefault(key, []).append(row)

    def search(self, units: Sequence[int]) -> list[int]:
        """The readings worth measuring against these units."""
        word = skeleton(units, space())
        if not 1 <= len(word) <= 12:
            return []
        rows, outlines = self._rows, self._outlines
        heard = outline(tuple(units))
        most = max(2, int(SHARED * len(heard)))
        some = sorted({row for key in deletes(word) if key in rows for row in rows[key]})
        if not some:
            return []
        far = cdist([heard], [outlines[row] for row in some], scorer=distance, score_cutoff=most)[0]
        return [row for row, apart in zip(some, far.tolist(), strict=True) if apart <= most]


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
