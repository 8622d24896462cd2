"""A recogniser caught in a loop, and captions that roll: said once, written many times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, edit
from tclean.text.codes import SPACE, codes, pairs, places, skipped

LOOP = "reflow:loop"
ROLLING = "reflow:rolling"
LONGEST = 48  # characters of the repeated phrase, with its sign
COPIES = 6  # 重要的事情说三遍, and a refrain of five lines, stay
LEAST = 16
_WORDS = re.compile(r"[^\W\d_]")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_ROLL_SHARE = 0.3
# least and greatest size, and which places are looked at: three fewer at most than a repetition of that size is long
_STEPS = ((2, 11, 8), (12, LONGEST, 48))


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
    done = dict.fromkeys(range(LONGEST + 1), 0)
    for size, place in sorted(_suspected(text)):
        if done[size] <= place < len(text) - size:
            start, done[size] = _extent(text, place, size)
            if done[size] - start >= max(size * (COPIES - 1), LEAST - size):
                yield start, size, 1 + (done[size] - start) // size


def _suspected(text: str) -> Iterator[tuple[int, int]]:
    """(size, place) where four characters come again `size` further on.

    Not every place is looked at: none in any repetition that is long enough would be too few, two would do.
    """
    if len(text) < LEAST:
        return
    two = pairs(text)
    four = np.zeros(len(two) + LONGEST + 1, np.uint32)
    four[: len(two) - 2] = two[:-2].astype(np.uint32) << 16 | two[2:]
    for least, most, step in _STEPS:
        count = -(-len(two) // step)
        further = np.ndarray((most - least + 1, count), np.uint32, four, 4 * least, (4, 4 * step))
        for size, place in np.argwhere(further == four[: len(two) : step]).tolist():
            yield least + size, place * step


def _extent(text: str, at: int, size: int) -> tuple[int, int]:
    """The stretch around `at` in which each character equals the one `size` further on."""
    start = end = at
    while start > 0 and text[start - 1] == text[start - 1 + size]:
        start -= 1
    while end + size < len(text) and text[end] == text[end + size]:
        end += 1
    return start, end


def rolling(doc: Document) -> Findings:
    """Caption lines that only announce the next one (`今天` / `今天我们` / `今天我们来讲`), where that is the habit."""
    text = doc.text
    if not _may_roll(text):
        return Findings()
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


def _may_roll(text: str) -> bool:
    """Whether enough lines begin with the same character as the next one."""
    chars = codes(text)
    begins = skipped(chars, np.append(0, places(text, "\n") + 1), SPACE)
    first = chars[begins[np.append(begins[1:] != begins[:-1], True)]]
    return bool(np.count_nonzero(first[:-1] == first[1:]) >= _ROLL_SHARE * (len(first) - 1))
