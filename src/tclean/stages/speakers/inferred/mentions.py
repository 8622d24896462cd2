"""Names in the text, also misheard ones, and how each is used: called, thanked, referred to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from tclean.stages.speakers.inferred.people import Person
from tclean.stages.speakers.inferred.view import among
from tclean.stages.speakers.inferred.weights import Weights
from tclean.text.names import Scores, similarity, sounds_at, syllables

REACH = 4  # how far behind 谢谢 a name may stand


class Mention(NamedTuple):
    """A name at `[start, end)`: whose (index into the people asked for), how used, how well it sounds."""

    start: int
    end: int
    who: int
    frame: str  # thanked | addressed | referred | bare
    score: float


def mentions(text: str, people: Sequence[Person], weights: Weights) -> list[Mention]:
    """All mentions in text order, without overlaps: the better sounding one wins."""
    if not any(p.forms or p.surname for p in people):
        return []
    sounds = syllables(text)
    titles = {m.start(): m.end() for m in weights.titles.finditer(text)}
    floor = _floors(text, titles, weights)
    found: list[Mention] = []
    for who, p in enumerate(people):
        for form in p.forms:
            found += _spoken(sounds_at(sounds, form), who, len(form), floor, titles, weights)
        if p.surname:
            found += _titled(who, p.surname, sounds, titles)
    return _framed(text, _best(found), weights)


def _floors(text: str, titles: Mapping[int, int], weights: Weights) -> dict[str, np.ndarray]:
    """The likeness a name needs at each place: by what stands before it, and by what stands behind it."""
    floors = weights.raw["floors"]
    size = len(text) + 1
    before = np.full(size, floors["anywhere"], np.float32)
    after = np.full(size, floors["anywhere"], np.float32)
    thanked = np.zeros(size, bool)
    for word in ("谢谢", "感谢"):
        for at in _places(text, word):
            before[at + 2 : at + 2 + REACH] = 0.6
            thanked[at + 2 : at + 2 + REACH] = True
    for word in ("刚才", "同意", "像", "刚刚"):
        for at in _places(text, word):
            end = at + len(word)
            before[end : end + 2] = np.minimum(before[end : end + 2], 0.66)
    after[:-1][among(text, "您你讲说提")] = floors["before_you"]
    title = np.zeros(size, bool)
    title[list(titles)] = True
    after[title] = floors["before_title"]
    return {"before": before, "after": after, "thanked": thanked, "title": title}


def _places(text: str, word: str) -> list[int]:
    out = []
    at = text.find(word)
    while at >= 0:
        out.append(at)
        at = text.find(word, at + 1)
    return out


def _spoken(
    like: Scores, who: int, size: int, floor: dict[str, np.ndarray], titles: dict[int, int], weights: Weights
) -> list[Mention]:
    """Where one form of a name is heard."""
    n = len(like)
    need = np.minimum(floor["before"][:n], np.append(floor["after"][size:n], np.full(min(size, n), 1.1, np.float32)))
    both = floor["thanked"][:n] & np.append(floor["title"][size:n], np.zeros(min(size, n), bool))
    need = np.where(both, weights.raw["floors"]["thanked_title"], need)
    out = []
    for at in np.flatnonzero(like >= need).tolist():
        end = titles.get(at + size, at + size)
        score = float(like[at]) + 0.01 * size
        out.append(Mention(at, end, who, "bare", score))
    return out


def _titled(who: int, surname: str, sounds: np.ndarray, titles: dict[int, int]) -> list[Mention]:
    """`张老师` for somebody called 张, also misheard (章老师)."""
    grid = similarity()[syllables(surname)[-1]]
    out = []
    for at, end in titles.items():
        if at and (like := float(grid[sounds[at - 1]])) >= 0.75:
            out.append(Mention(at - 1, end, who, "bare", like * 0.9))
    return out


def frame_of(text: str, start: int, end: int, weights: Weights) -> str:
    """How the name at `[start, end)` is used."""
    left = text[max(0, start - 18) : start]
    for f in weights.frames:
        if f.before.search(left) and f.after.match(text, end):
            return f.name
    return "bare"


def _framed(text: str, found: list[Mention], weights: Weights) -> list[Mention]:
    """Frames, once names side by side are known: 张鹏张总 is one call, 谢谢张鹏大海 thanks one and calls one."""
    out: list[Mention] = []
    for m in found:
        last = out[-1] if out else None
        gap = text[last.end : m.start] if last else "x"
        if last and last.who == m.who and not gap.strip("，啊呃你您"):
            start = last.start
            out[-1] = Mention(start, m.end, m.who, frame_of(text, start, m.end, weights), max(last.score, m.score))
            continue
        frame = frame_of(text, m.start, m.end, weights)
        if last and last.frame == "thanked" and not gap.strip("，啊呃嗯对好的") and (frame == "thanked" or gap):
            frame = "thanked" if "、" in gap or "和" in gap else "addressed"
        out.append(m._replace(frame=frame))
    return out


def _best(found: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    taken: set[int] = set()
    for m in sorted(found, key=lambda m: (-m.score, m.start)):
        if taken.isdisjoint(range(m.start, m.end)):
            taken.update(range(m.start, m.end))
            kept.append(m)
    return sorted(kept)
