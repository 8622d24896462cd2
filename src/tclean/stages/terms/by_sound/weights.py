"""The weights and word lists of `rules/data/sound.yaml` as checked values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from re import Pattern

from tclean.text.langdata import language_data


@dataclass(frozen=True)
class Weights:
    """How much each kind of evidence counts."""

    apply: float
    suggest: float
    safe: float
    margin: float
    of: Mapping[str, float]
    steps: tuple[float, ...]  # what it is worth that a term stands there once, twice, three or four times, …
    first: frozenset[str]  # words of grammar no span begins with
    last: frozenset[str]  # … or ends in
    spoken: Mapping[str, float]
    functional: frozenset[str]  # English words of grammar
    joining: frozenset[str]  # … that ask for another word
    foreign: frozenset[str]  # characters foreign names are written with
    places: frozenset[str]  # last characters of names of places
    before: Pattern[str]
    after: Pattern[str]
    naming: Pattern[str]  # words a foreign name stands behind
    named: Pattern[str]  # … and before
    listed_before: Pattern[str]  # another foreign name, and what joins it
    listed_after: Pattern[str]
    opens: frozenset[str]  # behind these somebody may be called

    def __getitem__(self, name: str) -> float:
        return self.of[name]

    @property
    def memory(self) -> float:
        """The most that recurrence and sure edits elsewhere can add."""
        return self["recurrence_most"] + self.present(2)

    def present(self, times: int) -> float:
        """What it is worth that the term stands in the document this many times.

        >>> weights().present(0) < weights().present(1) < weights().present(40)
        True
        """
        return self.steps[min(len(self.steps) - 1, (times - 1).bit_length())] if times else 0.0


@cache
def weights() -> Weights:
    """The weights of this process."""
    data = language_data("sound")
    frames = data["frames"]
    spoken = {word: float(value) for value, row in data["spoken"].items() for word in str(row).split()}
    return Weights(
        float(data["apply"]),
        float(data["suggest"]),
        float(data["safe"]),
        float(data["margin"]),
        {name: float(value) for name, value in data["weights"].items() if name != "present"},
        tuple(map(float, data["weights"]["present"])),
        frozenset(data["edges"]["first"]),
        frozenset(data["edges"]["last"]),
        spoken,
        frozenset(data["functional"].split()),
        frozenset(data["joining"].split()),
        frozenset(data["foreign"]),
        frozenset(data["places"]),
        re.compile(f"(?:{_any(frames['before'])})$"),
        re.compile(_any(frames["after"])),
        re.compile(f"(?:{_any(frames['naming'])})$"),
        re.compile(_any(frames["named"])),
        re.compile(rf"[A-Za-z\d] ?(?:{_any(frames['joining'])})$"),
        re.compile(rf"(?:{_any(frames['joining'])}) ?[A-Za-z]"),
        frozenset(frames["opens"]),
    )


def _any(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
