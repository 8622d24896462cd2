"""`rules/data/speakers.yaml` as values: named scores, frame words, voice habits, the calibration table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray

from tclean.text.factors import choices, firsts
from tclean.text.langdata import language_data

_NOTHING = "\uffff"  # stands for opening words where there are none
ROLES = ("host_guest", "guest_host", "guest_guest")


@dataclass(frozen=True, slots=True)
class Cut:
    """One score of the joint between two turns."""

    name: str
    group: str
    at: str  # left | across | right (with a window)
    window: int
    pattern: re.Pattern[str]
    values: tuple[float, float, float]  # host_guest, guest_host, guest_guest
    absent: bool = False  # it counts where the pattern is not found
    words: tuple[str, ...] = ()  # all that the pattern matches, where those are words only …
    lasts: NDArray[np.bool_] | None = None  # … and, by character, whether one ends so


@dataclass(frozen=True, slots=True)
class Opening:
    """Scores of one group for what stands behind the cut, as one pattern: the first alternative that matches."""

    rules: tuple[tuple[str, tuple[float, float, float]], ...]  # by number of the alternative
    pattern: re.Pattern[str]
    otherwise: int  # the rule that holds where none matches, 0 = none
    firsts: NDArray[np.bool_]  # by character, whether it matches what begins so: nothing that opens,
    opened: NDArray[np.bool_]  # … or opening words


@dataclass(frozen=True, slots=True)
class Habit:
    """One score of a speaker's own words."""

    name: str
    pattern: re.Pattern[str]
    host: float
    guest: float


@dataclass(frozen=True, slots=True)
class Frame:
    """How a name is used, by the words around it."""

    name: str
    before: re.Pattern[str]
    after: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Weights:
    """All of the file, compiled."""

    raw: Mapping[str, Any]
    cuts: tuple[Cut, ...]
    openings: tuple[Opening, ...]
    habits: tuple[Habit, ...]
    frames: tuple[Frame, ...]
    inside: re.Pattern[str]
    titles: re.Pattern[str]
    voices: tuple[str, ...]
    voice: AhoCorasick  # finds them, the longest first
    audience: dict[str, re.Pattern[str]]  # possible, before, opens, cue
    asks: re.Pattern[str]  # what goes on behind a called name
    asked: re.Pattern[str]  # … until it is asked
    presents: re.Pattern[str]  # how somebody begins who tells his name
    opener: re.Pattern[str]  # a run of opening words …
    opens: NDArray[np.bool_]  # … and, by character, what it may begin with

    def number(self, group: str, name: str) -> float:
        """One plain number of the file, e.g. `number("turn", "cost")`."""
        return float(self.raw[group][name])


@cache
def load() -> Weights:
    """The weights of the built-in file; read once a process."""
    return compiled(language_data("speakers"))


def compiled(raw: Mapping[str, Any]) -> Weights:
    """The values of the file with its patterns compiled."""
    opening = raw["open"]
    habits = [h for h in raw["habits"] if "pattern" in h]
    voices = tuple(sorted(set(raw["voice"]["words"]), key=lambda w: (-len(w), w)))
    cuts = [c for c in raw["cuts"] if c["at"] != "right" or "window" in c]
    others = [c for c in raw["cuts"] if c not in cuts]
    groups = dict.fromkeys(c.get("group", c["name"]) for c in others)
    return Weights(
        raw,
        tuple(_cut(c, opening) for c in cuts),
        tuple(_opening([c for c in others if c.get("group", c["name"]) == g], opening) for g in groups),
        tuple(Habit(h["name"], re.compile(h["pattern"]), h["host"], h["guest"]) for h in habits),
        tuple(_frame(n, f) for n, f in raw["frames"].items()),
        re.compile(raw["inside"]),
        re.compile("|".join(_title(t, raw["not_titles"]) for t in raw["titles"])),
        voices,
        AhoCorasick(voices, matchkind=MatchKind.LeftmostLongest),
        {k: re.compile(p.replace("{open}", opening)) for k, p in raw["audience"].items() if isinstance(p, str)},
        re.compile(raw["asks"]),
        re.compile(raw["asked"]),
        re.compile(raw["presents"].replace("{open}", opening)),
        re.compile(f"{opening}*"),
        _among(firsts(opening)),
    )


def _cut(row: Mapping[str, Any], opening: str) -> Cut:
    pattern = row["pattern"].replace("{open}", opening)
    window = int(row.get("window", 0))
    words = tuple(sorted((not window and "tail" not in row and choices(pattern)) or ()))
    if row["at"] != "right" and not window:
        pattern = f"(?:{pattern})({row.get('tail', '')})"
    return Cut(
        row["name"],
        row.get("group", row["name"]),
        row["at"],
        window,
        re.compile(pattern),
        values_of(row),
        row.get("absent", False),
        words,
        _among({word[-1] for word in words}) if words else None,
    )


def values_of(row: Mapping[str, Any]) -> tuple[float, float, float]:
    """What a rule is worth for each pair of roles.

    >>> values_of({"guest_host": 1})
    (0.0, 1.0, 0.0)
    """
    hg, gh, gg = (float(row.get(r, 0.0)) for r in ROLES)
    return hg, gh, gg


def _opening(rows: Sequence[Mapping[str, Any]], opening: str) -> Opening:
    patterns = [r["pattern"] for r in rows]
    otherwise = 0 if patterns[-1] else len(rows)
    pattern = "|".join(f"({p})" for p in patterns if p)
    bare, opened = firsts(pattern.replace("{open}", _NOTHING)), firsts(pattern.replace("{open}", opening))
    rules = tuple((r["name"], values_of(r)) for r in rows)
    return Opening(rules, re.compile(pattern.replace("{open}", opening)), otherwise, _among(bare), _among(opened))


def _among(some: Iterable[str] | None) -> NDArray[np.bool_]:
    """By character whether it is one of some, or any at all."""
    out = np.full(0x10000, some is None)
    out[[ord(c) for c in some or ()]] = True
    return out


def _title(title: str, others: Sequence[str]) -> str:
    """The pattern of a title that is no beginning of another word: 总, but not 总是."""
    longer = [o[len(title) :] for o in others if o.startswith(title)]
    return f"{title}(?!{'|'.join(longer)})" if longer else title


def _frame(name: str, row: Mapping[str, Any]) -> Frame:
    return Frame(row.get("as", name), re.compile(row["before"]), re.compile(row.get("after", "")))
