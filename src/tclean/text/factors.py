"""Words without which a regular expression cannot match: one search for all of them spares most patterns their turn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

Words = frozenset[str]
NONE: Words = frozenset()
_NOTHING: Words = frozenset([""])
_FEW, _MOST = 16, 512  # characters of a class, words of a set; of more nothing is gained
_ITEM = re.compile(
    r"""(?P<open>\((?:\?(?:[:>|]|<?[=!]|P?<\w+>))?) | (?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])
      | \\[pP]\{[^}]*\} | \\x[0-9a-fA-F]{2} | \\u[0-9a-fA-F]{4} | \\(?P<escaped>.) | (?P<literal>.)""",
    re.X | re.S,
)
_TIMES = re.compile(r"(?:([?*])|(\+)|\{(\d*)(?:,(\d*))?\})[?+]?")
_STRANGE = re.compile(r"\(\?[a-zA-Z-]+[:)]|\(\?[#(&P]|\\[QE]")  # flags, comments, conditions, calls


_CHARACTERS = "".join(map(chr, range(0x10000)))


class Part(NamedTuple):
    """A part of a pattern: all it can match, where those are few words; else words one of which it needs, if known."""

    all: Words | None = None
    needs: Words = NONE

    @property
    def best(self) -> Words:
        """Words one of which it needs."""
        return self.needs if self.all is None else NONE if "" in self.all else self.all


def factors(pattern: str) -> Words:
    """Lower-case words one of which is in every text in which `pattern` matches; none where that cannot be told.

    >>> sorted(factors("^(?:Copyright|版权(?:所有)?归)[^。]*")), sorted(factors("[甲乙]的?")), factors("a|.b?")
    (['copyright', '版权归', '版权所有归'], ['乙', '甲'], frozenset())
    """
    if _STRANGE.search(pattern):
        return NONE
    found, end = _either(pattern, 0)
    words: list[str] = []
    for word in sorted(found.best if end == len(pattern) else NONE, key=len):
        if not any(shorter in word for shorter in words):
            words.append(word)
    return frozenset(words)


def _either(pattern: str, at: int) -> tuple[Part, int]:
    """Alternatives from `at` to the bracket that closes them."""
    every: list[Part] = []
    while not every or pattern[at : at + 1] == "|":
        found, at = _sequence(pattern, at + bool(every))
        every.append(found)
    words = NONE.union(*(part.all or NONE for part in every))
    if all(part.all is not None for part in every) and len(words) <= _MOST:
        return Part(words), at
    needs = [part.best for part in every]
    return Part(None, NONE.union(*needs) if all(needs) else NONE), at


def _sequence(pattern: str, at: int) -> tuple[Part, int]:
    """Parts one after the other: the longest words that one of them or several in a row need, and few of them."""
    known: list[Words] = []
    run, whole = _NOTHING, True
    while at < len(pattern) and pattern[at] not in "|)":
        part, at = _item(pattern, at)
        part, at, ends = _repeated(part, pattern, at)
        if part.all is not None and len(run) * len(part.all) <= _MOST:
            run = frozenset(a + b for a in run for b in part.all)
            ends, part = ends, Part(_NOTHING)
        else:
            ends = True
        if ends:
            known += [run, part.best]
            run, whole = _NOTHING, False
    if whole:
        return Part(run), at
    known = [words for words in (*known, run) if words and "" not in words]
    return Part(None, max(known, key=lambda words: (min(map(len, words)), -len(words)), default=NONE)), at


def _repeated(part: Part, pattern: str, at: int) -> tuple[Part, int, bool]:
    """A part with its `?`, `+`, `{2,}` behind it, and whether words end there."""
    m = _TIMES.match(pattern, at)
    if m is None:
        return part, at, False
    if m[1] == "?" or m[0].startswith(("{0,1}", "{,1}")):
        return Part(None if part.all is None else part.all | {""}), m.end(), False
    return (part if m[2] or int(m[3] or 0) else Part()), m.end(), True


def _item(pattern: str, at: int) -> tuple[Part, int]:
    """One item, and where the next one begins."""
    m = _ITEM.match(pattern, at)
    assert m is not None
    if m["open"]:
        found, end = _either(pattern, m.end())
        if m["open"].endswith(("!", "=")):  # it looks ahead or back: nothing that stands in the match itself
            found = Part(None, NONE if m["open"].endswith("!") else found.best)
        return found, end + 1
    if m["set"]:
        return _members(m["set"]), m.end()
    if m["escaped"]:
        return (Part() if m["escaped"].isalnum() else Part(frozenset(m["escaped"]))), m.end()
    return (Part() if m["literal"] in (None, ".", "^", "$") else Part(frozenset(m["literal"].lower()))), m.end()


def _members(chosen: str) -> Part:
    """A class, if it lists a few characters."""
    inner = chosen[1:-1].lower()
    listed = inner[0] != "^" and "\\" not in inner and "-" not in inner[1:-1] and "[" not in inner
    return Part(frozenset(inner)) if listed and len(inner) <= _FEW else Part()


def choices(pattern: str) -> Words | None:
    """All that `pattern` can match, if it is a few words.

    >>> sorted(choices("[这那]个|了") or ()), choices("那.")
    (['了', '这个', '那个'], None)
    """
    if _STRANGE.search(pattern) or pattern != pattern.lower():
        return None
    found, end = _either(pattern, 0)
    return found.all if end == len(pattern) else None


def firsts(pattern: str) -> Words | None:
    """Characters one of which every match of `pattern` begins with; None where that cannot be told.

    >>> sorted(firsts("(?:对[，。]*){0,2}(?:谢谢|[多感]谢)") or ()), firsts("好?.")
    (['多', '对', '感', '谢'], None)
    """
    found, empty, end = (None, True, 0) if _STRANGE.search(pattern) else _first_of(pattern, 0)
    return None if empty or end < len(pattern) else found


def _first_of(pattern: str, at: int) -> tuple[Words | None, bool, int]:
    """First characters of the alternatives from `at` on, whether one may be empty, where they end."""
    found: Words | None = NONE
    empty, more = False, True
    while more:
        one, nothing, at = _first_of_sequence(pattern, at)
        found = None if one is None or found is None else found | one
        empty |= nothing
        more = pattern[at : at + 1] == "|"
        at += more
    return found, empty, at


def _first_of_sequence(pattern: str, at: int) -> tuple[Words | None, bool, int]:
    found: Words | None = NONE
    empty = True
    while at < len(pattern) and pattern[at] not in "|)":
        one, nothing, at = _first_of_item(pattern, at)
        if m := _TIMES.match(pattern, at):
            nothing |= not (m[2] or int(m[3] or 0))
            at = m.end()
        if empty:
            found = None if one is None or found is None else found | one
            empty = nothing
    return found, empty, at


def _first_of_item(pattern: str, at: int) -> tuple[Words | None, bool, int]:
    m = _ITEM.match(pattern, at)
    assert m is not None
    if m["open"]:
        found, empty, end = _first_of(pattern, m.end())
        looks = m["open"].endswith(("!", "="))
        return (NONE, True, end + 1) if looks else (found, empty, end + 1)
    if m["set"]:
        return _listed(m["set"]), False, m.end()
    if m["escaped"]:
        return _listed(m[0]) if m["escaped"].isalnum() else frozenset(m["escaped"]), False, m.end()
    if m["literal"] in ("^", "$"):
        return NONE, True, m.end()
    return None if m["literal"] in (None, ".") else frozenset(m["literal"]), False, m.end()


def _listed(some: str) -> Words | None:
    """The characters of a class, those of two bytes, if it does not name what it leaves out."""
    if some.startswith("[^") or some in ("\\b", "\\B", "\\A", "\\Z") or (some[0] == "\\" and some[1].isupper()):
        return None
    return frozenset(re.findall(some, _CHARACTERS))


class Hit(NamedTuple):
    """A pattern that may match around a place."""

    pattern: int
    at: int


class Detector:
    """Which of many patterns may match in a text, and where.

    >>> found = Detector([factors("谢谢.*"), factors("Ask|问"), factors(".")])
    >>> list(found("他问: 谢谢")), found.blind
    ([Hit(pattern=1, at=1), Hit(pattern=0, at=4)], [2])
    """

    def __init__(self, patterns: Iterable[Words]) -> None:
        self._patterns = list(patterns)
        self.blind = [n for n, words in enumerate(self._patterns) if not words]
        self._of: dict[str, list[int]] = {}
        for n, words in enumerate(self._patterns):
            for word in words:
                self._of.setdefault(word, []).append(n)
        self._words = list(self._of.values())
        self._automaton = AhoCorasick(list(self._of), matchkind=MatchKind.Standard, implementation=Implementation.DFA)

    def __reduce__(self) -> tuple[type[Detector], tuple[list[Words]]]:
        """Travels as its words; the automaton is built again."""
        return Detector, (self._patterns,)

    def __call__(self, text: str) -> Iterator[Hit]:
        """All places in the order of the text. Case does not matter."""
        low = text.lower()
        if len(low) != len(text):  # İ: two characters in lower case
            low = "".join(c if len(c.lower()) > 1 else c.lower() for c in text)
        for word, start, _ in self._automaton.find_matches_as_indexes(low, overlapping=True):
            for pattern in self._words[word]:
                yield Hit(pattern, start)
