"""Mojibake: lines, and runs in lines, whose bytes were read in the wrong encoding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Mark
from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.repair.misread import WAYS, Way, better, once, twice, undo
from tclean.text.charclass import BREAK, ODD, classes, codes
from tclean.text.plausibility import score, weights

_LATIN = "\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_TAIL = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_UTF8_RUN = re.compile(f"(?:[\xc2-\xdf]{_TAIL}|[\xe0-\xef]{_TAIL}{{2}}|[\xf0-\xf4]{_TAIL}{{3}})+")
_GBK_RUN = re.compile(f"(?:[\x81-\xfeŠŒŽšœžŸ][{_LATIN}]){{2,}}")
_LOST = re.compile("\ufffd+|(?:锟斤拷?)+|烫{4,}|屯{4,}")
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CUT_SHORT = re.compile("[\u3400-\u9fff][?\ufffd]")
_FIELD = re.compile(r"[^\s：]+")
_SHARE = 0.2  # of a line's characters that must be odd before it is looked at
_ROW = 3  # or so many odd characters side by side
_TRIM, _END = 3, 30
_LONG = 20_000  # characters; longer lines are not searched for two wrong readings
_PROOF = 8  # a line this long proves how its text was spoiled

UNCOVERING = frozenset(
    f"repair:{kind}"
    for kind in ("line-end", "zero-width", "control", "bidi-control", "space", "entity", "nfc", "utf8-as-latin1")
)

Found = tuple[tuple[Way, ...], str]
Run = tuple[int, int, str, tuple[Way, ...]]


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """The passes: repair what can be repaired, then flag what is lost."""
    return [mojibake, lost]


def mojibake(doc: Document) -> Findings:
    """One edit per damaged line or run."""
    text = doc.text
    edits: list[Edit] = []
    known: list[tuple[Way, ...]] = []  # ways found in this text, tried first
    open_lines = []
    suspects = list(_suspects(text))
    for start, end in suspects:
        found = _line(text, start, end, known)
        edits += found
        if not found:
            open_lines.append((start, end))
    if known:
        edits += [e for start, end in open_lines for e in _line(text, start, end, known)]
        done = {start for start, _ in suspects}
        others = (line for line in _lines(text) if line[0] not in done)
        edits += [e for start, end in others for e in _like_others(text, start, end, known)]
    return Findings(sorted(edits))


def mojibake_again(doc: Document) -> Findings:
    """The same behind the other repairs, where one of them took a sign out of a run or put a letter into it."""
    uncovered = any(rule in UNCOVERING for change in doc.changes for rule in change.rules)
    return mojibake(doc) if uncovered else Findings()


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        if not line.isascii():
            yield at, at + len(line)
        at += len(line) + 1


def _like_others(text: str, start: int, end: int, known: list[tuple[Way, ...]]) -> list[Edit]:
    """A line that looks healthy enough, in a text whose other lines were all spoiled one way."""
    line = text[start:end].rstrip("\r")
    found = _known(line, known)
    whole = found is not None and "\ufffd" not in found[1]
    return _edits(start, line, [(0, len(line), found[1], found[0])]) if found and whole else []


def lost(doc: Document) -> Findings:
    """锟斤拷, 烫烫烫烫 and U+FFFD stand for bytes nobody has any more: flagged, never invented."""
    text = doc.text
    if not any(sign in text for sign in ("\ufffd", "锟斤", "烫烫烫烫", "屯屯屯屯")):
        return Findings()
    value = {"flag": "garble:lost"}
    return Findings(marks=[Mark(*m.span(), "flag", "repair:lost", value) for m in _LOST.finditer(text)])


def _suspects(text: str) -> Iterator[tuple[int, int]]:
    """Lines with many odd characters, or several side by side."""
    kinds = classes(text)
    odd = np.flatnonzero(kinds & ODD > 0)
    if len(odd) < 2:
        return
    breaks = np.flatnonzero(kinds == BREAK)
    starts, ends = np.concatenate(([0], breaks + 1)), np.concatenate((breaks, [len(kinds)]))
    lines = np.searchsorted(breaks, odd)
    count = np.bincount(lines, minlength=len(starts))
    row = np.flatnonzero(odd[_ROW - 1 :] - odd[: 1 - _ROW] == _ROW - 1)
    chosen = (count >= 2) & (count >= _SHARE * (ends - starts))
    chosen[lines[row]] = True
    close = np.flatnonzero(np.diff(odd) == 1)
    chosen[lines[[i for i in close.tolist() if "\xc2" <= text[odd[i]] <= "\xf4"]]] = True  # Ã©, even once
    for i in np.flatnonzero(chosen).tolist():
        yield int(starts[i]), int(ends[i])


def _line(text: str, start: int, end: int, known: list[tuple[Way, ...]]) -> list[Edit]:
    """A damaged line; hidden characters a scraper put into it hide no damage and go with the run they stand in."""
    line = text[start:end].rstrip("\r")
    if not _HIDDEN.search(line):
        return _damaged(line, start, known)
    places = [at for at, char in enumerate(line) if not _HIDDEN.match(char)]
    edits = []
    for e in _damaged(_HIDDEN.sub("", line), 0, known):
        a, b = places[e.start], places[e.end - 1] + 1
        edits.append(e._replace(start=start + a, end=start + b, before=line[a:b]))
    return edits


def _damaged(line: str, start: int, known: list[tuple[Way, ...]]) -> list[Edit]:
    """A damaged line: as a whole, or its runs, or its fields where some are healthy."""
    whole = _known(line, known)
    if whole is not None and "\ufffd" not in whole[1]:
        return _edits(start, line, [(0, len(line), whole[1], whole[0])])
    utf8 = [*_gbk_runs(line, WAYS[:1] in known)]
    if WAYS[:1] not in known and any(b - a >= _PROOF for a, b, *_ in utf8):
        known.append(WAYS[:1])
    complete = undo(line, WAYS[0]) if utf8 else None
    if complete and "\ufffd" not in complete and better(line, complete, WAYS[:1] in known):
        return _edits(start, line, [(0, len(line), complete, WAYS[:1])])
    if sum(b - a for a, b, *_ in utf8) * 4 > 3 * len(line):
        return _edits(start, line, utf8)
    mixed = _healthy_part(line)
    whole = None if mixed else whole or _whole(line, once, known)
    if whole is not None and "\ufffd" not in whole[1]:
        return _edits(start, line, [(0, len(line), whole[1], whole[0])])
    runs = [*_latin_runs(line), *utf8]
    if runs:
        return _edits(start, line, runs)
    if mixed:
        fields = ((m.span(), _known(m[0], known) or _whole(m[0], once, known)) for m in _FIELD.finditer(line))
        return _edits(start, line, [(*span, found[1], found[0]) for span, found in fields if found] or _letters(line))
    whole = whole or (_whole(line, twice, known) if len(line) <= _LONG else None)
    return _edits(start, line, [(0, len(line), whole[1], whole[0])] if whole else _letters(line))


def _healthy_part(line: str) -> bool:
    """Whether a field of the line is good Chinese as it stands: 点评： 羆ぇ."""
    return any(len(m[0]) > 1 and score(m[0]) > 0.8 and not m[0].isascii() for m in _FIELD.finditer(line))


def _edits(start: int, line: str, runs: Iterable[Run]) -> list[Edit]:
    return [
        Edit(start + a, start + b, line[a:b], new, ways[0].rule, confidence=0.9 if "\ufffd" in new else 0.99)
        for a, b, new, ways in runs
        if new != line[a:b]
    ]


def _known(line: str, known: list[tuple[Way, ...]]) -> Found | None:
    """The line read rightly in a way that other lines of this text have proved."""
    for ways in known:
        new: str | None = line
        for way in ways:
            new = undo(new, way) if new is not None else None
        if new is not None and new != line and better(line, new, proven=True):
            return ways, new
    return None


def _whole(line: str, readings: Callable[[str], Iterator[Found]], known: list[tuple[Way, ...]]) -> Found | None:
    """The whole line read rightly, with the least loss."""
    found = [(ways, new) for ways, new in readings(line) if better(line, new)]
    if not found:
        return None
    best = max(found, key=lambda f: (-f[1].count("\ufffd"), score(f[1])))
    if best[0] not in known and len(line) >= _PROOF and "\ufffd" not in best[1]:
        known.append(best[0])
    return best


def _latin_runs(line: str) -> list[Run]:
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


def _letters(line: str) -> Iterator[Run]:
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


def _gbk_runs(line: str, proven: bool) -> Iterator[Run]:
    """Runs that are UTF-8 read as GBK inside a healthy line: 嘉宾：鎴戜滑 → 嘉宾：我们."""
    inside = np.concatenate(([0], _utf8_pairs()[codes(line)].astype(np.int8), [0]))
    edges = np.flatnonzero(np.diff(inside))
    odd = classes(line) & ODD > 0
    for a, b in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if b - a >= _ROW and odd[a:b].sum() >= 2:
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
