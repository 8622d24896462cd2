"""The conversion itself: OpenCC over the stretches found, its result as edits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

import numpy as np

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Grade, Mark
from tclean.stages.script.choices import open_choices
from tclean.stages.script.conversions import converter
from tclean.stages.script.plain import plain
from tclean.stages.script.stretches import Stretch, stretches
from tclean.text.charclass import TRADITIONAL, classes, codes

_HONG_KONG = re.compile("[衞枱敍糭説]")
_GAP = 2  # changed characters this close make one edit: 臨界點 → 临界点

Change = tuple[int, int, str]


def turned(text: str, config: str) -> str:
    """The text converted.

    >>> turned("看著", "tw2s"), turned("看着", "s2tw")
    ('看着', '看著')
    """
    if config.endswith("2s"):
        return plain(text, taiwan=config == "tw2s")
    made: str = converter(config)(text)
    return made


class Convert:
    """Converts what is written in `own` script to the other, or to its usual variants (`fold`).

    `kept` are spellings that are right as they stand; `flags` says whether open choices are flagged.
    """

    def __init__(
        self, own: int, variant: str, kept: Sequence[str] = (), fold: bool = False, flags: bool = False
    ) -> None:
        self.own = own
        self.variant = variant
        self.kept = tuple(kept)
        self.fold = fold
        self.flags = flags

    def __call__(self, doc: Document) -> Findings:
        """One edit per changed stretch; a flag where the choice between two forms is open."""
        text = doc.text
        cls = classes(text)
        if not (cls & self.own).any():
            return Findings()
        found = stretches(text, cls, self.own)
        config = self._config("".join(text[s.start : s.end] for s in found), text)
        names = [n for p in doc.meta.participants for n in (p.name, *p.aliases)]
        spared = {**_spared(config, self.kept), **_spared(config, tuple(names))}
        edits: list[Edit] = []
        marks: list[Mark] = []
        for s in found:
            piece = text[s.start : s.end]
            new = _converted(piece, config, None if s.whole else (cls[s.start : s.end] & self.own) > 0, spared)
            if self.fold:
                new = _mixed(piece, new, text)
            edits += _edits(s, piece, new, f"script:{config}")
            if self.flags and s.whole:
                marks += open_choices(piece, s.start, spared)
        return Findings(edits, marks)

    def words(self, text: str, page: str) -> str:
        """A name or title in the script and the variants of its page."""
        return turned(text, self._config(text, page))

    def _config(self, found: str, text: str) -> str:
        """OpenCC's configuration, by option or by what the text shows."""
        if self.own == TRADITIONAL and not self.fold:
            return f"{_kind(found) if self.variant == 'auto' else self.variant}2s"
        kind = _forms(text) if self.variant == "auto" else self.variant
        if self.fold:
            return "tw2t" if kind == "t" else f"t2{kind}"
        return f"s2{kind}"


def _kind(text: str) -> str:
    """Which kind of Traditional text this is: Hong Kong's forms, Taiwan's 看著, or neither.

    >>> _kind("他看著我說"), _kind("他看着我"), _kind("衞生")
    ('tw', 't', 'hk')
    """
    if _HONG_KONG.search(text):
        return "hk"
    return "tw" if text.count("著") > 3 * text.count("着") else "t"


def _forms(text: str) -> str:
    """Which variants a Traditional text uses; Taiwan's unless it shows others.

    >>> _forms("爲了裏面"), _forms("為了裡面")
    ('t', 'tw')
    """
    if _HONG_KONG.search(text):
        return "hk"
    return "t" if sum(map(text.count, "爲裏啓")) > sum(map(text.count, "為裡啟")) else "tw"


@lru_cache(maxsize=64)
def _spared(config: str, kept: tuple[str, ...]) -> dict[str, str]:
    """Converted spelling → right spelling, for the names a conversion would spoil (徐乾 → 徐干)."""
    lines = [k for k in kept if k and "\n" not in k]
    made = turned("\n".join(lines), config).split("\n") if lines else []
    return {new: old for new, old in zip(made, lines, strict=True) if new != old}


def _converted(piece: str, config: str, only: Any, spared: dict[str, str]) -> str:
    """The stretch in the other script; `only` limits the change to some of its characters (谢謝)."""
    new = turned(piece, config)
    if len(new) != len(piece) or (only is None and not spared):
        return new
    if only is not None:
        chosen: Any = np.where(only, codes(new), codes(piece))
        new = chosen.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    for other, right in spared.items():
        spans = [m.span() for m in re.finditer(f"{re.escape(other)}|{re.escape(right)}", new)]
        spans += [m.span() for m in re.finditer(re.escape(right), piece)]
        for a, b in spans:
            if len(right) == b - a and _spells(piece[a:b], right, config):
                new = new[:a] + right + new[b:]
    return new


def _mixed(piece: str, new: str, text: str) -> str:
    """Variants folded only where the text has both: 裏 → 裡 beside 裡."""
    present = frozenset(text)
    return "".join(b if b in present else a for a, b in zip(piece, new, strict=True)) if piece != new else piece


def _spells(found: str, right: str, config: str) -> bool:
    """Whether each character found is the right one or turns into it: 鍾乾明 spells 钟乾明, 升騰 not 昇腾."""
    return any(a == b for a, b in zip(found, right, strict=True)) and all(
        a == b or turned(a, config) == b for a, b in zip(found, right, strict=True)
    )


def _edits(stretch: Stretch, piece: str, new: str, rule: str) -> list[Edit]:
    if new == piece:
        return []
    base = stretch.start
    if len(new) != len(piece):
        return [Edit(base + a, base + b, piece[a:b], after, rule) for a, b, after in _unequal(piece, new)]
    starts, ends = _runs(piece, new)
    make, kind, grade = tuple.__new__, Edit, Grade.SAFE  # a page of Traditional text has tens of thousands of edits
    return [
        make(kind, (base + a, base + b, piece[a:b], new[a:b], rule, grade, 1.0, ""))
        for a, b in zip(starts, ends, strict=True)
    ]


def _runs(piece: str, new: str) -> tuple[list[int], list[int]]:
    """Where differing characters begin and end, those close together as one run."""
    before = codes(piece)
    places = np.flatnonzero(before != codes(new))
    gaps = np.diff(places) - 1
    solid = np.cumsum((before < 0x3400) | (before > 0x9FFF))  # other characters than Han so far
    cuts = np.flatnonzero((gaps > _GAP) | (np.diff(solid[places]) > 0))
    starts = places[np.concatenate(([0], cuts + 1))].tolist()
    ends = (places[np.concatenate((cuts, [len(places) - 1]))] + 1).tolist()
    return starts, ends


def _unequal(piece: str, new: str) -> Iterator[Change]:
    """The rare conversion that changes the length, line by line."""
    at = 0
    for a, b in zip(piece.split("\n"), new.split("\n"), strict=True):
        for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes() if a != b else ():
            if tag != "equal":
                yield at + i, at + j, b[k:m]
        at += len(a) + 1
