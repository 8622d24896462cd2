"""`rules/data/speakers.yaml` as values: named scores, frame words, voice habits, the calibration table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tclean.text.langdata import language_data

ROLES = ("host_guest", "guest_host", "guest_guest")


@dataclass(frozen=True, slots=True)
class Cut:
    """One score of the joint between two turns."""

    name: str
    group: str
    at: str  # left | across | right
    window: int
    pattern: re.Pattern[str]
    values: tuple[float, float, float]  # host_guest, guest_host, guest_guest


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
    habits: tuple[Habit, ...]
    frames: tuple[Frame, ...]
    inside: re.Pattern[str]
    titles: re.Pattern[str]
    voice: re.Pattern[str]
    voices: tuple[str, ...]
    audience: tuple[re.Pattern[str], ...]  # possible, opens, cue
    quick: frozenset[str]  # what a clause may begin with for a rule of the right side to hold

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
    titles = "|".join(raw["titles"])
    others = "|".join(raw["not_titles"])
    return Weights(
        raw,
        tuple(_cut(c, opening) for c in raw["cuts"]),
        tuple(Habit(h["name"], re.compile(h["pattern"]), h["host"], h["guest"]) for h in habits),
        tuple(_frame(n, f) for n, f in raw["frames"].items()),
        re.compile(raw["inside"]),
        re.compile(f"(?!{others})(?:{titles})"),
        re.compile("|".join(voices)),
        voices,
        tuple(re.compile(raw["audience"][k].replace("{open}", opening)) for k in ("possible", "opens", "cue")),
        frozenset(raw["quick"]),
    )


def _cut(row: Mapping[str, Any], opening: str) -> Cut:
    pattern = row["pattern"].replace("{open}", opening)
    window = int(row.get("window", 0))
    if row["at"] != "right" and not window:
        pattern = f"(?:{pattern})(?P<tail>{row.get('tail', '')})"
    hg, gh, gg = (float(row.get(r, 0.0)) for r in ROLES)
    return Cut(row["name"], row.get("group", row["name"]), row["at"], window, re.compile(pattern), (hg, gh, gg))


def _frame(name: str, row: Mapping[str, Any]) -> Frame:
    return Frame(row.get("as", name), re.compile(row["before"]), re.compile(row.get("after", "")))
