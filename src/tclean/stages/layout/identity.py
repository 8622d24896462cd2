"""Who a label stands for: one person, many labels; roles; stable names for those who are only told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tclean.core.document import Participant
from tclean.stages.layout import lead as leads
from tclean.stages.layout.lines import POSSIBLE
from tclean.stages.layout.turns import Candidate
from tclean.text.people import given_name, person_score, surname, tidy_name, without_title


@dataclass(slots=True)
class Who:
    """The one behind a label."""

    name: str | None
    role: str | None
    about: str | None = None
    person: bool = False  # a name, not a part


def identify(labels: dict[str, Candidate], known: Sequence[Participant], lead: str) -> dict[str, Who]:
    """Label key → who it is. `lead` is the text in front of the first turn, with the title."""
    people = {k: c for k, c in labels.items() if c.part is None}
    full = {p.name: p for p in known}
    names = [*full, *(c.name for c in people.values() if c.name not in full)]
    out: dict[str, Who] = {}
    for key, c in people.items():
        name = canonical(c.name, names, known)
        given = full.get(name)
        told = (given and given.about) or c.about or leads.about(name, lead)
        out[key] = Who(name, (given and given.role) or c.role, told, True)
    _name_parts(out, labels, known, lead)
    _give_roles(out, people)
    return out


def canonical(name: str, names: Sequence[str], known: Sequence[Participant]) -> str:
    """The full name a label stands for: 仲远 → 王仲远, 李老师 → 李航 where only one Li takes part.

    >>> canonical("仲远", ["王仲远", "仲远"], []), canonical("李老师", ["李航", "李老师", "张鹏"], [])
    ('王仲远', '李航')
    """
    for p in known:
        if name == p.name or name in p.aliases:
            return p.name
    core, title = without_title(name)
    longer = [n for n in names if n != core and len(n) > len(core) and n.endswith(core) and not without_title(n)[1]]
    if len(longer) == 1 and (given_name(longer[0]) == core or len(core) > 1):
        return longer[0]
    if title and core in names:
        return core
    if title and surname(core) == core:
        same = [n for n in names if surname(n) == core and n != name and not without_title(n)[1]]
        return same[0] if len(same) == 1 else name
    latin = [n for n in names if n != name and name.isascii() and name in n.split()]
    return latin[0] if len(latin) == 1 else name


def _give_roles(out: dict[str, Who], people: dict[str, Candidate]) -> None:
    """The one who asks most is the host, the others are guests; a name that is no person's and asks, an interviewer.

    One person has one role, under whatever label.
    """
    persons = any(c.prior > POSSIBLE for c in people.values())
    sure = {out[key].name for key, c in people.items() if c.prior > POSSIBLE}  # 晓川 is no magazine where 林晓川 speaks
    for key, c in people.items():
        who = out[key]
        strange = c.prior <= POSSIBLE and who.name not in sure
        if who.role is None and strange and c.questions >= 0.5 * c.count and persons:
            who.role = "interviewer"
        elif who.role is None and who.about and any(w in who.about for w in ("主持", "主理")):
            who.role = "host"
    named = any(w.role in ("host", "interviewer") for k, w in out.items() if k not in people)
    hosts = set() if named else _hosts(out, people)
    told = {out[key].name: out[key].role for key in people if out[key].role}
    for key in people:
        name = out[key].name
        out[key].role = told.get(name) or ("host" if name in hosts else None)
    if any(w.role in ("host", "interviewer") for w in out.values()):
        for key in people:
            out[key].role = out[key].role or "guest"


def _hosts(out: dict[str, Who], people: dict[str, Candidate]) -> set[str | None]:
    """Who asks clearly more often than the others; in a panel of three and more, who asks or moves on."""
    seen: dict[str | None, list[int]] = {}
    for key, c in people.items():
        total = seen.setdefault(out[key].name or key, [0, 0, 0])
        for n, value in enumerate((c.questions, c.led, c.count)):
            total[n] += value
    often = {n: counts for n, counts in seen.items() if counts[2] >= 2}
    asking = _apart({n: asked / count for n, (asked, _, count) in often.items()}, 0.15)
    if asking or len(often) < 3:
        return asking
    leading = _apart({n: led / count for n, (_, led, count) in often.items()}, 0.3)
    return {n for n in leading if often[n][0]} if len(leading) == 1 else set()


def _apart(share: dict[str | None, float], least: float) -> set[str | None]:
    """Those with half and more, if all others have clearly less."""
    most = {n for n, value in share.items() if value >= 0.5}
    rest = [value for n, value in share.items() if n not in most]
    return most if most and rest and min(share[n] for n in most) - max(rest) >= least else set()


def _name_parts(out: dict[str, Who], labels: dict[str, Candidate], known: Sequence[Participant], lead: str) -> None:
    parts = {k: c for k, c in labels.items() if c.part is not None}
    numbered = 0
    for key, c in parts.items():
        part = c.part
        if part is None:
            continue
        role = None if part.role == "speaker" else part.role
        name: str | None = c.name
        if c.about and person_score(tidy_name(c.about)) > POSSIBLE:
            name = tidy_name(c.about)
        elif part.code:
            name = f"speaker-{part.number.lstrip('0').upper() or ('0' if part.number else '1')}"
        elif part.counted:
            name = _asked_or_asking(role, known, lead)
            if name is None:
                numbered += 1
                name = f"speaker-{numbered}"
        elif role in ("host", "interviewer", "guest") and not part.number:
            same = [p for p in known if p.role == role]
            name = same[0].name if len(same) == 1 else c.name
        about = next((p.about for p in known if p.name == name), None)
        out[key] = Who(name, role, about or (leads.about(name, lead) if name else None), name != c.name)


def _asked_or_asking(role: str | None, known: Sequence[Participant], lead: str) -> str | None:
    """Q and A of a magazine page: the medium's reporter, and the one person the lead introduces."""
    if role == "interviewer":
        asking = [p.name for p in known if p.role in ("host", "interviewer")]
        return asking[0] if len(asking) == 1 else leads.interviewer(lead)
    guests = [p.name for p in known if p.role in ("guest", "speaker", None)] or leads.names_in(lead)
    return guests[0] if len(guests) == 1 else None


def participants(
    labels: dict[str, Candidate], who: dict[str, Who], known: Sequence[Participant], text: str
) -> list[Participant]:
    """Everyone who speaks: those known before, then those the labels name, with short names as aliases."""
    out = {p.name: Participant(p.name, p.role, p.aliases, p.about) for p in known}
    for key, w in who.items():
        if w.name is None:
            continue
        p = out.setdefault(w.name, Participant(w.name))
        p.role = p.role or w.role
        p.about = p.about or w.about or (leads.self_introduction(labels[key].opening) if w.role != "host" else None)
        written = tidy_name(labels[key].name)
        if labels[key].part is None and written not in (p.name, *p.aliases):
            p.aliases = (*p.aliases, written)
    for p in out.values():
        short = given_name(p.name) if person_score(p.name) > POSSIBLE else ""
        if short and short not in p.aliases and text.count(short) > text.count(p.name):
            p.aliases = (*p.aliases, short)
    return list(out.values())
