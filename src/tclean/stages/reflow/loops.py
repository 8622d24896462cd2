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
_DEALT = 4
_BLOCK = 4096  # columns compared in one step


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
    """(start, size, copies) of long immediate repetition, the shortest unit first."""
    codes = np.frombuffer(text.encode("utf-32-le"), "<u4")
    done = dict.fromkeys(range(LONGEST + 1), 0)
    for size, place in sorted(_suspected(codes)):
        if done[size] <= place < len(codes) - size:
            start, done[size] = _extent(codes, place, size)
            if done[size] - start >= max(size * (COPIES - 1), LEAST - size):
                yield start, size, 1 + (done[size] - start) // size


def _suspected(codes: NDArray[np.uint32]) -> Iterator[tuple[int, int]]:
    """(size, place) where three of every fourth characters come again `size` further on: seldom an accident.

    All sizes are compared in one step, a block of the text at a time, by the last byte of the characters alone: the
    text is dealt out in four rows, so that what is `size` further on stands in row `size % 4`.
    """
    count = -(-len(codes) // _DEALT)
    dealt = np.zeros((_DEALT, count + LONGEST // _DEALT), "u1")
    dealt.T.flat[: len(codes)] = codes
    row, column = dealt.strides
    further = np.ndarray((_DEALT, LONGEST // _DEALT + 1, count), "u1", dealt, 0, (row, column, column))
    for first in range(0, count, _BLOCK):
        stop = first + _BLOCK + 2
        hits = further[:, :, first:stop] == dealt[0, first : min(stop, count)]
        chain = hits[:, :, :-2] & hits[:, :, 1:-1] & hits[:, :, 2:]
        chain[:2, 0] = chain[1:, -1] = False  # less than two further on, more than `LONGEST`
        for row, rest in np.argwhere(chain.any(axis=2)).tolist():
            for place in np.flatnonzero(chain[row, rest]).tolist():
                yield row + _DEALT * rest, (first + place) * _DEALT


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
