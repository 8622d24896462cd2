"""What may be heard: the terms of the packs and of the user, and for one document its people and its title."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from tclean.core.document import Document
from tclean.core.settings import Settings
from tclean.ruleset.model import RuleSet
from tclean.text.people import introduced, person_score
from tclean.text.phonetics import readings_of
from tclean.text.phonetics.readings import Reading
from tclean.text.slug import slug

_GLUE = re.compile(r"[\s\-_·.]+")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LOWER = {i: i + 32 for i in range(65, 91)}
RECURS = 3  # a name that somebody is introduced by and that stands in the text so often is spelled right
TITLES = ("老师", "博士", "院长", "先生", "教授")


def compact(text: str) -> str:
    """Without case, spaces and hyphens: what does not count when two spellings are compared.

    >>> compact("Scaling Law") == compact("scaling-law")
    True
    """
    return (text if text.isalnum() else _GLUE.sub("", text)).translate(_LOWER)


@dataclass(slots=True, eq=False)
class Target:
    """One right spelling that may be heard."""

    id: str
    canonical: str
    kind: str | None = None
    pack: str = ""
    readings: tuple[Reading, ...] = ()
    participant: bool = False
    glossary: bool = False
    bare: str = field(init=False)
    han: bool = field(init=False)

    def __post_init__(self) -> None:
        self.bare = compact(self.canonical)
        self.han = bool(_HAN.fullmatch(self.bare))


def glossary_targets(settings: Settings) -> list[Target]:
    """The terms the user asked for."""
    return _readable(Target(f"glossary/{slug(w)}", w, glossary=True) for w in settings.glossary)


def pack_targets(rules: RuleSet) -> list[Target]:
    """The terms of the packs that may be found by sound, one target a spelling."""
    translated = {p.name for p in rules.packs if p.activate == "translated"}
    some = [t for t in rules.terms if t.sounds_like and t.pack not in translated]
    named = [(t, w) for t in some for w in (t.canonical, *filter(_long, t.aliases))]
    return _readable(Target(t.id, word, t.kind, t.pack) for t, word in named)


def _long(alias: str) -> bool:
    """Whether another right spelling is long enough to be heard by itself: 波士顿动力 of Boston Dynamics."""
    return len(alias) > 3 and _HAN.fullmatch(alias) is not None


def _readable(targets: Iterable[Target]) -> list[Target]:
    out: dict[str, Target] = {}
    for target in targets:
        if len(target.bare) > 1:
            out.setdefault(target.bare, target)
    for target in out.values():
        target.readings = readings_of(target.canonical)
    return [t for t in out.values() if t.readings]


def shields(rules: RuleSet) -> Iterator[str]:
    """Every right spelling the packs know: what reads so is no error."""
    for term in rules.terms:
        yield term.canonical
        yield from term.aliases
        yield from term.unless  # 神经源性: a near-miss of 神经元 that is right
    for speaker in rules.speakers:
        yield from (speaker.name, *speaker.aliases)
    yield from rules.protect
    yield from rules.shield


def document_targets(doc: Document, famous: Collection[str] = ()) -> list[Target]:
    """The people of the document: full name, given name, aliases.

    Besides those who are known to take part, people who are introduced by a name that is known or recurs.
    """
    people = [(p.name, tuple(p.aliases)) for p in doc.meta.participants]
    said = introduced(doc.text)
    people += [(name, ()) for name in said if name in famous or doc.text.count(name) >= RECURS]
    out: dict[str, Target] = {}
    for person, aliases in people:
        for name in spellings(person, aliases):
            if name not in out:
                out[name] = Target(f"participant/{slug(person)}", name, "person", "", readings_of(name), True)
    return list(out.values())


def head_of(target: Target, is_word: Callable[[str], bool]) -> Target | None:
    """What stands before a common second half of a term, if it is no word: 具身 of 具身智能."""
    name = target.canonical
    if not target.han or not 4 <= len(name) <= 6 or target.kind == "person":
        return None
    head = name[:2] if len(name) < 6 else name[:3]
    if is_word(head) or not is_word(name[len(head) :]):
        return None
    return Target(target.id, head, target.kind, target.pack, readings_of(head), False, target.glossary)


def famous(rules: RuleSet) -> frozenset[str]:
    """Chinese full names that the packs know."""
    return frozenset(w for w in shields(rules) if len(w) == 3 and _HAN.fullmatch(w) and person_score(w) > 0.5)


def spellings(name: str, aliases: Iterable[str] = ()) -> list[str]:
    """A person's names as they are called out: in full and, for a Chinese name, without the surname.

    >>> spellings("杨植麟"), spellings("Yann LeCun")
    (['杨植麟', '植麟'], ['Yann LeCun'])
    """
    out = [name, *aliases]
    if _HAN.fullmatch(name) and len(name) in (3, 4):
        out.append(name[-2:])
    return [n for n in dict.fromkeys(out) if len(n) > 1]
