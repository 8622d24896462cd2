"""Mojibake: lines, and runs in lines, whose bytes were read in the wrong encoding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Mark
from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.repair.misread import WAYS, Way, better, once, twice, undo
from tclean.stages.repair.runs import Run, gbk_runs, latin_runs, letters
from tclean.text.charclass import BREAK, ODD, classes, codes
from tclean.text.plausibility import score, weights

_LOST = re.compile("\ufffd+|(?:锟斤拷?)+|烫{4,}|屯{4,}")
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_KANA = re.compile("[ぁ-ヺ]")
_JAPANESE = re.compile(
    "した|から|です|ます|って|こと|ので|する|ない|れる|てい|いる|いた|った|まし|には|とい|もの|よう|でし"
)
_FIELD = re.compile(r"[^\s：]+")
_SHARE = 0.2  # of a line's characters that must be odd before it is looked at
_ROW = 3  # or so many odd characters side by side
_LONG = 20_000  # characters; longer lines are not searched for two wrong readings
_PROOF = 8  # a line this long proves how its text was spoiled

UNCOVERING = frozenset(
    f"repair:{kind}"
    for kind in ("line-end", "zero-width", "control", "bidi-control", "space", "entity", "nfc", "utf8-as-latin1")
)

Found = tuple[tuple[Way, ...], str]


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
    if _japanese(line):
        return []
    if not _HIDDEN.search(line):
        return _damaged(line, start, known)
    places = [at for at, char in enumerate(line) if not _HIDDEN.match(char)]
    edits = []
    for e in _damaged(_HIDDEN.sub("", line), 0, known):
        a, b = places[e.start], places[e.end - 1] + 1
        edits.append(e._replace(start=start + a, end=start + b, before=line[a:b]))
    return edits


def _japanese(line: str) -> bool:
    """Whether the kana of a line are in the order of Japanese; misread Chinese shows them at random (さぱ)."""
    return len(_JAPANESE.findall(line)) * 8 >= len(_KANA.findall(line)) > 3


def _damaged(line: str, start: int, known: list[tuple[Way, ...]]) -> list[Edit]:
    """A damaged line: as a whole, or its runs, or its fields where some are healthy."""
    whole = _known(line, known)
    if whole is not None and "\ufffd" not in whole[1]:
        return _edits(start, line, [(0, len(line), whole[1], whole[0])])
    utf8 = [*gbk_runs(line, WAYS[:1] in known)]
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
    runs = [*latin_runs(line), *utf8]
    if runs:
        return _edits(start, line, runs)
    if mixed:
        fields = (
            (m.span(), _known(m[0], known) or _whole(m[0], once, known))
            for m in _FIELD.finditer(line)
            if _odd_enough(m[0])
        )
        return _edits(start, line, [(*span, found[1], found[0]) for span, found in fields if found] or letters(line))
    whole = whole or (_whole(line, twice, known) if len(line) <= _LONG else None)
    return _edits(start, line, [(0, len(line), whole[1], whole[0])] if whole else letters(line))


def _healthy_part(line: str) -> bool:
    """Whether a field of the line is good Chinese as it stands: 点评： 羆ぇ."""
    return any(len(m[0]) > 1 and score(m[0]) > 0.8 and not m[0].isascii() for m in _FIELD.finditer(line))


def _odd_enough(field: str) -> bool:
    """Whether a field of a line has two characters that Chinese hardly has."""
    return not field.isascii() and int(np.count_nonzero(weights()[codes(field)] < 0)) >= 2


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
