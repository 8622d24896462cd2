"""Where paragraphs begin: at a sentence end near a good length, before words that open a topic or a turn."""

from __future__ import annotations

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
    out: set[int] = set()
    at, i = region.start, 0
    while region.end - at > most:
        while i < len(stops) and stops[i].end - at < least:
            i += 1
        if i == len(stops) or stops[i].end > last:
            break
        best, worth = stops[i].end, -99.0
        for stop in stops[i : i + _WINDOW]:
            end = stop.end
            if end - at > most or end > last:
                break
            here = stop.head - width * abs(end - at - middle) + (0.5 if text[stop.start] in "？?" else 0.0)
            if here > worth:
                best, worth = end, here
        out.add(best)
        at = best
    return out
