"""Which strings at line heads are speaker labels: one decision per document, with counts as evidence."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from tclean.stages.layout.headline import cast_line
from tclean.stages.layout.lines import POSSIBLE, Line
from tclean.text.labels import Part, asker_or_answerer, led_name, never_label, part_of
from tclean.text.langdata import language_data
from tclean.text.lexicon import words
from tclean.text.people import given_name, person_score, tidy_name

_INSIDE = re.compile(r"[。！？!?…”][ \u3000]*([^\s:：。！？!?，,]{2,15})[ ]?[:：][ \u3000]*(?=\S)")
_FINAL = tuple("。！？!?…”")
SURE, LIKELY = 1.0, 0.6
ODD = 0.2  # no form of a name: a medium, a nickname
SHORT = 0.1  # a word: only as somebody's given name
_SET_OFF = frozenset(("colon", "stamp", "bold", "bracket"))


@dataclass(slots=True)
class Candidate:
    """One string seen at line heads, where, and what speaks for it."""

    name: str
    prior: float
    part: Part | None
    places: list[int] = field(default_factory=list)  # indices of lines
    styles: set[str] = field(default_factory=set)
    questions: int = 0
    led: int = 0  # turns that ask, thank the guests or hand over
    about: str | None = None
    role: str | None = None
    opening: str = ""  # how the first turn begins

    @property
    def count(self) -> int:
        """How often it was seen."""
        return len(self.places)


def key_of(name: str) -> str:
    """Labels that are written alike: the number of a counted question is left out.

    >>> key_of("Q12"), key_of("观众 1"), key_of("ＱＡ")
    ('q', '观众1', 'ＱＡ')
    """
    part = part_of(name)
    if part is None:
        return tidy_name(name)
    return part.word if part.counted else part.word + part.number


def candidates(lines: Sequence[Line], known: Collection[str], terms: Collection[str]) -> dict[str, Candidate]:
    """All strings that could be labels, by key, with their places; what never is one is left out."""
    found: dict[str, Candidate] = {}
    by_name: dict[str, Candidate | None] = {}
    for i, line in enumerate(lines):
        label = line.label
        if label is None:
            continue
        if label.name not in by_name:
            by_name[label.name] = _entered(label.name, found, known, terms)
        entry = by_name[label.name]
        if entry is None:
            continue
        if _lists_names(line, entry):
            continue
        if not entry.places:
            entry.opening = _body(lines, i)[:80]
        entry.places.append(i)
        entry.styles.add(label.style)
        if label.about and (told := part_of(label.about)) is not None:  # 王敏（主持人）
            entry.role = entry.role or told.role
        else:
            entry.about = entry.about or label.about
        body = _body(lines, i)
        asks = _asks(body)
        entry.questions += asks
        entry.led += asks or _leads().match(body) is not None
    return {key: c for key, c in found.items() if c.places}


def _entered(
    name: str, found: dict[str, Candidate], known: Collection[str], terms: Collection[str]
) -> Candidate | None:
    """The candidate a label belongs to, made where there is none; None for what never is a label."""
    part = part_of(name)
    told = asker_or_answerer(name) if part is None and name not in known else None
    led = led_name(name) if part is None and told is None and name not in known else None
    core, lead = led if led is not None else (told[0] if told else name, None)
    prior = _prior(core, part, known, terms)
    if not prior:
        return None
    prior = max(prior, LIKELY) if told and not _clause(core) else prior
    entry = found.setdefault(key_of(core), Candidate(core, prior, part))
    if told is not None:  # 王敏问, 新华社记者
        entry.role = entry.role or told[1]
    lead_part = part_of(lead) if lead else None
    if lead_part is not None:  # 主持人王敏
        entry.role = lead_part.role
    elif lead:  # 数据工场CEO赵一凡
        entry.about = entry.about or lead
    return entry


def _asks(text: str) -> bool:
    return "?" in text or "？" in text


@cache
def _leads() -> re.Pattern[str]:
    data = language_data("labels")
    return re.compile(f"(?:{'|'.join(data['openings'])})?[,，、。 ]*(?:{'|'.join(data['leads'])})")


def _prior(name: str, part: Part | None, known: Collection[str], terms: Collection[str]) -> float:
    """How likely a string names a speaker, before counting: 0 means never."""
    if name in known or part is not None:
        return SURE
    if name.casefold() in terms or never_label(name):
        return 0.0
    form = person_score(name)
    return form or (0.0 if len(name) > 12 or _clause(name) else SHORT if name in words() else ODD)


def _clause(name: str) -> bool:
    """Whether a string is rather the head of a sentence: 用户要的其实很简单."""
    return (len(name) > 8 and not name.isascii()) or any(c in name for c in language_data("labels")["clause"])


def _lists_names(line: Line, entry: Candidate) -> bool:
    """`主持人：王仲远` `嘉宾：张三（清华大学）、李四`: a list of who takes part, not a turn."""
    return entry.part is not None and line.label is not None and not line.label.alone and bool(cast_line(line.text))


def decide(found: dict[str, Candidate], lines: Sequence[Line]) -> dict[str, Candidate]:
    """The candidates that are labels in this document.

    Names, parts and codes seen often enough carry the decision; with them in force, single ones of the same kind
    (观众3) and odd strings that ask questions (a magazine's name) are taken too.
    """
    strong = {k: c for k, c in found.items() if _strong(k, c, found)}
    strong = {k: c for k, c in strong.items() if not c.styles <= {"line", "mark"} or _speaks(c, lines)}
    strong |= _letters(found) or _once_each(found, lines)
    if len(strong) < 2:
        strong |= _company(found, lines)
    support = sum(c.count for c in strong.values())
    if not strong:
        return _nicknames(found)
    if support < 2 and not any("voice" in c.styles or (c.part and c.part.code) for c in strong.values()):
        lone = next(iter(strong.values()))
        return strong if lone.prior == SURE and len(lines[lone.places[0]].body) >= 8 else {}
    span = range(min(c.places[0] for c in strong.values()), max(c.places[-1] for c in strong.values()) + 1)
    out = dict(strong)
    if support >= 2:
        rest = {k: c for k, c in found.items() if k not in out and c.styles & _SET_OFF}
        rest = rest if support > 2 else {k: c for k, c in rest.items() if c.prior > LIKELY}
        formats = {s for c in strong.values() for s in c.styles} & {"stamp", "bold"}
        single = {k: c for k, c in rest.items() if support > 3 and not c.name.isascii() and c.prior >= 0.5}
        out |= {k: c for k, c in single.items() if all(_body(lines, i)[-1:] in _FINAL for i in c.places)}
        out |= {k: c for k, c in rest.items() if _weak(c, span) or (c.prior > SHORT and c.styles <= formats)}
        given = {given_name(c.name) for c in out.values()}
        out |= {k: c for k, c in rest.items() if c.name in given}
    return out


def inside(text: str, labels: dict[str, Candidate]) -> list[tuple[int, int, str]]:
    """Labels behind the end of a sentence inside a line, where line breaks were lost: (start, end, key) in `text`.

    >>> inside("王敏：贵吗？ 赵一凡：不贵。", {"赵一凡": Candidate("赵一凡", 0.9, None, [3, 5])})
    [(6, 11, '赵一凡')]
    """
    often = {c.name: key for key, c in labels.items() if c.count > 1 and len(c.name) > 1 and c.prior >= POSSIBLE}
    if not often:
        return []
    return [(m.start() + 1, m.end(), often[m[1]]) for m in _INSIDE.finditer(text) if m[1] in often]


def _strong(key: str, c: Candidate, found: dict[str, Candidate]) -> bool:
    if "voice" in c.styles:
        return True
    if c.part is not None:
        return _strong_part(key, c, found)
    enough = 1 if c.prior == SURE else 2
    if c.styles & {"colon", "stamp", "bold", "bracket"}:
        return c.prior >= LIKELY and c.count >= enough
    others = sum(1 for o in found.values() if o is not c and o.prior > LIKELY and o.count > 1 and c.styles & o.styles)
    return c.prior > LIKELY and c.count >= 2 and others > 0


def _strong_part(key: str, c: Candidate, found: dict[str, Candidate]) -> bool:
    part = c.part
    if part is None:
        return False
    if part.code:
        return bool(c.styles - {"line", "blank"}) or c.count > 1
    if len(part.word) == 1:  # q a 问 答 男 女: need their counterpart, or to come again and again
        others = [o.part for o in found.values() if o.part is not None and o is not c]
        paired = any(o.role != part.role or (not part.counted and len(o.word) == 1) for o in others)
        return bool(c.styles & _SET_OFF) and (paired or (c.count > 1 and part.role == "interviewer"))
    if not c.styles & _SET_OFF:
        return c.count > 1
    return part.role not in ("translator", "narrator") or c.count > 1


def _letters(found: dict[str, Candidate]) -> dict[str, Candidate]:
    """Speakers told apart by letters (A: B:), unless they are the choices of a quiz (A B C D, again and again)."""
    letters = {k: c for k, c in found.items() if len(k) == 1 and k.isascii() and c.count > 1 and "colon" in c.styles}
    if len(letters) < 2 or "q" in found:
        return {}
    who = {i: k for k, c in letters.items() for i in c.places}
    if not _unordered(sorted(who), who):
        return {}
    for c in letters.values():
        c.part = None
    return letters


def _once_each(found: dict[str, Candidate], lines: Sequence[Line]) -> dict[str, Candidate]:
    """Names that come once or twice each: stamped ones, or three and more who speak of themselves (我)."""
    named = {k: c for k, c in found.items() if c.prior > LIKELY and c.styles & {"colon", "stamp", "bold"}}
    bodies = [_body(lines, i) for c in named.values() for i in c.places]
    if len(named) < 2 or not _finished(bodies):
        return {}
    stamped = all("stamp" in c.styles for c in named.values())
    selves = sum("我" in b for b in bodies)
    return named if stamped or (len(named) > 2 and 3 * selves >= len(bodies)) else {}


def _speaks(c: Candidate, lines: Sequence[Line]) -> bool:
    """Whether sentences follow a name that stands alone on its line; in a list of names the next name does."""
    return (c.part is not None and c.part.code) or _finished([_body(lines, i) for i in c.places])


def _finished(bodies: Sequence[str]) -> bool:
    """Whether most of what is said ends as sentences do."""
    return sum(body[-1:] in _FINAL for body in bodies) >= 0.7 * len(bodies)


def _body(lines: Sequence[Line], i: int) -> str:
    alone = lines[i].label is not None and lines[i].label.alone and i + 1 < len(lines)  # type: ignore[union-attr]
    return lines[i + 1].text if alone else lines[i].body


def _weak(c: Candidate, span: range) -> bool:
    """A string taken because the document has labels: a person once, or an asker's name three times."""
    if c.prior >= LIKELY or (c.prior == POSSIBLE and c.count > 1):
        return True
    if c.prior == SHORT or c.count < 3 or c.places[0] not in span:
        return False
    return c.prior >= POSSIBLE or c.questions >= 0.5 * c.count


def _nicknames(found: dict[str, Candidate]) -> dict[str, Candidate]:
    """Labels that are no known kind of name (梦婷, 老K): two or more, often, heading most lines between them."""
    often = {
        k: c for k, c in found.items() if c.count >= 3 and c.prior > SHORT and c.styles & {"colon", "stamp", "bold"}
    }
    if len(often) < 2:
        return {}
    who = {i: k for k, c in often.items() for i in c.places}
    dense = len(who) >= 0.5 * (max(who) - min(who) + 1)
    return often if dense and _take_turns(who) else {}


def _company(found: dict[str, Candidate], lines: Sequence[Line]) -> dict[str, Candidate]:
    """Strings set off in one way (a bar, a tab, a line of their own) that take turns; one surely is a name."""
    for style in ("mark", "blank", "line", "bold"):
        group = {k: c for k, c in found.items() if style in c.styles and c.count >= 2 and c.prior >= POSSIBLE}
        if len(group) < 2 or max(c.prior for c in group.values()) <= LIKELY:
            continue
        who = {i: k for k, c in group.items() for i in c.places}
        headed = len(who) * (1 + (style in ("line", "bold")))
        dense = headed >= 0.4 * (max(who) - min(who) + 1)
        if dense and _finished([_body(lines, i) for i in who]) and _take_turns(who):
            return group
    return {}


def _take_turns(who: dict[int, str]) -> bool:
    """Whether those who head the lines change again and again, and not in one order only; `who` is line → key."""
    places = sorted(who)
    changes = sum(who[a] != who[b] for a, b in pairwise(places))
    return changes >= 0.6 * (len(places) - 1) and _unordered(places, who)


def _unordered(places: list[int], who: dict[int, str]) -> bool:
    """False for lists that run through the same heads in the same order (价格 重量 颜色 价格 重量 颜色)."""
    kinds = len(set(who.values()))
    if kinds < 3:
        return True
    cycle = [who[p] for p in places[:kinds]]
    return any(who[p] != cycle[n % kinds] for n, p in enumerate(places))
