"""Where paragraphs begin: at a sentence end near a good length, before words that open a topic or a turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tclean.stages.reflow.regions import Region
from tclean.text.sentences import evidence


class Stop(Protocol):
    """A sentence end at `start`; the next sentence begins at `end`."""

    @property
    def start(self) -> int:
        """Where the sentence ends."""

    @property
    def end(self) -> int:
        """Where the next one begins."""


def openings(text: str, region: Region, stops: Sequence[Stop], size: tuple[int, int]) -> set[int]:
    """The sentence beginnings (`Stop.end`) that should open a paragraph.

    From each paragraph's start the best stop between the least and the greatest length is taken; where there is none,
    the first one behind. A rest shorter than half the least length stays with the paragraph before.
    """
    least, most = size
    out: set[int] = set()
    at = region.start
    i = 0
    while region.end - at > most:
        while i < len(stops) and stops[i].end - at < least:
            i += 1
        if i == len(stops) or region.end - stops[i].end < least // 2:
            break
        window = [s for s in stops[i : i + 24] if s.end - at <= most] or [stops[i]]
        window = [s for s in window if region.end - s.end >= least // 2] or [stops[i]]
        best = max(window, key=lambda s: _worth(text, s, at, size))
        out.add(best.end)
        at = best.end
    return out


def _worth(text: str, stop: Stop, at: int, size: tuple[int, int]) -> float:
    """How good a paragraph break would be: a strong opening, near the middle of the range."""
    know = evidence()
    middle = (size[0] + size[1]) / 2
    worth = know.head(text, stop.end) - 2.5 * abs(stop.end - at - middle) / (size[1] - size[0])
    return worth + (0.5 if text[stop.start] in "？?" else 0.0)
