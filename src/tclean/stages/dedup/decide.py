"""Which copy survives, and what is said about the others.

The survivor: the transcript over a summary, the longer over the shorter, the earlier over the later.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from functools import partial
from typing import Any

import numpy as np

from tclean.core.document import Document
from tclean.core.edit import Mark, Span
from tclean.stages.dedup.blocks import ENDS, LONGEST, Blocks
from tclean.stages.dedup.borders import CLOSING, sentences_within, to_sentences
from tclean.stages.dedup.limits import ALONE, LEAST, RUN, SUMMARY, SUMMARY_DROP, VERBATIM, fits, is_copy, numbers_differ
from tclean.stages.dedup.match import Match, Matcher

SUMMARY_RULE, REPEAT_RULE, RUN_RULE = "dedup:summary", "dedup:repeat", "dedup:run"
_ITEM = re.compile(r"\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[.、．）)]")


REFRAIN, TIMES = 100, 3  # what is shorter and comes back so often is said on purpose


def marks(doc: Document, drop: bool) -> list[Mark]:
    """Marks for all blocks of a document that repeat others."""
    blocks = Blocks.of(doc)
    matcher = Matcher(blocks)
    if not matcher.candidates:
        return []
    return sorted(Judge(doc, blocks, matcher, drop).verdicts(matcher.candidates), key=lambda m: m.start)


class Judge:
    """Decides about the blocks of one document."""

    def __init__(self, doc: Document, blocks: Blocks, matcher: Matcher, drop: bool) -> None:
        self._doc, self._text = doc, doc.text
        self._blocks, self._matcher, self._drop = blocks, matcher, drop
        self._spoken: list[bool] = (blocks.of_summary < 0).tolist()

    def verdicts(self, likely: list[int]) -> Iterator[Mark]:
        """Whole blocks first, the strongest before the others; then runs of sentences in blocks that stay."""
        rank, spoken, lengths = self._rank(), self._spoken, self._matcher.lengths
        gone: set[int] = set()
        long = (b for b in likely if not spoken[b] or lengths[b] >= VERBATIM.letters)
        for b in sorted(long, key=rank.__getitem__):
            own = rank[b]
            match = self._match(b, partial(_stronger, gone, rank, own))
            mark = match and (self._whole(b, match) if spoken[b] else self._summary(b, match))
            if mark:
                if mark.kind != "summary" or mark.value["drop"]:
                    gone.add(b)
                yield mark
        for b in likely:
            if spoken[b] and b not in gone and lengths[b] >= RUN.letters:
                match = self._match(b, partial(_said_before, gone, spoken, b))
                yield from self._run(b, match) if match else ()

    def _match(self, b: int, allowed: Callable[[int], bool]) -> Match | None:
        """The counterpart of a block, if there is enough of it and its numbers are the same."""
        match = self._matcher.best(b, allowed)
        if match is None or match.matched < LEAST:
            return None
        return None if numbers_differ(self._matcher.text(*match.own), self._matcher.text(*match.other)) else match

    def _rank(self) -> list[int]:
        """The order of survival: 0 is the strongest block."""
        lengths = self._matcher.lengths
        rank = np.empty(len(lengths), np.int64)
        rank[np.lexsort((np.arange(len(lengths)), -lengths, self._blocks.of_summary >= 0))] = np.arange(len(lengths))
        ranks: list[int] = rank.tolist()
        return ranks

    def _summary(self, b: int, match: Match) -> Mark | None:
        """A paragraph of a summary; headlines do not end like a sentence and are never linked."""
        mark, letters = self._blocks.summary(b), int(self._matcher.lengths[b])
        start, end = self._blocks.span(b)
        if (
            mark is None
            or not self._text.endswith(tuple(CLOSING), start, end)
            or not fits(match.matched, letters, match.length, SUMMARY)
        ):
            return None
        score = match.matched / letters
        gone = self._drop and score >= SUMMARY_DROP and not _is_item(self._text, start)
        value = {**mark.value, "duplicate_of": self._target(b, match, score), "drop": gone}
        return Mark(mark.start, mark.end, "summary", SUMMARY_RULE, value, score)

    def _whole(self, b: int, match: Match) -> Mark | None:
        """A block that was said before as a whole."""
        letters = int(self._matcher.lengths[b])
        if not is_copy(match.matched, match.alone, letters, match.length):
            return None
        if self._is_point(b, match) or self._is_refrain(b, letters):
            return None
        return self._duplicate(b, self._blocks.span(b), REPEAT_RULE, match, match.matched / letters)

    def _run(self, b: int, match: Match) -> Iterator[Mark]:
        """The sentences of a block that were said before."""
        length = match.own[1] - match.own[0]
        span = sentences_within(self._text, self._matcher.span(*match.own), self._blocks.span(b))
        if span[0] < span[1] and fits(match.matched, length, match.length, RUN) and not self._is_point(b, match):
            yield self._duplicate(b, span, RUN_RULE, match, match.matched / length)

    def _duplicate(self, b: int, span: Span, rule: str, match: Match, score: float) -> Mark:
        value = {"duplicate_of": self._target(b, match, score), "drop": self._drop}
        return Mark(*span, "duplicate", rule, value, score)

    def _unmatched(self, b: int, match: Match) -> tuple[int, int]:
        """Characters at either end of the block without counterpart, where they are the ends of its own sentences."""
        (first, last), (start, end) = self._blocks.span(b), self._matcher.span(*match.own)
        return _fringe(self._text[first:start]), _fringe(self._text[end:last].rstrip(CLOSING))

    def _is_point(self, b: int, match: Match) -> bool:
        """A list of points says in short what is said elsewhere at length; it is no repetition."""
        own, other = self._blocks.span(b)[0], self._matcher.span(*match.other)[0]
        return _is_item(self._text, own) and not _is_item(self._text, other)

    def _is_refrain(self, b: int, letters: int) -> bool:
        return letters < REFRAIN and self._matcher.copies(b, self._spoken.__getitem__) + 1 >= TIMES

    def _target(self, b: int, match: Match, score: float) -> dict[str, Any]:
        """`duplicate_of`: the counterpart as a span of the source text, up to the borders of its sentences if near."""
        start, end = to_sentences(self._text, *self._matcher.span(*match.other), *self._unmatched(b, match))
        span = [self._doc.to_source(start, right=True), self._doc.to_source(end)]
        return {"doc_id": self._doc.doc_id, "span": span, "score": round(min(score, 1.0), 3)}


def _fringe(text: str) -> int:
    return len(text) if len(text) <= ALONE and not any(c in text for c in ENDS) else 0


def _is_item(text: str, pos: int) -> bool:
    """Whether the line around `pos` is an item of a numbered list."""
    low = max(pos - LONGEST, 0)
    return _ITEM.match(text, max(text.rfind("\n", low, pos) + 1, low)) is not None


def _stronger(gone: Set[int], rank: Sequence[int], own: int, other: int) -> bool:
    """Whether a block stays and comes before another in the order of survival."""
    return rank[other] < own and other not in gone


def _said_before(gone: Set[int], spoken: Sequence[bool], own: int, other: int) -> bool:
    """Whether a block is spoken, stays and stands before another."""
    return other < own and spoken[other] and other not in gone
