"""One reading of a text: its lines, the labels among them, who they stand for, and what every other line is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tclean.core.document import Participant
from tclean.stages.layout import blocks, bylines, headline, identity, turns
from tclean.stages.layout.lines import Line, split_lines
from tclean.text.linelayout import layout_of


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text was found to be.

    `places`: line → label key; `inside`: labels within lines; `cue`: the line in which somebody introduces himself.
    """

    lines: list[Line]
    head: headline.Headline
    known: list[Participant]
    labels: dict[str, turns.Candidate]
    places: dict[int, str]
    inside: list[tuple[int, int, str]]
    who: dict[str, identity.Who]
    cue: tuple[int, identity.Who] | None
    shape: str
    kinds: list[str | None]


def read(
    text: str, given: Sequence[Participant], speakers: Sequence[Participant] = (), terms: Collection[str] = ()
) -> Reading:
    """Read a text. `given` take part for sure, `speakers` are people known from elsewhere, `terms` name things.

    >>> found = read("王敏：数据从哪里来？\\n赵一凡：自己采的。\\n王敏：贵吗？\\n赵一凡：不贵。", [])
    >>> [found.who[key].name for key in found.places.values()]
    ['王敏', '赵一凡', '王敏', '赵一凡']
    """
    lines = split_lines(text)
    head = _head(lines)
    known = _known(given, head, lines)
    names = {n for p in (*known, *speakers) for n in (p.name, *p.aliases)}
    labels = turns.decide(turns.candidates(lines, names, terms), lines)
    places = dict(sorted((i, key) for key, c in labels.items() for i in c.places))
    first = min(places, default=None)
    lead = "\n".join(line.text for line in lines[: min(first or 12, 40)])
    who = identity.identify(labels, [*known, *_met(labels, known, speakers)], lead)
    cue = _self_introduced(lines, first, who)
    shape = layout_of(text)
    kinds = blocks.kinds(lines, list(places), cue[0] if cue else first, shape == "prose")
    if not labels:  # 记者：某某 above an article names its author, nobody who speaks in it
        known = [p for p in known if p.role != "interviewer" or any(p.name == g.name for g in given)]
    return Reading(lines, head, known, labels, places, turns.inside(text, labels), who, cue, shape, kinds)


def _met(
    labels: dict[str, turns.Candidate], known: Sequence[Participant], speakers: Sequence[Participant]
) -> list[Participant]:
    """People known from elsewhere whose name is a label here."""
    have = {p.name for p in known}
    used = {c.name for c in labels.values()}
    return [p for p in speakers if p.name not in have and used & {p.name, *p.aliases}]


def _head(lines: Sequence[Line]) -> headline.Headline:
    """The facts of the headings in front of the body; the last one is the talk's own."""
    out = headline.Headline()
    for n, line in enumerate(lines):
        if not line.hashes and (n or not headline.numbered(line.text)):
            break
        read = headline.read_headline(line.text[line.hashes :])
        read.event = read.event or out.event or out.title
        out = read
    return out


def _known(given: Sequence[Participant], head: headline.Headline, lines: Sequence[Line]) -> list[Participant]:
    """Who takes part as far as the caller, the heading and lists of names say; first come, first kept."""
    top = [line.text for line in lines[: bylines.TOP * 2]]
    listed = [p for i, text in enumerate(top) for p in headline.cast_line(text) or headline.cast_block(top[i:])[0]]
    out: dict[str, Participant] = {}
    for p in (*given, *head.people, *listed):
        have = out.setdefault(p.name, Participant(p.name, p.role, p.aliases, p.about))
        have.role = have.role or p.role
        have.about = have.about or p.about
    return list(out.values())


def _self_introduced(
    lines: Sequence[Line], first: int | None, who: dict[str, identity.Who]
) -> tuple[int, identity.Who] | None:
    """A line in front of the first label in which a labelled person introduces himself: 大家好,我是主编某某."""
    for i, line in enumerate(lines[: first or 0]):
        start = line.text[:80]
        at = start.find("我是")
        if at < 0:
            continue
        for w in who.values():
            if w.person and w.name and w.name in start[at:]:
                return i, w
    return None
