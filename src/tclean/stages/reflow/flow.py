"""Chunked lines into sentences and paragraphs, in one pass over the places where a clause ends."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Grade, edit
from tclean.stages.reflow.join import Style, cuts_words, join
from tclean.stages.reflow.paragraphs import openings
from tclean.stages.reflow.regions import Region, regions
from tclean.text.linelayout import hard_wrapped
from tclean.text.sentences import asks, ends, evidence, hopeless

JOIN = "reflow:join"
STOP = "reflow:stop"
QUESTION = "reflow:question"
PARAGRAPH = "reflow:paragraph"
_ASKING = frozenset("吗呢啊看办样")  # a question may end so
_ENDS = frozenset("。？！?!")


class Place(NamedTuple):
    """Where a clause ends: `text[start:end]` stands between it and the next one."""

    start: int
    end: int
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
        borders = regions(doc)
        style = Style(layout, cuts_words(doc.text, borders))
        return Findings([e for region in borders for e in self._region(doc.text, region, style)])

    def _region(self, text: str, region: Region, style: Style) -> list[Edit]:
        """The edits of one stretch without headings, notes or labels in it."""
        planned = self._plan(text, region, style)
        breaks = openings(text, region, [p for p, mark, _ in planned if mark in _ENDS], self.size)
        out = []
        for place, mark, confidence in planned:
            after = mark + "\n\n" if place.end in breaks else mark
            if after != text[place.start : place.end]:
                out.append(_minimal(text, place, after, _rule(place, mark, after), confidence))
        if style.layout == "lines" and text[region.end - 1].isalnum() and any(p.broken for p, _, _ in planned):
            mark = "？" if asks(text, planned[-1][0].end, region.end) else "。"
            out.append(edit(text, region.end, region.end, mark, STOP, Grade.SAFE, 0.8))
        return out

    def _plan(self, text: str, region: Region, style: Style) -> list[tuple[Place, str, float]]:
        """The places where a sentence ends or something changes, with the mark that should stand there."""
        know = evidence()
        start = region.start
        out = []
        for m in _search().finditer(text, region.start, region.end):
            at, end = m.span()
            if text[end - 1] == "，":
                if not self.stops:
                    continue
                head = know.head(text, end)
                asked = text[at - 1] in _ASKING
                if not asked and (head <= know.other_head or hopeless(text, at, at - start, head)):
                    continue
                score = ends(text, start, at, end, head)
                mark, confidence = ("。", min(0.95, 0.6 + score / 8)) if score > 0 else ("，", 0.9)
                place = Place(at, end, False)
            else:
                place = _line_end(text, at, end)
                at = place.start
                mark, confidence = join(text, start, at, end, style) if place.broken else (text[at], 1.0)
            if mark == "。" or (mark == "，" and text[at - 1] in _ASKING):
                mark = "？" if asks(text, start, at) else mark
            if mark in _ENDS:
                start = end
            if mark in _ENDS or place.broken:
                out.append((place, mark, confidence))
        return out


def _line_end(text: str, at: int, end: int) -> Place:
    """A stop that stands already, or a line's end with the blanks before it."""
    while text[at - 1] in " \t":
        at -= 1
    return Place(at, end, end - at > 1 or text[at] == "\n")


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
    return edit(
        text, start, end, after, rule, Grade.SAFE if place.broken or rule == PARAGRAPH else Grade.UNSAFE, confidence
    )


@cache
def _search() -> re.Pattern[str]:
    """Line ends, stops that stand already, commas before a character that may open a sentence or behind 吗 and 呢."""
    opener = "".join(sorted(evidence().head_chars))
    return re.compile(
        r"[，。？！?!\n](?:(?<=\n)\s*|(?<!\n)[ \t]*\n\s*|(?<=[。？！?!])(?=[^\s”’」』）)])"
        rf"|(?<=，)(?:(?=[{opener}])|(?<=[吗呢啊看办样]，)))"
    )
