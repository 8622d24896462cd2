"""Where paragraphs begin: at a sentence end near a good length, before words that open a topic or a turn."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Protocol

from tclean.stages.reflow.regions import Region

_WINDOW = 24  # sentence ends looked at for one paragraph


class Stop(Protocol):
    """A sentence end at `start`; the next sentence begins at `end`, with words of the weight `head`."""

    @property
    def start(self) -> int:
        """Where the sentence ends."""

    @property
    def end(self) -> int:
        """Where the next one begins."""

    @property
    def head(self) -> float:
        """How strongly it begins."""


def openings(text: str, region: Region, stops: Sequence[Stop], size: tuple[int, int]) -> set[int]:
    """The sentence beginnings (`Stop.end`) that should open a paragraph.

    From each paragraph's start the best stop between the least and the greatest length is taken; where there is none,
    the first one behind. A rest shorter than half the least length stays with the paragraph before.
    """
    least, most = size
    middle, width = (least + most) / 2, 2.5 / (most - least)
    last = region.end - least // 2
    ends = [stop.end for stop in stops]
    heads = [stop.head for stop in stops]
    asked = [0.5 if text[stop.start] in "？?" else 0.0 for stop in stops]
    out: set[int] = set()
    at, i = region.start, 0
    while region.end - at > most:
        i = bisect_left(ends, at + least, i)
        if i == len(ends) or ends[i] > last:
            break
        limit = bisect_right(ends, min(at + most, last), i, min(i + _WINDOW, len(ends)))
        good = at + middle
        best = max(range(i, limit), key=lambda n: heads[n] - width * abs(ends[n] - good) + asked[n], default=i)
        at = ends[best]
        out.add(at)
    return out
