"""A recogniser caught in a loop, and captions that roll: said once, written many times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, edit

LOOP = "reflow:loop"
ROLLING = "reflow:rolling"
LONGEST = 48  # characters of the repeated phrase, with its sign
COPIES = 6  # 重要的事情说三遍, and a refrain of five lines, stay
LEAST = 16
_WORDS = re.compile(r"[^\W\d_]")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_ROLL_SHARE = 0.3


def loops(doc: Document) -> Findings:
    """All copies of a looping phrase but the last one, deleted."""
    text = doc.text
    edits: list[Edit] = []
    taken: list[tuple[int, int]] = []
    for start, size, copies in _repeated(text):
        unit = text[start : start + size]
        end = start + size * (copies - 1)
        words = len(_WORDS.findall(unit))
        if (words < 2 and copies < 2 * COPIES) or words == 0 or len(set(unit)) == 1:
            continue
        if any(a < end and start < b for a, b in taken):
            continue
        taken.append((start, end))
        edits.append(edit(text, start, end, "", LOOP, confidence=0.9))
    return Findings(edits)


def _repeated(text: str) -> Iterator[tuple[int, int, int]]:
    """(start, size, copies) of long immediate repetition, the shortest unit first.

    Only every fourth (eighth) character is compared at first: four hits in a row are no accident.
    """
    if len(text) < LEAST:
        return
    codes = np.frombuffer(text.encode("utf-32-le"), "<u4")
    for size in range(2, min(LONGEST, len(codes) // COPIES) + 1):
        stride = 4 if size < 8 else 8
        hit = codes[size::stride] == codes[:-size:stride]
        if len(hit) < 5 or not (chain := hit[:-3] & hit[1:-2] & hit[2:-1] & hit[3:]).any():
            continue
        done = 0
        for place in np.flatnonzero(chain) * stride:
            if place < done:
                continue
            start, done = _extent(codes, int(place), size)
            if done - start >= max(size * (COPIES - 1), LEAST - size):
                yield start, size, 1 + (done - start) // size


def _extent(codes: NDArray[np.uint32], at: int, size: int) -> tuple[int, int]:
    """The stretch around `at` in which each character equals the one `size` further on."""
    start = end = at
    while start > 0 and codes[start - 1] == codes[start - 1 + size]:
        start -= 1
    while end + size < len(codes) and codes[end] == codes[end + size]:
        end += 1
    return start, end


def rolling(doc: Document) -> Findings:
    """Caption lines that only announce the next one (`今天` / `今天我们` / `今天我们来讲`), where that is the habit."""
    text = doc.text
    lines = [m.span() for m in _LINE.finditer(text)]
    if len(lines) < 6:
        return Findings()
    gone = []
    for (a, b), (c, d) in pairwise(lines):
        line = text[a:b].strip()
        if line and len(line) <= 60 and text[c:d].strip().startswith(line):
            gone.append((a, c))
    if len(gone) < _ROLL_SHARE * len(lines):
        return Findings()
    return Findings([edit(text, a, c, "", ROLLING, confidence=0.85) for a, c in gone])
