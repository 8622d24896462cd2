"""Chunked lines into sentences and paragraphs, in one pass over the places where a clause ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Grade, edit
from tclean.stages.reflow.join import join
from tclean.stages.reflow.paragraphs import Stop, openings
from tclean.stages.reflow.regions import Region, regions
from tclean.text.linelayout import hard_wrapped
from tclean.text.sentences import asks, ends, evidence

JOIN = "reflow:join"
STOP = "reflow:stop"
QUESTION = "reflow:question"
PARAGRAPH = "reflow:paragraph"


class Place(NamedTuple):
    """Where a clause ends: `text[start:end]` stands between it and the next one."""

    start: int
    end: int
    head: float | None  # weight of the next clause's opening, where the search already knows it
    broken: bool  # a line ends here


class Flow:
    """The pass; `size` is the range of paragraph lengths aimed at, `stops` whether comma chains are divided."""

    def __init__(self, size: tuple[int, int], stops: bool) -> None:
        self.size = size
        self.stops = stops

    def __call__(self, doc: Document) -> Findings:
        """Joins, sentence ends, question marks and paragraph breaks of all regions."""
        layout = doc.meta.extra["layout"]
        if layout == "prose":
            return Findings()
        if layout != "lines" and hard_wrapped(doc.text):
            layout = "hard"
        edits: list[Edit] = []
        for region in regions(doc):
            edits += self._region(doc.text, region, layout)
        return Findings(edits)

    def _region(self, text: str, region: Region, layout: str) -> list[Edit]:
        """The edits of one stretch without headings, notes or labels in it."""
        planned = list(self._plan(text, region, layout))
        stops = [Stop(p.start, p.end, p.broken) for p, mark, _ in planned if mark in ("。", "？", "！")]
        breaks = openings(text, region, stops, self.size)
        out = []
        for place, mark, confidence in planned:
            after = mark + "\n\n" if place.end in breaks else mark
            before = text[place.start : place.end]
            if after != before:
                out.append(_minimal(text, place, after, _rule(place, mark, after), confidence))
        return out

    def _plan(self, text: str, region: Region, layout: str) -> Iterator[tuple[Place, str, float]]:
        """Each place with the mark that should stand there; the region's last stop is not a place."""
        start = region.start
        for place in _places(text, region):
            mark = text[place.start : place.end].strip()
            confidence = 0.9
            if place.broken:
                mark, confidence = join(text, start, place.start, place.end, layout)
            elif mark == "，":
                score = ends(text, start, place.start, place.end, place.head) if self.stops else -1.0
                mark, confidence = ("。", min(0.95, 0.6 + score / 8)) if score > 0 else ("，", 1.0)
            if mark == "。" or (mark == "，" and text[place.start - 1] in "吗呢"):
                mark = "？" if asks(text, start, place.start) else mark
            if mark in ("。", "？", "！"):
                start = place.end
            yield place, mark, confidence


def _rule(place: Place, mark: str, after: str) -> str:
    if after.endswith("\n") and not place.broken:
        return PARAGRAPH
    if place.broken:
        return QUESTION if mark == "？" else JOIN
    return QUESTION if mark == "？" else STOP


def _minimal(text: str, place: Place, after: str, rule: str, confidence: float) -> Edit:
    """An edit that leaves out what both sides share at the front."""
    start, end = place.start, place.end
    while start < end and after and text[start] == after[0]:
        start, after = start + 1, after[1:]
    return edit(text, start, end, after, rule, Grade.SAFE if rule == JOIN else Grade.UNSAFE, confidence)


@cache
def _search() -> re.Pattern[str]:
    """Line breaks, stops that stand already, and commas before a word that may open a sentence."""
    heads = sorted(evidence().heads, key=len, reverse=True)
    opener = "|".join(map(re.escape, heads))
    return re.compile(rf"[。？！?!，]?[ \t]*\n\s*|[。？！?!](?=[^\s”’」』）)])|，(?:(?=({opener}))|(?<=[吗呢]，))")


def _places(text: str, region: Region) -> Iterator[Place]:
    heads = evidence().heads
    for m in _search().finditer(text, region.start, region.end):
        opener = m.group(1)
        yield Place(m.start(), m.end(), heads[opener] if opener else None, "\n" in m.group())
