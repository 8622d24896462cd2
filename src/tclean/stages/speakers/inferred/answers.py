"""What ties the words behind a cut to those before it: an echo of the last words, a finished sentence, a reply."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred.view import PUNCTUATION, among
from tclean.stages.speakers.inferred.weights import Weights
from tclean.text.clauseends import WAITS
from tclean.text.clausescan import scan
from tclean.text.codes import codes

Places = NDArray[np.int64]
Floats = NDArray[np.float64]


def echoes(text: str, places: Places, starts: Places, weights: Weights) -> tuple[Floats, Floats]:
    """Where somebody takes up the words just said, two of them or more: …是不是要重置，|对，要重置.

    What was said all along is no echo: the words stand once within `near` characters before the cut and not in the
    `far` ones before that. `starts` are the places behind opening words.
    """
    spec = weights.raw["echo"]
    near, far = int(spec["near"]), int(spec["far"])
    two, more = np.zeros(len(places)), np.zeros(len(places))
    for i in _said_before(text, places, starts, near).tolist():
        place, start = int(places[i]), int(starts[i])
        low = place - near if place > near else 0
        key = text[start : start + 2]
        if key.isalnum() and (at := text.find(key, low, place)) >= 0:
            if (
                text[start : start + 3] == text[at : at + 3]
                and at + 3 <= place
                and key[1] != text[start + 2 : start + 3]
            ):
                more[i] = 1.0
            elif text.find(key, max(0, low - far), low) < 0:
                two[i] = 1.0
    return two, more


def _said_before(text: str, places: Places, starts: Places, near: int) -> Places:
    """The places at which the first two characters stand in the `near` ones before it, too."""
    chars = codes(text).astype(np.uint32)
    pairs = chars[:-1] << 16 | chars[1:]
    before = places[:, None] - np.arange(2, near + 1)
    found: Places = np.flatnonzero((pairs.take(before, mode="clip") == pairs.take(starts, mode="clip")[:, None]).any(1))
    return found


def sentence_borders(text: str, places: Places, left: Places) -> tuple[Floats, Floats, Floats]:
    """How strongly the words before each place end a sentence, those behind it begin one, and a condition waits."""
    know, chars = scan(), codes(text)
    begins, clause = np.unique(_clause_starts(text, left), return_inverse=True)
    heads = know.openings(text, chars, places).heads
    waits = (know.openings(text, chars, begins).flags & WAITS > 0).astype(float)
    return know.tails(chars, left), heads, waits[clause]


def _clause_starts(text: str, left: Places) -> Places:
    """Where the clause begins that ends at each of these places."""
    signs = np.flatnonzero(np.append(True, among(text, PUNCTUATION)))  # … and the beginning of the text
    found: Places = signs[np.searchsorted(signs, left, "right") - 1]
    return found


def short_clauses(text: str, places: Places, longest: int) -> NDArray[np.bool_]:
    """Where the first clause behind the place is very short: 没发，没发.

    >>> short_clauses("你发了吗，没发，真没发", np.array([0, 5]), 3).tolist()
    [False, True]
    """
    signs = np.flatnonzero(np.append(among(text, PUNCTUATION), True))
    found: NDArray[np.bool_] = signs[np.searchsorted(signs, places)] - places <= longest
    return found


def after_short_clauses(text: str, left: Places, longest: int) -> NDArray[np.bool_]:
    """Where the last clause before the place (which ends at `left`) is very short.

    >>> after_short_clauses("你发了吗，没发，真没发", np.array([4, 7]), 3).tolist()
    [False, True]
    """
    found: NDArray[np.bool_] = left - _clause_starts(text, left) <= longest
    return found
