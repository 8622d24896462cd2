"""Where does a page read as no Chinese does? A bound on the model's costs clears nearly all places at once."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import numpy as np

from tclean.stages.repair.mirror.codec import codes
from tclean.stages.repair.mirror.scorer import MARKS as MARK_COSTS
from tclean.stages.repair.mirror.scorer import Scorer
from tclean.stages.repair.mirror.tokens import CUT_ENTITY
from tclean.text.charclass import codes as code_points
from tclean.text.lattice import UNKNOWN
from tclean.text.lexicon import simplified
from tclean.text.wordtrie import char_costs

AHEAD = 6  # characters looked at behind a sign
ODD_MEAN = 760  # their mean cost in hundredths of a nat: healthy text lies near 500
ODD_MEAN_QUESTION = 660  # behind a `?` that stands directly before a character
ODD_WORST = 3300  # the three dearest together
MARKS = "，。！？；：,!;:"
_TWO, _MARK, _TRAIL = 1, 2, 4  # a character of two bytes; a sign of MARKS; ASCII that can be a second byte
_DEAREST = 4000  # for what the mean leaves out: the place is then looked at exactly

Array = Any


def odd_places(text: str, seen: Counter[str], scorer: Scorer) -> list[int]:
    """Where damage shows in a page's text without its insertions.

    >>> text = "這個差異是可靠性?煽啃赃@個，差異在這裡不是很明顯，這個"
    >>> odd_places(text, Counter(text), Scorer(Counter(text), True))
    [8]
    """
    points = np.minimum(code_points(text), 0xFFFF)
    flags = np.concatenate((_flags()[points], np.zeros(AHEAD + 1, np.uint8)))
    signs = np.flatnonzero((flags[:-1] & _MARK) | (np.append(points, np.zeros(AHEAD, np.uint32)) == ord("?")))
    question = points[signs] == ord("?")
    lone = (flags[signs + 1] & _TRAIL > 0) & (flags[signs + 2] & _TWO > 0)
    close = question & (flags[signs + 1] & _TWO > 0)
    limit = np.where(close, ODD_MEAN_QUESTION, ODD_MEAN)
    odd = lone | (question & (flags[signs + 1] & _MARK > 0))
    doubtful = ~odd & _may_be_strange(points, signs, limit, seen, scorer)
    out = signs[odd].tolist()
    pairs = zip(signs[doubtful].tolist(), limit[doubtful].tolist(), strict=True)
    out += [at for at, most in pairs if _strange_behind(text, at, most, scorer)]
    out += _bad(text, points, flags)
    return sorted(set(out))


def _bad(text: str, points: Array, flags: Array) -> list[int]:
    """Characters that stand for bytes without one, and entities cut in half."""
    bad = ((points >= 0xE000) & (points <= 0xF8FF)) | (points == 0xFFFD)
    bad[1:] |= (points[1:] == ord("€")) & (flags[: len(points) - 1] & _TWO > 0)
    out: list[int] = np.flatnonzero(bad).tolist()
    return out + [m.start() for m in CUT_ENTITY.finditer(text)]


def _may_be_strange(points: Array, signs: Array, limit: Array, seen: Counter[str], scorer: Scorer) -> Array:
    """Whether the next characters may cost too much: in no context does one cost more than alone."""
    table = _alone().copy()
    for char in seen:
        if char <= "\uffff":
            table[ord(char)] = min(_DEAREST, table[ord(char)] + scorer.extra(char))
    costs = np.concatenate((table[points], np.zeros(AHEAD, np.int64)))
    ahead = costs[signs[:, None] + np.arange(1, AHEAD + 1)]
    dear = np.cumsum(ahead, axis=1)[:, 1:] > limit[:, None] * np.arange(2, AHEAD + 1)
    worst = np.sort(ahead, axis=1)[:, -3:].sum(axis=1)
    found: Array = dear.any(axis=1) | (worst > ODD_WORST)
    return found


@cache
def _flags() -> Array:
    out = np.zeros(0x10000, np.uint8)
    out[[ord(c) for c in codes() if c != "€"]] |= _TWO
    out[[ord(c) for c in MARKS]] |= _MARK
    out[0x40:0x7F] |= _TRAIL
    return out


@cache
def _alone() -> Array:
    """What each character costs at most, by itself."""
    out = np.full(0x10000, 1400, np.int64)
    out[0x3400:0xA000] = UNKNOWN
    costs, forms = char_costs(), simplified()
    for char in costs.keys() | forms.keys():
        if char <= "\uffff":
            out[ord(char)] = costs.get(forms.get(char, char), UNKNOWN)
    out[0xE000:0xF900] = 2200
    out[:0x80] = 1300
    out[[*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B)]] = 750
    for mark, cost in MARK_COSTS.items():
        out[ord(mark)] = cost + 950
    known = codes()
    out[[c for c in range(0x80, 0x10000) if chr(c) not in known]] = _DEAREST
    out[[ord("?"), ord("€")]] = _DEAREST
    out[10] = 0
    return out


def _strange_behind(text: str, at: int, limit: int, scorer: Scorer) -> bool:
    """Whether the next few characters cost more than healthy text does; `![](https` is none that damage leaves."""
    ahead = text[at + 1 : at + 1 + AHEAD].partition("\n")[0]
    if ahead[:1] in ("", " ", "\u3000"):
        return False
    known, costs, chinese = codes(), [], 0
    state = scorer.step(scorer.START, text[at])[0]
    for char in ahead:
        state, cost = scorer.step(state, char)
        two = char in known and char != "€"
        chinese += two
        if two or (char < "\x80" and char != "?"):
            costs.append(cost)
    if len(costs) < 2 or chinese < 2:
        return False
    return sum(costs) > limit * len(costs) or sum(sorted(costs)[-3:]) > ODD_WORST
