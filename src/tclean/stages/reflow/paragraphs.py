"""Where paragraphs begin: at a sentence end near a good length, before words that open a topic or a turn."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from typing import Protocol

from tclean.stages.reflow.regions import Region
from tclean.text.langdata import language_data, words_of

_WINDOW = 24  # sentence ends looked at for one paragraph
_OPENS, _GOES_ON = 0.6, -0.9
_ASKED = -0.8  # the answer stays with its question
_DOUBT = 3.0  # what each part of doubt about a sentence end speaks against a paragraph there


class Stop(Protocol):
    """A sentence end at `start`; the next sentence begins at `end`, with words of the weight `head`."""

    @property
    def start(self) -> int:
        """Where the sentence ends."""

    @property
    def end(self) -> int:
        """Where the next one begins."""

    @property
    def mark(self) -> str:
        """The sign that ends it."""

    @property
    def head(self) -> float:
        """How strongly it begins."""

    @property
    def confidence(self) -> float:
        """How sure the end is."""


@cache
def _words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What rather begins a paragraph, and what rather goes on."""
    data = language_data("sentences")
    return words_of(data["opens_paragraph"]), words_of(data["goes_on"])


def _inviting(text: str, stop: Stop) -> float:
    """How well a paragraph begins behind a sentence end."""
    opens, goes_on = _words()
    word = _OPENS if text.startswith(opens, stop.end) else _GOES_ON if text.startswith(goes_on, stop.end) else 0.0
    asked = _ASKED if stop.mark in "？?" else 0.0
    return stop.head + word + asked - _DOUBT * (1 - stop.confidence)


def openings(text: str, region: Region, stops: Sequence[Stop], size: tuple[int, int]) -> set[int]:
    """The sentence beginnings (`Stop.end`) that should open a paragraph.

    From each paragraph's start the best stop between the least and the greatest length is taken; where there is none,
    the first one behind. A rest shorter than half the least length stays with the paragraph before.
    """
    least, most = size
    middle, width = (least + most) / 2, 2.5 / (most - least)
    last = region.end - least // 2
    ends = [stop.end for stop in stops]
    worth = [_inviting(text, stop) for stop in stops] if region.end - region.start > most else []
    out: set[int] = set()
    at, i = region.start, 0
    while region.end - at > most:
        i = bisect_left(ends, at + least, i)
        if i == len(ends) or ends[i] > last:
            break
        limit = bisect_right(ends, min(at + most, last), i, min(i + _WINDOW, len(ends)))
        good = at + middle
        best = max(range(i, limit), key=lambda n: worth[n] - width * abs(ends[n] - good), default=i)
        at = ends[best]
        out.add(at)
    return out
