"""Furniture found → deletions that leave no blank debris."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tclean.core.edit import Edit, Grade, edit
from tclean.stages.boilerplate.page import Hit, Page

_BREAK = re.compile(r"[^\S\r\n]*(?:\r\n?|\n)")
_BLANKS = re.compile(r"(?:[^\S\r\n]*(?:\r\n?|\n))+")
SURE = 0.95  # below, a deletion is graded unsafe: the profile decides


def cut_lines(page: Page) -> Iterator[Edit]:
    """Whole lines with their line breaks; neighbours go together, each by its own rule."""
    for first, last in _runs(sorted(page.hits)):
        begin, end = _stretch(page, first, last)
        starts = [begin, *(page.lines[i].start for i in range(first + 1, last + 1)), end]
        for n, i in enumerate(range(first, last + 1)):
            yield _delete(page.text, starts[n], starts[n + 1], page.hits[i])


def cut_matches(page: Page) -> Iterator[Edit]:
    """Parts of lines that stay."""
    for start, end, hit in sorted(page.matches):
        yield _delete(page.text, start, end, hit)


def _delete(text: str, start: int, end: int, hit: Hit) -> Edit:
    grade = Grade.SAFE if hit.confidence >= SURE else Grade.UNSAFE
    return edit(text, start, end, "", hit.rule, grade, hit.confidence)


def _runs(hits: list[int]) -> Iterator[tuple[int, int]]:
    """Hit lines that stand one after the other.

    >>> list(_runs([0, 4, 5, 6]))
    [(0, 0), (4, 6)]
    """
    at = 0
    for n, i in enumerate(hits):
        if n + 1 == len(hits) or hits[n + 1] != i + 1:
            yield hits[at], i
            at = n + 1


def _stretch(page: Page, first: int, last: int) -> tuple[int, int]:
    """From where to where a run of lines goes: one blank line stays where one stood on either side."""
    text, lines = page.text, page.lines
    end = _after(text, lines[last].end, _BREAK)
    before = lines[first - 1].end if first else 0
    begin = lines[first].start
    begin -= len(text[before:begin]) - len(text[before:begin].rstrip(" \t\u3000\xa0"))  # indentation
    if last + 1 == len(lines):  # nothing follows: one line break stays if the text ended with one
        keep = _after(text, before, _BREAK) if first and end > lines[last].end else before
        return min(keep, begin), len(text)
    if not first or text[before:begin].count("\n") > 1:
        end = _after(text, end, _BLANKS)
    return begin, end


def _after(text: str, at: int, pattern: re.Pattern[str]) -> int:
    m = pattern.match(text, at)
    return m.end() if m else at
