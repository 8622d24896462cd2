"""One document as the search sees it: characters as sounds, what each window costs, where known terms stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from operator import itemgetter
from re import Match, Pattern
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tclean.core.document import Document
from tclean.core.edit import Span
from tclean.core.kept import kept
from tclean.stages.terms.by_sound.islands import Islands, islands
from tclean.stages.terms.by_sound.known import Found
from tclean.stages.terms.by_sound.language import UNKNOWN, Floats, Ints, Language, Lattice, codes_of, lattice
from tclean.stages.terms.by_sound.targets import Target, compact
from tclean.stages.terms.by_sound.weights import weights
from tclean.text.lexicon import readings
from tclean.text.phonetic_index.keys import Said
from tclean.text.phonetics import space
from tclean.text.phonetics.mandarin import syllables_of

SOLID, FIRST, LAST, NAMES = 1, 2, 4, 8
HAN = 0x3400  # the first Chinese character
NAMED = 3.5  # more gain of what is written as foreign names are
STRANGE = 0.01  # share of unknown characters in a text of another script
FREQUENT, RARE = -11.0, -15.0  # log-probability of a word everybody knows; of a word the lists hardly know


@cache
def character_tables() -> tuple[Ints, NDArray[np.uint8]]:
    """For each code point of the basic plane: its unit (-1 for none), and whether it is Han or a word of grammar."""
    return kept("characters", (), _character_tables)


def _character_tables() -> tuple[Ints, NDArray[np.uint8]]:
    units = np.full(0x10000, -1, np.int64)
    flags = np.zeros(0x10000, np.uint8)
    known = space()
    for char in readings():
        if 0x3400 <= ord(char) < 0xA000 and (said := syllables_of(char)):
            units[ord(char)] = known.syllable(said[0])
    flags[units >= 0] = SOLID
    for n, char in enumerate("零一二三四五六七八九"):
        units[48 + n] = units[ord(char)]
        flags[48 + n] = SOLID
    for flag, chars in ((FIRST, weights().first), (LAST, weights().last), (NAMES, weights().foreign)):
        flags[list(map(ord, chars))] |= flag
    return units, flags


class Closed(NamedTuple):
    """A place no term is heard in, or not the one given; where it is not `firm` unless the document expects it."""

    start: int
    end: int
    bare: str
    firm: bool


@dataclass(slots=True)
class View:
    """What all evidence is read from."""

    doc: Document
    text: str
    codes: NDArray[np.uint32]
    low: NDArray[np.uint32]  # … of the basic plane; all others as one
    stream: Ints  # the unit of each character, -1 for none
    first: NDArray[np.bool_]  # words of grammar no span begins with
    last: NDArray[np.bool_]  # … or ends in
    lattice: Lattice
    found: Found
    known: Counter[str]  # how often each right spelling stands here, compact
    title: str  # compact
    foreign: bool  # written in characters the word lists do not know, as Traditional text
    room: NDArray[np.uint8]  # how long a span may be that begins at each character
    border: NDArray[np.bool_]  # where nothing known is cut (one longer)
    refusals: Sequence[Closed] = ()  # in text order
    said: Said | None = None  # the stream as the indexes want it
    dormant: frozenset[str] = frozenset()  # packs of a field this document is not about
    trade: float = 0.0  # talk of the packs' fields: -1 of anything else, 0 unknown, 1 surely
    found_islands: Islands | None = None
    found_windows: dict[int, Ints] = field(default_factory=dict)  # by length
    made: Mapping[str, Sequence[Span]] = field(default_factory=dict)  # where sure edits make a term, counted in `known`

    def word(self, start: int, end: int) -> float:
        """The log-probability of the word `[start, end)`, very low for what is none."""
        size = end - start
        return float(self.lattice.words[size - 1][start]) if size <= len(self.lattice.words) else -1e4

    def support(self, target: Target, at: Span | None = None) -> float:
        """What title and text of the document say for a term; an edit at a place is no evidence for itself."""
        times, titled = self.times(target, at), target.bare in self.title
        if not times and not titled:
            return 0.0
        w = weights()
        return min(w["support"], w.present(times) + (w["title"] if titled else 0.0))

    def times(self, target: Target, at: Span | None = None) -> int:
        """How often a term stands in the document, or is made by sure edits of other places."""
        times = self.known.get(target.bare, 0)
        if at and (own := self.made.get(target.bare)):
            times -= sum(start < at[1] and at[0] < end for start, end in own)
        return times

    def gain(self, start: Ints, size: Ints | int) -> Floats:
        """How much likelier a term is than each of these windows as it stands."""
        w = weights()
        gain: Floats = np.minimum(w["prior"] - self.lattice.logps(start, size), w["ceiling"])
        return gain

    def gains(self, first: slice, last: slice) -> Floats:
        """The gain of windows side by side, by their first and their last characters."""
        w = weights()
        likely = self.lattice.before[first] - self.lattice.behind[last]
        gain: Floats = np.minimum(np.float32(w["prior"]) - likely, np.float32(w["ceiling"]))
        return gain

    def unlikely(self, start: int, end: int) -> float:
        """The gain of one window."""
        w = weights()
        return float(np.minimum(w["prior"] - np.float32(self.lattice.logp(start, end)), w["ceiling"]))

    def strange(self, start: Ints, size: int) -> Floats:
        """The gain of what may be foreign: that the word lists know a name written so (卡夫卡) says little."""
        foreign = np.logical_and.reduce([self.islands.foreign[start + k] for k in range(size)])
        gain: Floats = np.minimum(self.gain(start, size) + NAMED * foreign, weights()["ceiling"])
        return gain

    def windows(self, size: int) -> Ints:
        """The first characters of all windows of this length that lie in one run and are cleanly cut."""
        found = self.found_windows.get(size)
        if found is None:
            start = ((self.room >= size) & ~self.first).nonzero()[0]
            end = start + size
            found = self.found_windows[size] = start[self.border.take(end) & ~self.last.take(end - 1)]
        return found

    @property
    def islands(self) -> Islands:
        """Where the best reading of the text is cut, and what is no Chinese."""
        if self.found_islands is None:
            kinds = character_tables()[1][self.low]
            solid = ~(self.first & self.last) & (self.low >= HAN) & (self.stream >= 0)
            found = islands(self.lattice, solid, (kinds & NAMES) > 0)
            self.found_islands = found._replace(cut=found.cut & self.border)
        return self.found_islands

    def matches(self, pattern: Pattern[str], begins: NDArray[np.bool_]) -> Iterator[Match[str]]:
        """What `finditer` finds, where every match begins at one of these places."""
        stop = 0
        for at in begins.nonzero()[0].tolist():
            if at >= stop and (found := pattern.match(self.text, at)):
                stop = found.end()
                yield found

    @property
    def inside(self) -> NDArray[np.bool_]:
        """Borders that lie strictly inside a known term."""
        return self.found.inside

    def known_inside(self, start: int, end: int, bare: str) -> bool:
        """Whether a known term stands in `[start, end)` that the target does not contain."""
        spans = self.found.spans
        i = bisect_left(spans, (start, start))
        while i < len(spans) and spans[i][1] <= end:
            if compact(self.text[slice(*spans[i])]) not in bare:
                return True
            i += 1
        return False

    def closed(self, start: int, end: int, target: Target) -> bool:
        """Whether the place is a heading, or a guard refuses the term there and nothing else speaks for it.

        In talk of the trade it is enough that what stands there is no word: 长的思维连.
        """
        i = bisect_right(self.refusals, start, key=itemgetter(1))
        while i < len(self.refusals) and self.refusals[i].start < end:
            place = self.refusals[i]
            open_to = self.expected(target) or self._no_word(start, end, target)
            if place.bare in target.bare and (place.firm or not open_to):
                return True
            if target.bare.isascii() and not open_to:  # where `deep sick` is not DeepSeek it is not DeepStack either
                return True
            i += 1
        return False

    def _no_word(self, start: int, end: int, target: Target) -> bool:
        return target.han and self.trade > 0 and end - start > 2 and self.word(start, end) < RARE

    def expected(self, target: Target, at: Span | None = None) -> bool:
        """Whether anything says that the target is spoken of here: the user, the title, the text."""
        return target.participant or target.glossary or self.support(target, at) > 0

    def han_logp(self, start: int, end: int) -> float:
        """How likely the Han characters of a mixed span are, left and right of its Latin part."""
        total, at = 0.0, start
        while at < end:
            stop = at
            while stop < end and self.stream[stop] >= 0:
                stop += 1
            while at < stop:  # a long run is several
                part = min(stop, int(self.lattice.stop[at]))
                total += self.lattice.logp(at, part)
                at = part
            at += 1
        return total


def look(doc: Document, words: Language, found: Found) -> View:
    """The view of a document."""
    codes = codes_of(doc.text)
    units, flags = character_tables()
    low = np.minimum(codes, 0xFFFF)
    kinds = flags[low]
    solid = (kinds & SOLID).astype(np.bool_)
    known = Counter({_bare(word): times for word, times in found.times.items()})
    strange = int((words.chars(codes[solid]) <= UNKNOWN).sum())
    foreign = strange > STRANGE * max(1, int(solid.sum()))
    runs = lattice(words, codes, solid)
    digit = (codes >= 48) & (codes < 58)
    border = np.concatenate(([True], ~found.inside[1:-1] & ~(digit[1:] & digit[:-1]), [True]))[: len(codes) + 1]
    first, last = (kinds & FIRST) > 0, (kinds & LAST) > 0
    return View(
        doc,
        doc.text,
        codes,
        low,
        units[low],
        first,
        last,
        runs,
        found,
        known,
        compact(doc.meta.title or ""),
        foreign,
        (np.maximum(runs.stop - np.arange(len(codes)), 0) * border[:-1]).astype(np.uint8),
        border,
        closed_places(doc),
    )


_bare = lru_cache(maxsize=1 << 14)(compact)


def closed_places(doc: Document) -> list[Closed]:
    """The headings of a document, and where a rule keeps what sounds like a term."""
    out: list[Closed] = []
    end = 0
    for m in doc.marked("heading", "refusal"):
        if m.kind == "heading":
            end = m.end
            out.append(Closed(m.start, m.end, "", True))
        elif m.start >= end:
            out.append(Closed(m.start, m.end, compact(m.value["term"]), m.value["firm"]))
    return out
