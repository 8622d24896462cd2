"""Islands of Latin letters in Chinese text, and the stretches of them that may be a term."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tclean.stages.terms.by_sound.language import Ints
from tclean.stages.terms.by_sound.latin_evidence import TOKEN
from tclean.stages.terms.by_sound.targets import compact
from tclean.stages.terms.by_sound.view import View
from tclean.stages.terms.by_sound.weights import weights

_OUT = r"/@_=#\\&%"
ISLAND = re.compile(rf"(?<![{_OUT}.A-Za-z\d])(?:[A-Za-z]+|\d+)(?:[ \-]?(?:[A-Za-z]+|\d+))*+(?![{_OUT}]|:/|\.[A-Za-z])")
LATIN = re.compile("[A-Za-z]")
LONGEST, PROSE = 5, 12  # tokens of a window; of an island that is English prose
COUNT = re.compile("(?<=[A-Za-z]) [二三四五六七八九](?![一-鿿])")  # `int 八`, not `GPT 三个`
BESIDE, FARTHEST = 2, 4  # Han characters beside it that may belong to a term; … of which nothing is Chinese
SHORT = 3  # letters of a right spelling that may be a piece of something else: `m c 屁`


class Window(NamedTuple):
    """A stretch of an island: the right spellings inside, whether it leaves a single letter or words of English behind,
    or is all of it."""

    start: int
    end: int
    contained: tuple[str, ...]
    letter: bool
    words: bool
    alone: bool


class Island(NamedTuple):
    """Latin letters with so many Han characters before and behind."""

    text: str
    left: int
    right: int
    odd: bool = False  # nothing Chinese was said there: as many of them as there are may belong to a term


def latin_islands(view: View) -> list[tuple[int, Island]]:
    """Where each island begins, with the Han characters beside it."""
    spans = _spans(view)
    if not spans:
        return []
    text, (starts, ends) = view.text, np.array(spans).T
    left = _reach((view.stream >= 0) & ~view.first, starts - 1, -1, BESIDE)
    right = _reach((view.stream >= 0) & ~view.last, ends, 1, BESIDE)
    right[[n for n, (_, end) in enumerate(spans) if text.startswith(" ", end) and COUNT.match(text, end)]] = BESIDE
    far, on = _odd_beside(view, starts - 1, -1), _odd_beside(view, ends, 1)
    odd = (far + on > 0).tolist()
    left, right = np.maximum(left, far), np.maximum(right, on)
    borders = zip((starts - left).tolist(), (ends + right).tolist(), left.tolist(), right.tolist(), odd, strict=True)
    return [(start, Island(text[start:end], before, after, o)) for start, end, before, after, o in borders]


def _spans(view: View) -> list[tuple[int, int]]:
    """Where islands stand: each begins where letters or digits do."""
    text, stop, out = view.text, 0, []
    solid = _letters().take(view.low)
    begins = solid.copy()
    begins[1:] &= ~solid[:-1]
    for start in begins.nonzero()[0].tolist():
        if start >= stop and (island := ISLAND.match(text, start)):
            stop = island.end()
            if stop - start > 1 and LATIN.search(text, start, stop):
                out.append((start, stop))
    return out


@cache
def _letters() -> NDArray[np.bool_]:
    """Which characters of the basic plane are Latin letters or digits."""
    table = np.zeros(0x10000, np.bool_)
    for first, last in ("AZ", "az", "09", "０９"):
        table[ord(first) : ord(last) + 1] = True
    return table


def _odd_beside(view: View, at: Ints, step: int) -> Ints:
    """How far what is no Chinese reaches from each of these places on; a blank may stand between."""
    inside = (at >= 0) & (at < len(view.codes))
    blank = inside & (view.codes.take(at, mode="clip") == ord(" "))
    reach = _reach(view.islands.odd, at + step * blank, step, FARTHEST)
    return np.where(reach > 0, reach + blank, 0)


def _reach(may: NDArray[np.bool_], at: Ints, step: int, most: int) -> Ints:
    """How many characters from each of these places on `may` belong to a term."""
    reach = np.zeros(len(at), np.int64)
    going = np.ones(len(at), np.bool_)
    for n in range(most):
        here = at + step * n
        going &= (here >= 0) & (here < len(may))
        going &= may.take(here, mode="clip")
        reach += going
    return reach


def windows(
    text: str,
    left: int,
    right: int,
    known: frozenset[str],
    halves: frozenset[str] = frozenset(),
    odd: bool = False,
) -> Iterator[Window]:
    """Runs of up to five tokens with a Latin letter, alone and with the Han characters beside them.

    Right spellings are not cut: `emu two` holds `emu`, `mini c` would cut `mini c p m`. They stand only with Han beside
    them, and only where they are a half of a term (`halves`): 海罗AI.

    >>> [w[:2] for w in windows("用skin law", 1, 0, frozenset())]
    [(1, 5), (0, 5), (1, 9), (0, 9), (6, 9)]
    """
    spans = [m.span() for m in TOKEN.finditer(text, left, len(text) - right)]
    count = len(spans)
    if count > PROSE:
        return
    pairs = [(i, j) for i in range(count) for j in range(i, min(count, i + LONGEST))]
    names = {pair: compact(text[spans[pair[0]][0] : spans[pair[1]][1]]) for pair in pairs}
    right_so = [pair for pair, name in names.items() if name in known]
    taken = {k for a, b in right_so for k in range(a, b + 1)}
    words = {k for k, (a, b) in enumerate(spans) if _is_word(text[a:b])} - taken
    letters = {k for k, (a, b) in enumerate(spans) if b - a == 1 and text[a] not in "aiAI"} - taken
    for i, j in pairs:
        start, end = spans[i][0], spans[j][1]
        meets = [(a, b) for a, b in right_so if i <= b and a <= j]
        exact = (i, j) in meets
        short = odd and len(names[i, j]) <= SHORT
        if any(a < i or b > j for a, b in meets) or (exact and not short and names[i, j] not in halves):
            continue
        if not LATIN.search(text, start, end) or _joined(text, start) or _joined(text, end):
            continue
        inside = tuple(names[pair] for pair in meets)
        letter, alone = bool({i - 1, j + 1} & letters), j - i == count - 1
        left_over = bool(words - set(range(i, j + 1)))
        before, after = range(left + 1 if i == 0 else 1), range(right + 1 if j == count - 1 else 1)
        for a, b in product(before, after):
            beside = a + b <= BESIDE and (not exact or BESIDE in (a, b) or (short and a + b))
            if beside or (odd and not (a and b)):
                yield Window(start - a, end + b, inside, letter, left_over, alone and not a + b)


def _is_word(token: str) -> bool:
    """Whether a token is a word, and not one of grammar."""
    return len(token) > 1 and token.isalpha() and token.lower() not in weights().functional


def _joined(text: str, at: int) -> bool:
    """Whether a word goes on across this border: `GPT-o` of `GPT-o1`."""
    around = text[max(0, at - 1) : at + 1] if at else ""
    return len(around) == 2 and around.isascii() and around.isalnum()
