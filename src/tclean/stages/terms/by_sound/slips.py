"""Words of the trade one character of which is wrong: 轨记 → 轨迹, 缓寸 → 缓存, 摩擦细数 → 摩擦系数.

What is no word, and is one with a single character of the same sound in the place of another, is a slip of that word.
Any two characters may stand side by side by chance: short words must be ones that terms are made of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from tclean.stages.terms.by_sound.candidates import Candidate
from tclean.stages.terms.by_sound.language import IMPOSSIBLE, all_words
from tclean.stages.terms.by_sound.latin_evidence import POINT, Evidence
from tclean.stages.terms.by_sound.targets import SLIP, Target
from tclean.stages.terms.by_sound.view import View, character_tables
from tclean.stages.terms.by_sound.weights import weights
from tclean.text.people import surname
from tclean.text.phonetic_index.table import rolling

SIZES = (2, 3, 4)
USED = 3  # terms a short word is part of
COMMON, RARE = -9.0, -16.0  # log-probability of a short word that may stand anywhere; of the rarest word
HAN, NUMBER = re.compile("[一-鿿]{2,}"), re.compile("[零一二两三四五六七八九十百千万亿]")


class Slips:
    """All words by their syllables. Built once for all documents."""

    def __init__(self, spellings: Iterable[str]) -> None:
        used = _used(spellings)
        units = character_tables()[0]
        self._words = {}
        for size in SIZES:
            codes, value = all_words(size, dict(weights().spoken))
            said = units[np.minimum(codes, 0xFFFF)]
            keep = (value > RARE) & (said >= 0).all(1)
            if size == SIZES[0]:
                keep &= value < COMMON
                keep &= np.array([used["".join(map(chr, pair))] >= USED for pair in codes.tolist()], np.bool_)
            key = rolling(said[keep].astype(np.uint32))
            order = np.argsort(key, kind="stable")
            self._words[size] = key[order], codes[keep][order], value[keep][order]

    def __call__(self, view: View) -> Iterator[Candidate]:
        """What is no word and sounds like one that it shares all characters with but one."""
        for size in SIZES if not view.foreign else ():
            cut = view.islands.cut
            at = view.windows(size)
            at = at[cut.take(at) & cut.take(at + size)]
            at = at[view.lattice.logps(at, size) < weights()["prior"]]
            at = at[view.lattice.words[size - 1].take(at) <= IMPOSSIBLE]
            keys, codes, values = self._words[size]
            heard = rolling(np.stack([view.stream[at + k] for k in range(size)], 1).astype(np.uint32))
            first = np.minimum(keys.searchsorted(heard), max(0, len(keys) - 1))
            for n in (keys.take(first) == heard).nonzero()[0].tolist() if len(keys) else ():
                start, same = int(at[n]), slice(first[n], keys.searchsorted(heard[n], "right"))
                wrong = (codes[same] != view.codes[start : start + size]).sum(1)
                if wrong.min() == 1 and not _torn(view, start, start + size) and not _named(view, start, size):
                    best = int(np.where(wrong == 1, values[same], -99).argmax())
                    word = "".join(map(chr, codes[same][best].tolist()))
                    gain = float(values[same][best]) - view.lattice.logp(start, start + size)
                    yield _slip(view, start, word, gain)


def _used(spellings: Iterable[str]) -> Counter[str]:
    """How many spellings each pair of characters is part of."""
    runs = (run for spelling in spellings for run in HAN.findall(spelling))
    return Counter(pair for run in runs for pair in {run[n : n + 2] for n in range(len(run) - 1)})


def _torn(view: View, start: int, end: int) -> bool:
    """Whether what stands beside it is no word either, so that it may be part of a longer one."""
    odd = view.islands.odd
    return bool((start and odd[start - 1]) or (end < len(odd) and odd[end]))


def _named(view: View, start: int, size: int) -> bool:
    """Whether it is a number, a name of somebody who takes part or may be somebody's, or a name because it recurs."""
    text, end = view.text, start + size
    heard, people = text[start:end], [p.name for p in view.doc.meta.participants]
    if NUMBER.search(heard) or text.count(heard) > 1 or POINT in (text[start - 1 : start], text[end : end + 1]):
        return True
    called = size == 3 and surname(heard) == heard[0]
    return called or any(heard in name or name[-2:] in heard for name in people)


def _slip(view: View, start: int, word: str, gain: float) -> Candidate:
    target = Target(f"own/{word}", word, SLIP, "", ((),), False, False, word, True)
    reading = tuple(view.stream[start : start + len(word)].tolist())
    return Candidate(start, start + len(word), target, 0.0, 0.0, reading, tuple(_evidence(view, word, gain)))


def _evidence(view: View, word: str, gain: float) -> Iterator[Evidence]:
    w = weights()
    yield "likelier than what stands there", min(w["ceiling"], gain)
    yield "any word may stand here", w["any_word"] if len(word) > 2 else w["any_pair"]
    if word in view.text:
        yield "stands in the text", w["word_here"]
