"""Chunked lines into sentences and paragraphs, in one pass over the places where a clause ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Grade, edit
from tclean.stages.reflow.borders import ASKING, COMMA, EDGE, LINE, STOPS, Borders, borders
from tclean.stages.reflow.join import Style, join, style_of
from tclean.stages.reflow.paragraphs import openings
from tclean.stages.reflow.regions import Region, regions
from tclean.text.clauseborders import Clauses
from tclean.text.sentences import asks

JOIN = "reflow:join"
STOP = "reflow:stop"
QUESTION = "reflow:question"
PARAGRAPH = "reflow:paragraph"
TOO_LONG = 80  # characters of a sentence that should be two, if any comma in it allows that


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
        stretches = regions(doc) if layout != "prose" else []
        if not stretches:
            return Findings()
        style = style_of(doc.text, layout)
        planned = self._plan(borders(doc.text, stretches), style)
        out: list[Edit] = []
        for region, places in zip(stretches, planned, strict=True):
            out += self._region(doc.text, region, places, style)
        return Findings(out)

    def _region(self, text: str, region: Region, planned: Sequence[Place], style: Style) -> list[Edit]:
        """The edits of one stretch without headings, notes or labels in it."""
        breaks = openings(text, region, [p for p in planned if p[3] in STOPS], self.size)
        out = []
        new = tuple.__new__  # a third of the cost of calling the class, on the hot path
        for start, end, broken, mark, confidence, _ in planned:
            if change := _change(text[start:end], mark, broken, end in breaks):
                shared, before, after, rule, grade = change
                out.append(new(Edit, (start + shared, end, before, after, rule, grade, confidence, "")))
        open_end = style.layout in ("lines", "bare") and text[region.end - 1].isalnum()
        if open_end and any(p.broken or style.layout == "bare" for p in planned):
            mark = "？" if asks(text, planned[-1].end, region.end) else "。"
            out.append(edit(text, region.end, region.end, mark, STOP, Grade.SAFE, 0.8))
        return out

    def _plan(self, found: Borders, style: Style) -> Iterator[list[Place]]:
        """For each stretch the places where a sentence ends or something changes, with the mark that belongs there."""
        clauses, kinds, may_ask, stops, least = found.clauses, found.kinds, found.asks, self.stops, style.least
        text, ends, starts, heads, need = clauses.text, clauses.ends, clauses.starts, clauses.heads, clauses.need
        ends_here = clauses.ends_here
        out: list[Place] = []
        new = tuple.__new__  # a third of the cost of calling the class, on the hot path
        first = begin = -1  # the border at which the sentence began, and where
        opened = 0  # the first place inside it
        for i in found.live:
            kind, at = kinds[i], ends[i]
            if kind == COMMA:
                if at - begin >= need[i] and stops and (score := ends_here(first, i)) > least:
                    mark, confidence = "。", min(0.95, 0.6 + score / 8)
                elif text[at - 1] in ASKING:
                    mark, confidence = "，", 0.9
                else:
                    continue
            elif kind == LINE:
                mark, confidence = join(clauses, first, i, style)
            elif kind == EDGE:
                if first >= 0:
                    yield out
                first, begin, out, opened = i, starts[i], [], 0
                continue
            else:
                mark, confidence = text[at], 1.0
            if may_ask[i] and (mark == "。" or (mark == "，" and text[at - 1] in ASKING)):
                mark = "？" if asks(text, begin, at) else mark
            if mark in STOPS:
                if at - begin > TOO_LONG and stops:
                    out[opened:] = sorted(out[opened:] + self._parts(clauses, kinds, first, i))
                first, begin, opened = i, starts[i], len(out) + 1
            elif kind != LINE:
                continue
            out.append(new(Place, (at, starts[i], kind == LINE, mark, confidence, heads[i])))
        yield out

    def _parts(self, clauses: Clauses, kinds: list[int], first: int, i: int) -> list[Place]:
        """The commas in a very long sentence that may as well be full stops."""
        if clauses.ends[i] - clauses.starts[first] <= TOO_LONG or (at := clauses.parts(first, i)) is None:
            return []
        place = Place(clauses.ends[at], clauses.starts[at], False, "。", 0.6, clauses.heads[at])
        found = [place] if kinds[at] == COMMA else []
        return [*self._parts(clauses, kinds, first, at), *found, *self._parts(clauses, kinds, at, i)]


@lru_cache(1024)
def _change(before: str, mark: str, broken: bool, opens: bool) -> tuple[int, str, str, str, Grade] | None:
    """What becomes of the characters at a border: how many stay at their front, and the edit of the rest."""
    after = mark + "\n\n" if opens else mark
    if after == before:
        return None
    rule = PARAGRAPH if opens and not broken else QUESTION if mark == "？" else JOIN if broken else STOP
    pairs = zip(before, after, strict=False)
    shared = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(before), len(after)))
    return shared, before[shared:], after[shared:], rule, Grade.SAFE if broken or opens else Grade.UNSAFE
