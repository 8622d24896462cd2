"""Finds the people in a text that nobody announced: names called and thanked again and again, however misheard."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tclean.core.document import Participant
from tclean.stages.speakers.inferred.mentions import frame_of
from tclean.stages.speakers.inferred.people import Person, person
from tclean.stages.speakers.inferred.weights import Weights
from tclean.text.lexicon import words
from tclean.text.names import alike
from tclean.text.people import looks_like_name, person_score, surname

SURE_NAME = 0.8


@dataclass(slots=True)
class Group:
    """Spellings that sound alike, with how often each kind of use was seen."""

    spellings: Counter[str] = field(default_factory=Counter)
    uses: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        """The commonest spelling."""
        return self.spellings.most_common(1)[0][0]

    @property
    def called(self) -> int:
        """How often the name was called or thanked."""
        return self.uses["addressed"] + self.uses["thanked"]


def discover(text: str, weights: Weights, needed: int | None = None) -> list[Person]:
    """Guests called by name, and the host where somebody is only thanked and referred to.

    >>> from tclean.stages.speakers.inferred.weights import load
    >>> talk = "请曾老师先说，嗯我觉得还行。谢谢曾老师，那贺老师呢，对我同意曾老师的观点。好谢谢贺老师。"
    >>> [p.name for p in discover(talk, load())]
    ['曾老师', '贺老师']
    """
    spec = weights.raw["discover"]
    least = spec["needed"] if needed is None else needed
    titled = _grouped(_titled(text, weights), 0.9, lambda name: name[0])
    bare = _grouped(_bare(text, weights), spec["same_sound"], lambda name: name)
    out = [_person(g, g.name[:1]) for g in titled if g.called >= least or sum(g.uses.values()) > least + 1]
    if len(out) < 2:
        out = [_person(g, "") for g in bare if g.called >= least and not _is_word(g, spec)] or out
    named = introduced(text, weights, others=needed is None)
    return [*named, *strangers(out, named, spec["same_sound"])][: spec["most"]]


def introduced(text: str, weights: Weights, others: bool = True) -> list[Person]:
    """Those who tell their names, the host first, and (`others`) those who are presented by name and title.

    >>> from tclean.stages.speakers.inferred.weights import load
    >>> [(p.name, p.role) for p in introduced("大家好，我是苏晴，欢迎收听。大家好，我是北岸冷链的韩立群，", load())]
    [('苏晴', 'host'), ('韩立群', 'guest')]
    """
    spec = weights.raw["discover"]
    told = [m for m in re.finditer(spec["introduces"], text) if _names_somebody(m[2], bool(m[1]))]
    guests = _presented(text, weights) if others else []
    host = next((m[2] for m in told if m[1]), None)
    if host is None and told and told[0].start() < spec["opening"] and "请" not in text[: told[0].start()]:
        host = told[0][2]
    names = dict.fromkeys([*(m[2] for m in told), *guests])
    return [person(Participant(n, "host" if n == host else "guest")) for n in names]


def _presented(text: str, weights: Weights) -> list[str]:
    """Full names with a title behind them: 神经内科的赵国栋主任."""
    before, after = map(re.compile, weights.raw["discover"]["presented"])
    titles = [m for m in weights.titles.finditer(text) if after.match(text, m.end())]
    names = [before.search(text, max(0, m.start() - 5), m.start()) for m in titles]
    return [m[1] for m in names if m and _names_somebody(m[1], False)]


def _names_somebody(name: str, host: bool) -> bool:
    """Whether it is a name: beyond doubt, or by its form where 主持人 stands before it."""
    return (looks_like_name(name) if host else person_score(name)) > SURE_NAME


def _titled(text: str, weights: Weights) -> list[tuple[str, str]]:
    """Every `曾老师` with its use."""
    stop = weights.raw["discover"]["not_before_title"]
    out = []
    for m in weights.titles.finditer(text):
        at = m.start() - 1
        short = m.group() in weights.raw["titles_short"]
        if at < 0 or not "\u4e00" <= text[at] <= "\u9fff" or text[at] in stop or (short and not surname(text[at])):
            continue
        frame = frame_of(text, at, m.end(), weights)
        if not (short and frame == "bare"):
            out.append((text[at : m.end()], frame))
    return out


def _bare(text: str, weights: Weights) -> list[tuple[str, str]]:
    """Every name of two or three characters between words that frame a name."""
    spec = weights.raw["discover"]
    banned, stop = set(spec["not_names"]), set(spec["not_inside"])
    out = []
    for key, frame in (
        ("called", "addressed"),
        ("turned_to", "addressed"),
        ("asked", "addressed"),
        ("referred", "referred"),
    ):
        for m in re.finditer(spec[key], text):
            name = m.group(1)
            full = len(name) == 2 or bool(surname(name))
            if full and name[:2] not in banned and stop.isdisjoint(name) and not weights.titles.search(name):
                out.append((name, frame))
    return out


def _grouped(found: list[tuple[str, str]], same: float, sound: Callable[[str], str]) -> list[Group]:
    """Spellings gathered by sound, the commonest first; a rare spelling joins the nearest common one."""
    uses: dict[str, Counter[str]] = {}
    for name, frame in found:
        uses.setdefault(name, Counter())[frame] += 1
    groups: list[Group] = []
    for name in sorted(uses, key=lambda n: (-uses[n].total(), n)):
        likes = [(alike(sound(name), sound(g.name)), -i) for i, g in enumerate(groups)]
        best, index = max(likes, default=(0.0, 0))
        near = same if uses[name].total() > 2 else min(same, 0.6)
        if best < near:
            groups.append(Group())
            index = 1 - len(groups)
        groups[-index].spellings[name] += uses[name].total()
        groups[-index].uses.update(uses[name])
    return groups


def _is_word(group: Group, spec: dict[str, Any]) -> bool:
    most = int(spec["common"] if group.called < 3 else spec["never"])
    given = group.name[1:] if len(group.name) > 2 else group.name
    return max(words().get(group.name, 0), words().get(given, 0)) > most


def _person(group: Group, surname: str) -> Person:
    host = group.uses["addressed"] == 0 and group.uses["thanked"] + group.uses["referred"] > 1
    forms = () if surname else tuple(s for s, _ in group.spellings.most_common(3))
    return Person(group.name, "host" if host else "guest", forms, surname)


def strangers(found: list[Person], known: list[Person], same: float) -> list[Person]:
    """Those of the people found who sound like nobody known.

    >>> known = [Person("张亚勤", "guest", ("张亚勤", "亚勤"), "张")]
    >>> found = [Person(n, "guest", (n,)) for n in ("雅琴", "开复")] + [Person("张老师", "guest", (), "张")]
    >>> [p.name for p in strangers(found, known, 0.78)]
    ['开复']
    """
    return [p for p in found if not any(_same(p, k, same) for k in known)]


def _same(a: Person, b: Person, same: float) -> bool:
    if a.surname and alike(a.surname, b.surname) >= same:
        return True
    return any(alike(x, y) >= same for x in a.forms for y in b.forms)
