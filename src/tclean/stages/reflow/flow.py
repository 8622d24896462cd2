"""Chunked lines into sentences and paragraphs, in one pass over the places where a clause ends."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Grade, edit
from tclean.stages.reflow.join import Style, join, style_of
from tclean.stages.reflow.paragraphs import openings
from tclean.stages.reflow.regions import Region, regions
from tclean.text.literals import trie
from tclean.text.sentences import HESITATIONS, asks, ends, evidence

JOIN = "reflow:join"
STOP = "reflow:stop"
QUESTION = "reflow:question"
PARAGRAPH = "reflow:paragraph"
_ASKING = frozenset("吗呢啊看办样")  # a question may end so
_ENDS = frozenset("。？！?!")
LONG = 30  # characters of a sentence behind which weak openers count


class Place(NamedTuple):
    """Where a clause ends: `text[start:end]` stands between it and the next one, `mark` should stand there."""

    start: int
    end: int
    broken: bool  # a line ends here
    mark: str
    confidence: float
    head: float  # the weight of how the next clause begins


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
        style = style_of(doc.text, layout)
        return Findings([e for region in regions(doc) for e in self._region(doc.text, region, style)])

    def _region(self, text: str, region: Region, style: Style) -> list[Edit]:
        """The edits of one stretch without headings, notes or labels in it."""
        planned = self._plan(text, region, style)
        breaks = openings(text, region, [p for p in planned if p.mark in _ENDS], self.size)
        out = []
        for place in planned:
            after = place.mark + "\n\n" if place.end in breaks else place.mark
            if after != text[place.start : place.end]:
                out.append(_minimal(text, place, after))
        open_end = style.layout in ("lines", "bare") and text[region.end - 1].isalnum()
        if open_end and any(p.broken or style.layout == "bare" for p in planned):
            mark = "？" if asks(text, planned[-1].end, region.end) else "。"
            out.append(edit(text, region.end, region.end, mark, STOP, Grade.SAFE, 0.8))
        return out

    def _plan(self, text: str, region: Region, style: Style) -> list[Place]:
        """The places where a sentence ends or something changes, with the mark that should stand there."""
        know = evidence()
        heads = know.heads
        start = region.start
        out: list[Place] = []
        new = tuple.__new__  # a third of the cost of calling the class, on the hot path
        for m in (_search() if self.stops else _line_ends()).finditer(text, start, region.end):
            at, end = m.span()
            word = m[1]
            broken = False
            if word is not None:
                head = know.head(text, end) if word in HESITATIONS else heads[word]
                score = ends(text, start, at, end, head) if head > 0 or at - start >= LONG else 0.0
                if score > style.least:
                    mark, confidence = "。", min(0.95, 0.6 + score / 8)
                elif text[at - 1] in _ASKING:
                    mark, confidence = "，", 0.9
                else:
                    continue
            elif text[end - 1] == "，":
                mark, confidence, head = "，", 0.9, know.other_head
            else:
                at, broken = _line_end(text, at, end)
                head = know.head(text, end)
                mark, confidence = join(text, start, at, end, style, head) if broken else (text[at], 1.0)
            if (mark == "。" or (mark == "，" and text[at - 1] in _ASKING)) and asks(text, start, at):
                mark = "？"
            if mark in _ENDS:
                start = end
            elif not broken:
                continue
            out.append(new(Place, (at, end, broken, mark, confidence, head)))
        return out


def _line_end(text: str, at: int, end: int) -> tuple[int, bool]:
    """Where the blanks before a line's end begin, and whether it is one: a stop that stands already is none."""
    whole = end - at > 1 or text[at] == "\n"
    while text[at - 1] in (" \t，、" if whole else " \t"):
        at -= 1  # a comma before the full stop of a cut: 好处呢，。
    return at, whole or end - at > 1


def _minimal(text: str, place: Place, after: str) -> Edit:
    """An edit that leaves out what both sides share at the front."""
    start, end, broken, mark, confidence, _ = place
    rule = QUESTION if mark == "？" else JOIN if broken else STOP
    grade = Grade.SAFE if broken else Grade.UNSAFE
    if not broken and after[-1] == "\n":
        rule, grade = PARAGRAPH, Grade.SAFE
    while start < end and after and text[start] == after[0]:
        start, after = start + 1, after[1:]
    return edit(text, start, end, after, rule, grade, confidence)


_LINE_END = r"(?<=\n)\s*|(?<!\n)[ \t]*\n\s*|(?<=[。？！?!])(?=[^\s”’」』）)])"


@cache
def _line_ends() -> re.Pattern[str]:
    """Line ends, and stops that stand already."""
    return re.compile(rf"[，。？！?!\n](?:{_LINE_END}|(?!)())")


@cache
def _search() -> re.Pattern[str]:
    """The same, and commas before words that may open a sentence or behind 吗 and 呢."""
    heads = evidence().heads
    words = [*(word for word, weight in heads.items() if weight >= 0), *HESITATIONS]
    longer = [w for w in heads if w not in words and any(w[:n] in words for n in range(1, len(w)))]
    opener = rf"(?<=，)(?!{trie(longer)})(?=({trie(words)}))"  # 那, but not 那种
    return re.compile(rf"[，。？！?!\n](?:{opener}|{_LINE_END}|(?<=[吗呢啊看办样]，))")
