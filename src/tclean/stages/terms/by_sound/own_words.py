"""The document's own words: 骨值 where 估值 was spoken of all along.

Words of a talk recur. What is no word and sounds exactly like one that stands in the text again and again is a slip,
whether any list knows the word as a term or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tclean.stages.terms.by_sound.candidates import Candidate, Floats, Ints
from tclean.stages.terms.by_sound.language import UNKNOWN
from tclean.stages.terms.by_sound.targets import Target
from tclean.stages.terms.by_sound.view import View
from tclean.text.phonetic_index.table import rolling
from tclean.text.phonetics import space

OWN = "own"  # kind of target
SIZES = (2, 3, 4)
LEAST = {2: 6.5, 3: 7.5, 4: 9.0}  # gain of what may be a slip
TIMES = {2: 3, 3: 2, 4: 2}  # times the word stands in the text
ALIKE = 0.051  # distance of syllables that are one: zhi and zi, shen and sheng
COMMON, RARE = -7.5, -15.0  # log-probability of the word


def own_words(view: View) -> Iterator[Candidate]:
    """What sounds like a word of the document and is none."""
    for size in SIZES if not view.foreign else ():
        odd = _odd(view, size)
        if len(odd):
            yield from _alike(view, odd, size)


def _odd(view: View, size: int) -> Ints:
    """Windows cut out of the text as its best reading is, that are no words."""
    cut, island, _ = view.islands
    at = view.windows(size)
    at = at[cut[at] & cut[at + size] & island[at] & island[at + size - 1]]
    listed = view.lattice.words[0] > UNKNOWN  # a character of no list is rather of another script
    at = at[np.logical_and.reduce([listed[at + k] for k in range(size)])]
    return at[view.gain(at, size) >= LEAST[size]]


def _alike(view: View, odd: Ints, size: int) -> Iterator[Candidate]:
    """The odd windows that sound like words which recur."""
    cut = view.islands.cut
    words = view.lattice.words[size - 1]
    at = ((words > RARE) & (words < COMMON) & cut[: len(words)]).nonzero()[0]
    at = at[cut.take(at + size)]
    for k in range(size):  # most words end here
        said = np.zeros(space().mandarin, np.bool_)
        said[_merged().take(view.stream.take(odd + k))] = True
        at = at[said.take(_merged().take(view.stream.take(at + k)))]
    heard = _sounds(view, odd, size)
    known = set(heard.tolist())
    at = at[[key in known for key in _sounds(view, at, size).tolist()]]
    spelled: dict[str, list[int]] = {}
    for start in at.tolist():
        spelled.setdefault(view.text[start : start + size], []).append(start)
    for word, places in spelled.items():
        if len(places) >= TIMES[size]:
            yield from _slips(view, word, places[0], odd[heard == _sounds(view, np.array(places[:1]), size)])


def _slips(view: View, word: str, place: int, odd: Ints) -> Iterator[Candidate]:
    known, reading = space(), tuple(view.stream[place : place + len(word)].tolist())
    target = Target(f"own/{word}", word, OWN, "", (reading,), False, False, word, True)
    view.known[word] = max(view.known[word], view.text.count(word))
    for start in odd.tolist():
        far: Floats = np.array([known.distance(a, int(view.stream[start + n])) for n, a in enumerate(reading)])
        if view.text[start : start + len(word)] != word:
            yield Candidate(start, start + len(word), target, float(far.sum()), float(far.max()), reading)


def _sounds(view: View, at: Ints, size: int) -> NDArray[np.uint64]:
    """One key for each window: its syllables, where zh and z, n and ng and the like are one."""
    merged = _merged()
    return (
        rolling(np.stack([merged[view.stream[at + k]] for k in range(size)], 1)) if len(at) else np.zeros(0, np.uint64)
    )


@cache
def _merged() -> Ints:
    """For each Mandarin syllable the first one that hardly differs."""
    near = space().matrix()[:, : space().mandarin] <= ALIKE
    first: Ints = near.argmax(0)
    return first
