"""Marks swallowed with a deleted full-width space: 更小。所以 is D0 A1 A1 A3 …; without A1 A1 it reads 更校所以.

Some pages' programs deleted every byte pair A1 A1. Where a character ends in A1 and a mark begins with it, the pair is
gone and the character before and the mark have become one other character. Only a word model can tell.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from tclean.core.edit import Edit, Findings, Grade, edit
from tclean.stages.repair.mirror.codec import chars
from tclean.stages.repair.mirror.scorer import Scorer, own_words
from tclean.text.chars import HAN_RE

MARKS = "、。”"
AROUND = 7  # characters of context on either side
GAIN = 50  # hundredths of a nat by which the two must read better than the one
GAIN_SEEN = -100  # where the page certainly swallowed elsewhere
CERTAIN = 150
MARK_BEHIND = 250  # how much dearer a mark can be behind one character than behind another


@cache
def origins() -> dict[str, str]:
    """Character → the character and mark that became it.

    >>> origins()["校"], origins()["孝"]
    ('小。', '小、')
    """
    out = {}
    for code, char in chars().items():
        mark = chars().get(0xA100 | code & 255, "")
        left = chars().get(code & 0xFF00 | 0xA1, "")
        if mark and mark in MARKS and HAN_RE.match(left) and HAN_RE.match(char):
            out[char] = left + mark
    return out


def deletes(text: str) -> bool:
    """Whether the page can be one that deleted A1 A1: none is left where it would stand.

    >>> deletes("更校所以"), deletes("更小。所以"), deletes("\\u3000\\u3000更校")
    (True, False, False)
    """
    return "\u3000" not in text and not _whole().search(text)


@cache
def _whole() -> re.Pattern[str]:
    return re.compile("|".join(sorted(set(origins().values()))))


@cache
def _candidate() -> re.Pattern[str]:
    return re.compile("[" + "".join(sorted(origins())) + "]")


def restore(text: str) -> Findings:
    """The swallowed marks of a mirror page whose other damage has been undone."""
    places = [m.start() for m in _candidate().finditer(text)]
    if not places or not deletes(text):
        return Findings()
    scorer = Scorer(Counter(text), True, own_words(text))
    gains = {at: _gain(text, at, scorer) for at in places}
    limit = GAIN_SEEN if any(gain >= CERTAIN for gain in gains.values()) else GAIN
    return Findings([_edit(text, at, gain) for at, gain in gains.items() if gain > limit])


def _gain(text: str, at: int, scorer: Scorer) -> int:
    """How much better the character reads as two (or less, where that is hopeless)."""
    before = text[max(0, at - AROUND) : at].rpartition("\n")[2]
    state, _ = _read(scorer, scorer.START, before)
    one, kept = scorer.step(state, text[at])
    two, cost = _read(scorer, state, origins()[text[at]])
    if kept - cost + MARK_BEHIND <= GAIN_SEEN:  # behind a mark all begins anew: what follows cannot be dearer so
        return kept - cost
    after, line_ends, _ = text[at + 1 : at + 1 + AROUND].partition("\n")
    one, more = _read(scorer, one, after)
    two, rest = _read(scorer, two, after)
    gain = kept + more - cost - rest
    if line_ends or at + 1 + AROUND >= len(text):
        gain += scorer.line_end(one) - scorer.line_end(two)
    return gain


def _read(scorer: Scorer, state: int, text: str) -> tuple[int, int]:
    """The model's state after a text, and its cost."""
    cost = 0
    for char in text:
        state, more = scorer.step(state, char)
        cost += more
    return state, cost


def _edit(text: str, at: int, gain: int) -> Edit:
    confidence = min(0.95, max(0.6, 0.75 + gain / 2000))
    why = "a full-width space was deleted across the border of the two"
    return edit(text, at, at + 1, origins()[text[at]], "repair:swallowed-punctuation", Grade.UNSAFE, confidence, why)
