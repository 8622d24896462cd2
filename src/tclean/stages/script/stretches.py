"""Which stretches of a text are written in the other script: by line, and in mixed lines by sentence and quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from tclean.text.charclass import BREAK, KANA, SIMPLIFIED, TRADITIONAL, Array

# a quotation or bracket of its own, or a run up to the end of a sentence
_PIECE = re.compile(
    r"[「『“‘《（(][^「」『』“”‘’《》（）()\n]*[」』”’》）)]|[^。！？；!?;「『“‘《（(]*[。！？；!?;]*|."
)
_QUOTED = "「『“‘《"
_FORM = 12  # a quotation up to this long shows a written form: “龍”字
_CLAUSES = re.compile(r"[，。！？；、,;\s]+")
_MODERN = re.compile("[的了是们們这這那吗嗎呢吧]")


class Stretch(NamedTuple):
    """Something to convert. `whole`: as text of that script; otherwise only the characters of that script in it."""

    start: int
    end: int
    whole: bool


class Evidence(NamedTuple):
    """Per line: bounds and how many characters of each kind it holds. `own` is the script to convert from."""

    starts: Array
    ends: Array
    own: Array
    other: Array
    kana: Array


def evidence(cls: Array, own: int) -> Evidence:
    """Counts by line out of the text's flags."""
    breaks = np.flatnonzero(cls & BREAK > 0)
    starts = np.concatenate(([0], breaks + 1))
    ends = np.concatenate((breaks, [len(cls)]))

    def count(flag: int) -> Array:
        return np.bincount(np.searchsorted(breaks, np.flatnonzero(cls & flag > 0)), minlength=len(starts))

    other = SIMPLIFIED if own == TRADITIONAL else TRADITIONAL
    return Evidence(starts, ends, count(own), count(other), count(KANA))


def stretches(text: str, cls: Array, own: int) -> list[Stretch]:
    """The stretches of `text` to convert, in order, not touching each other where their kind is the same."""
    e = evidence(cls, own)
    pure = (e.own > 0) & (e.own > 20 * e.other) & (e.kana < 2)
    mixed = (e.own > 0) & ~pure
    page = int(e.own.sum()) > int(e.other.sum())
    if page:
        pure |= _between(e, pure)
    out: list[Stretch] = []
    for first, last in _rows(pure | mixed, apart=mixed | (not page)):
        a, b = int(e.starts[first]), int(e.ends[last])
        if mixed[first]:
            for piece in _pieces(text, a, cls[a:b], own, page):
                _append(out, piece)
        elif page or not _poem(text[a:b]):
            _append(out, Stretch(a, b, True))
    return out


def _rows(chosen: Array, apart: Array) -> Iterator[tuple[int, int]]:
    """First and last line of each row of chosen lines; those `apart` are rows of their own."""
    lines = np.flatnonzero(chosen)
    alone = apart[lines]
    cuts = np.flatnonzero((np.diff(lines) > 1) | alone[1:] | alone[:-1])
    firsts, lasts = np.concatenate(([0], cuts + 1)), np.concatenate((cuts, [len(lines) - 1]))
    yield from zip(lines[firsts].tolist(), lines[lasts].tolist(), strict=True) if len(lines) else ()


def _between(e: Evidence, pure: Array) -> Array:
    """Lines without evidence whose neighbours with evidence are both of the script (or missing)."""
    known = np.flatnonzero((e.own > 0) | (e.other > 0))
    blank = np.flatnonzero((e.own == 0) & (e.other == 0) & (e.kana < 2))
    after = np.searchsorted(known, blank)
    right = known[np.minimum(after, len(known) - 1)]
    left = known[np.maximum(after - 1, 0)]
    out = np.zeros(len(pure), bool)
    out[blank] = pure[left] & pure[right]
    return out


def _append(out: list[Stretch], piece: Stretch) -> None:
    last = out[-1] if out else None
    if last is not None and last.whole == piece.whole and piece.start - last.end <= 1:
        out[-1] = last._replace(end=piece.end)
    else:
        out.append(piece)


def _pieces(text: str, base: int, cls: Array, own: int, page: bool) -> Iterator[Stretch]:
    """The parts of a line that is written in two scripts or holds Japanese."""
    line = text[base : base + len(cls)]
    other = (SIMPLIFIED | TRADITIONAL) ^ own
    total = _count(cls, own), _count(cls, other)
    for m in _PIECE.finditer(line):
        a, b = m.span()
        if a == b:
            continue
        mine, theirs, kana = _count(cls[a:b], own), _count(cls[a:b], other), _count(cls[a:b], KANA)
        if kana > 1 and kana * 6 >= b - a - kana:
            continue  # 「東京の會議に」 stays
        if mine and not theirs and total[1] > total[0] - mine and line[a] in _QUOTED and b - a - 2 <= _FORM:
            continue  # “龍”字的简体 stays: the form itself is meant
        if mine and not theirs and not (total[1] > total[0] and _poem(line[a:b])):
            yield Stretch(base + a, base + b, True)
        elif mine > theirs or (mine and not page):
            yield Stretch(base + a, base + b, mine > theirs)
        elif mine or (total[0] > 4 * total[1] and not theirs):
            yield Stretch(base + a, base + b, not theirs)


def _count(cls: Array, flag: int) -> int:
    return int(np.count_nonzero(cls & flag))


def _poem(line: str) -> bool:
    """Whether a line is verse: clauses of the same four, five or seven characters and no modern function word.

    >>> _poem("春眠不覺曉，處處聞啼鳥。"), _poem("謝謝你們的支持，我很高興。")
    (True, False)
    """
    clauses: list[Any] = [c for c in _CLAUSES.split(line.strip("「」『』“”《》")) if c]
    size = len(clauses[0]) if clauses else 0
    return len(clauses) > 1 and size in (4, 5, 7) and {len(c) for c in clauses} == {size} and not _MODERN.search(line)
