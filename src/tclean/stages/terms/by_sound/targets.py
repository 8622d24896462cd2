"""What may be heard: the terms of the packs and of the user, and for one document its people and its title."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

import numpy as np

from tclean.core.document import Document
from tclean.core.settings import Settings
from tclean.ruleset.model import RuleSet
from tclean.text.people import introduced
from tclean.text.phonetics import readings_of
from tclean.text.phonetics.readings import Reading, all_readings
from tclean.text.slug import slug

_GLUE = re.compile(r"[\s\-_·.]+")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_EDGES = re.compile(r"^[\u4e00-\u9fff]+|[\u4e00-\u9fff]+$")
_NAME = re.compile("[A-Za-z]{4,}")
WORD = "word"  # a name that is also an ordinary word (Raft): sought only where it is written in Chinese characters
SLIP = "slip"  # no target of any list, a word one character of which is wrong
_LOWER = {i: i + 32 for i in range(65, 91)}
RECURS = 3  # a name that somebody is introduced by and that stands in the text so often is spelled right
TITLES = ("老师", "博士", "院长", "先生", "教授")


def compact(text: str) -> str:
    """Without case, spaces and hyphens: what does not count when two spellings are compared.

    >>> compact("Scaling Law") == compact("scaling-law")
    True
    """
    return (text if text.isalnum() else _GLUE.sub("", text)).translate(_LOWER)


def compacted(words: Sequence[str]) -> list[str]:
    """`compact` of many words at once.

    >>> compacted(["Scaling Law", "GPT-4"])
    ['scalinglaw', 'gpt4']
    """
    parts = _GLUE.sub("", "\0".join(words)).translate(_LOWER).split("\0")
    return parts if len(parts) == len(words) else list(map(compact, words))


def no_han(heard: str) -> str:
    """A string without Chinese characters before and behind.

    >>> no_han("用GPT四"), no_han("GPT"), no_han("四")
    ('GPT', 'GPT', '')
    """
    return heard if heard.isascii() else _EDGES.sub("", heard)


class Target(NamedTuple):
    """One right spelling that may be heard; `bare` is what of it counts, `han` whether that is Chinese alone."""

    id: str
    canonical: str
    kind: str | None
    pack: str
    readings: tuple[Reading, ...]
    participant: bool
    glossary: bool
    bare: str
    han: bool


_READINGS = Target._fields.index("readings")


def packed(targets: Iterable[Target]) -> list[Any]:
    """Targets column by column, the readings as one row of units: a hundred thousand are too many objects to keep.

    >>> some = [target_of("p", "零一", "org", ""), target_of("p", "GPT", "product", "")]
    >>> unpacked(packed(some)) == some
    True
    """
    columns: list[Any] = list(zip(*targets, strict=True)) or [()] * len(Target._fields)
    readings = columns[_READINGS]
    said = list(chain.from_iterable(readings))
    units = np.fromiter(chain.from_iterable(said), np.int32)
    columns[_READINGS] = (np.array(list(map(len, readings))), np.array(list(map(len, said))), units)
    return columns


def unpacked(columns: list[Any]) -> list[Target]:
    """The targets that were packed."""
    times, sizes, units = (column.tolist() for column in columns[_READINGS])
    unit = iter(units)
    said = iter([tuple(islice(unit, size)) for size in sizes])
    readings = [tuple(islice(said, count)) for count in times]
    return list(map(Target._make, zip(*columns[:_READINGS], readings, *columns[_READINGS + 1 :], strict=True)))


def glossary_targets(settings: Settings) -> list[Target]:
    """The terms the user asked for."""
    return _readable([(f"glossary/{slug(w)}", w, None, "") for w in settings.glossary], glossary=True)


def pack_targets(rules: RuleSet) -> list[Target]:
    """The terms of the packs that may be found by sound, one target a spelling."""
    translated = {p.name for p in rules.packs if p.activate == "translated"}
    some = [t for t in rules.terms if t.sounds_like and t.pack not in translated]
    terms = [(t.id, w, t.kind, t.pack) for t in some for w in (t.canonical, *filter(_long, t.aliases))]
    trade = [p for p in rules.packs if p.terms and p.name not in translated]
    words = [(f"{p.name}/{slug(w)}", w, WORD, p.name) for p in trade for w in p.shield if _NAME.fullmatch(w)]
    return _readable([*terms, *words])


def _long(alias: str) -> bool:
    """Whether another right spelling is long enough to be heard by itself: 波士顿动力 of Boston Dynamics."""
    return len(alias) > 3 and _HAN.fullmatch(alias) is not None


def _readable(terms: Sequence[tuple[str, str, str | None, str]], *, glossary: bool = False) -> list[Target]:
    """The first term (id, spelling, kind, pack) of each spelling, if it can be said."""
    first: dict[str, tuple[str, str, str | None, str]] = {}
    for bare, term in zip(compacted([t[1] for t in terms]), terms, strict=True):
        if len(bare) > 1:
            first.setdefault(bare, term)
    said = zip(first.items(), all_readings([t[1] for t in first.values()]), strict=True)
    return [
        Target(*term, readings, False, glossary, bare, _HAN.fullmatch(bare) is not None)
        for (bare, term), readings in said
        if readings
    ]


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
                out[name] = target_of(f"participant/{slug(person)}", name, "person", "", participant=True)
    return list(out.values())


def head_of(target: Target, is_word: Callable[[str], bool]) -> Target | None:
    """What stands before a common second half of a term, if it is no word: 具身 of 具身智能.

    >>> words = {"智能", "下文", "上下文"}
    >>> heads = [head_of(target_of("p", name, None, ""), words.__contains__) for name in ("具身智能", "长上下文")]
    >>> [head.canonical if head else None for head in heads]
    ['具身', None]
    """
    name = target.canonical
    if not target.han or not 4 <= len(name) <= 6 or target.kind == "person":
        return None
    head = name[:2] if len(name) < 6 else name[:3]
    if is_word(head) or not is_word(name[len(head) :]) or is_word(name[len(head) - 1 :]):
        return None  # 长上 is no half of 长上下文
    return target_of(target.id, head, target.kind, target.pack, glossary=target.glossary)


def target_of(
    id: str, name: str, kind: str | None, pack: str, *, participant: bool = False, glossary: bool = False
) -> Target:
    """One target."""
    bare = compact(name)
    han = _HAN.fullmatch(bare) is not None
    return Target(id, name, kind, pack, readings_of(name), participant, glossary, bare, han)


def famous(rules: RuleSet) -> frozenset[str]:
    """Spellings of the packs that are a Chinese full name, if somebody is introduced by them."""
    return frozenset(w for w in shields(rules) if len(w) == 3)


def spellings(name: str, aliases: Iterable[str] = ()) -> list[str]:
    """A person's names as they are called out: in full and, for a Chinese name, without the surname.

    >>> spellings("杨植麟"), spellings("Yann LeCun")
    (['杨植麟', '植麟'], ['Yann LeCun'])
    """
    out = [name, *aliases]
    if _HAN.fullmatch(name) and len(name) in (3, 4):
        out.append(name[-2:])
    return [n for n in dict.fromkeys(out) if len(n) > 1]
