"""Commas for speech that a recogniser wrote without any punctuation: `…天气很好所以我们… → …天气很好，所以我们…`."""

from __future__ import annotations

import re
from functools import partial
from itertools import accumulate

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Grade, edit
from tclean.core.settings import Pass
from tclean.text.clauses import clause_borders

RULE = "reflow:comma"
BARE = "bare"  # in `Meta.extra`: the text had no punctuation; sentences are looked for once more
_STRETCH = re.compile(r"[^，。？！、；：,?!;:\n]{30,}")
_SHARE = 0.6  # of the text that must stand in such stretches


def punctuate(doc: Document) -> Findings:
    """Commas where words on both sides of a border say so, in text that has hardly any punctuation of its own."""
    text = doc.text
    if doc.meta.extra["layout"] == "prose" or _punctuated(text):
        return Findings()
    stretches = [m.span() for m in _STRETCH.finditer(text)]
    if sum(end - start for start, end in stretches) < _SHARE * len(text):
        return Findings()
    return Findings([e for start, end in stretches for e in _commas(text, start, end)], meta={"extra": {BARE: True}})


def _punctuated(text: str) -> bool:
    return any(count * 40 > len(text) for count in accumulate(map(text.count, "，。？！")))


def _commas(text: str, start: int, end: int) -> list[Edit]:
    return [_comma(text, at, min(0.9, 0.6 + worth / 20)) for at, worth in clause_borders(text, start, end)]


def _comma(text: str, at: int, confidence: float) -> Edit:
    """A comma in front of `at`, in the place of the blank there, if there is one."""
    start = at
    while text[start - 1] in " \t\u3000":
        start -= 1
    return edit(text, start, at, "，", RULE, Grade.UNSAFE, confidence)


def if_bare(step: Pass) -> Pass:
    """The pass, for documents that `punctuate` gave commas to."""
    return partial(_if_bare, step)


def _if_bare(step: Pass, doc: Document) -> Findings:
    return step(doc) if doc.meta.extra.get(BARE) else Findings()
