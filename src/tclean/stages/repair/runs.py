"""Runs inside a line whose bytes were read in the wrong encoding, between healthy neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from tclean.stages.repair.misread import WAYS, Way, better, undo
from tclean.text.charclass import ODD, classes, codes
from tclean.text.plausibility import score, weights

_LATIN = "\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_TAIL = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_UTF8_RUN = re.compile(f"(?:[\xc2-\xdf]{_TAIL}|[\xe0-\xef]{_TAIL}{{2}}|[\xf0-\xf4]{_TAIL}{{3}})+")
_GBK_RUN = re.compile(f"(?:[\x81-\xfeŠŒŽšœžŸ][{_LATIN}]){{2,}}")
_CUT_SHORT = re.compile("[\u3400-\u9fff][?\ufffd]")
_TRIM, _END = 3, 30

Run = tuple[int, int, str, tuple[Way, ...]]


def latin_runs(line: str) -> list[Run]:
    """Runs of Latin letters that are Chinese inside a healthy line: 他说â€œå¥½â€\x9d → 他说“好”."""
    out: list[Run] = []
    for m in _UTF8_RUN.finditer(line):
        new = undo(m[0], WAYS[1])
        if new and "\ufffd" not in new and (score(new) > 0.25 or new == "\ufeff"):
            out.append((*m.span(), new, WAYS[1:2]))
    edges = [0, *(x for a, b, *_ in out for x in (a, b)), len(line)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for m in _GBK_RUN.finditer(line, start, end):
            new = undo(m[0], WAYS[2])
            if new and "\ufffd" not in new and better(m[0], new):
                out.append((*m.span(), new, WAYS[2:3]))
    return sorted(out)


def letters(line: str) -> Iterator[Run]:
    """Letters with accents, as ftfy sees them (CafÃ© → Café); nothing else of ftfy is used."""
    if not _UTF8_RUN.search(line):
        return
    import ftfy
    from ftfy.badness import is_bad

    new = ftfy.fix_encoding(line, fix_c1_controls=False)
    if new != line and not is_bad(new) and new.count("\ufffd") <= line.count("\ufffd"):
        yield 0, len(line), new, WAYS[1:2]


@cache
def _utf8_pairs() -> Any:
    """Which code points two bytes of UTF-8 Chinese become when read as GBK."""
    out = np.zeros(0x110000, bool)
    heads, tails = range(0xE2, 0xF0), range(0x80, 0xC0)
    pairs = [(a, b) for a in (*heads, *tails) for b in (*heads, *tails) if b in tails or a in tails]
    pairs += [(a, b) for a in tails for b in range(0x40, 0x7F)]  # 到A: 鍒癆
    for pair in pairs:
        for char in bytes(pair).decode("gb18030", "ignore"):
            out[ord(char)] = True
    out[[0x20AC, 0xFFFD]] = out[0x20:0x7F] = True
    return out


def gbk_runs(line: str, proven: bool) -> Iterator[Run]:
    """Runs that are UTF-8 read as GBK inside a healthy line: 嘉宾：鎴戜滑 → 嘉宾：我们."""
    inside = np.concatenate(([0], _utf8_pairs()[codes(line)].astype(np.int8), [0]))
    edges = np.flatnonzero(np.diff(inside))
    odd = classes(line) & ODD > 0
    for a, b in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if b - a >= 3 and odd[a:b].sum() >= 2:
            found = _trimmed(line, a, b, proven)
            if found is not None:
                yield *found, WAYS[:1]


def _trimmed(line: str, a: int, b: int, proven: bool) -> tuple[int, int, str] | None:
    """The part of a run that reads as UTF-8 with the least loss; its ends may be healthy neighbours (： or ASCII)."""
    all_ = undo(line[a:b], WAYS[0])
    if not all_ or all_.count("\ufffd") * 2 > len(all_) + 2:
        return None  # not UTF-8 at all
    head, tail = line[a : min(b, a + _END)], line[max(a, b - _END) : b]
    left = min(range(_TRIM + 1), key=lambda n: _loss(head[n:], head[: n + 1], n))
    right = min(range(_TRIM + 1), key=lambda n: _loss(tail[: len(tail) - n], tail[len(tail) - n - 1 :], n))
    start, end = a + left, b - right
    new = undo(line[start:end], WAYS[0]) if end - start >= 2 else None
    return (start, end, new) if new and better(line[start:end], new, proven) else None


def _loss(taken: str, spared: str, number: int) -> int:
    """What a choice of ends costs: characters lost in reading, and odd ones or ones cut short left standing; `spared`
    are the `number` left out, and the next one.
    """
    if not number:
        spared = ""
    new = undo(taken, WAYS[0]) or "\ufffd" * _END
    odd = sum(c > "\x7f" and bool(weights()[ord(c)] < 0.1) for c in spared)
    return new.count("\ufffd") + 3 * odd + 2 * len(_CUT_SHORT.findall(spared))
