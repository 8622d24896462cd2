"""Checked values of rule files. Stages import only this module of the package.

What there are thousands of is a `NamedTuple`: it is read back from the cache in a tenth of a dataclass's time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from itertools import chain
from typing import Any, NamedTuple


class Example(NamedTuple):
    """`tests:` of a rule: `text` must come out as `out` (equal to `text` for "do nothing")."""

    text: str
    out: str


class Guard(NamedTuple):
    """`when:` of a term: all that is given must hold.

    `near`, `not_near`: one (none) of the words stands within `window` characters of the match; `before`, `after`: one
    of them stands directly at that side; `alone`: no Latin word stands directly beside it (`大家to see就是`).
    """

    near: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    window: int = 40
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    alone: bool = False


class Where(NamedTuple):
    """Where an entry was written."""

    path: str = ""
    line: int = 0


class Term(NamedTuple):
    """One right spelling, what it is misheard as, and when that may be fixed."""

    id: str
    canonical: str
    variants: tuple[str, ...] = ()
    sounds_like: bool = False
    kind: str | None = None  # person, org, product, term, acronym, …
    when: Guard | None = None
    unless: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()  # other right spellings, left as they are
    tests: tuple[Example, ...] = ()
    pack: str = ""
    where: Where = Where()


class Replacement(NamedTuple):
    """A regular expression of the `regex` package and its replacement."""

    id: str
    pattern: str
    replace: str
    tests: tuple[Example, ...] = ()
    pack: str = ""
    where: Where = Where()


class Boilerplate(NamedTuple):
    """A pattern of page furniture.

    `scope` says what goes: `line` the whole line, `match` only what matched, `edge` the line above or below the text,
    `rest` the line below the text and all that follows, `title` what matched in the lines above the text.
    """

    id: str
    pattern: str
    scope: str = "line"
    tests: tuple[Example, ...] = ()
    pack: str = ""
    where: Where = Where()


Entry = Term | Replacement | Boilerplate
KINDS = ("person", "org", "product", "term", "acronym", "dataset", "event")  # of terms
Columns = tuple[tuple[Any, ...], ...]


class Speaker(NamedTuple):
    """A person known beforehand."""

    name: str
    aliases: tuple[str, ...] = ()
    role: str | None = None
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Pack:
    """One rules file. `domain` packs take part only in documents that use their terms (see rules/README.md)."""

    name: str
    path: str = ""
    activate: str = "always"  # always | evidence | translated
    terms: tuple[Term, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    fillers: tuple[str, ...] = ()
    protect: tuple[str, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    boilerplate: tuple[Boilerplate, ...] = ()
    shield: tuple[str, ...] = ()  # right as they stand: no rule by sound may change them, none makes them
    markers: tuple[str, ...] = ()  # phrases by which a document shows that a `translated` pack is for it
    extends: tuple[str, ...] = ()  # files laid under this one
    off: tuple[str, ...] = ()  # ids of earlier entries that are switched off; `pack/*` is a whole pack

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Everything in it that has an id."""
        return (*self.terms, *self.replacements, *self.boilerplate)

    def __reduce__(self) -> tuple[Any, ...]:
        """Kept column by column: a hundred thousand terms are many objects."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return _pack, (values, _columns(values.pop("terms")))


def _pack(values: dict[str, Any], columns: Columns) -> Pack:
    return Pack(**values, terms=_terms(columns))


def _columns(terms: Sequence[Term]) -> Columns:
    *values, where = zip(*terms, strict=True) if terms else [()] * len(Term._fields)
    return (*values, tuple(zip(*where, strict=True)))


def _terms(columns: Columns) -> tuple[Term, ...]:
    *values, where = columns
    return tuple(map(Term._make, zip(*values, map(Where._make, zip(*where, strict=True)), strict=True)))


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All packs in force, later ones override earlier ones by id; and what they hold together."""

    packs: tuple[Pack, ...] = ()
    digest: str = ""  # SHA-256 over the files' contents
    under: RuleSet | None = field(default=None, compare=False)  # the built-in packs, if all of them are the first ones
    terms: tuple[Term, ...] = field(init=False)
    replacements: tuple[Replacement, ...] = field(init=False)
    fillers: tuple[str, ...] = field(init=False)
    protect: tuple[str, ...] = field(init=False)
    speakers: tuple[Speaker, ...] = field(init=False)
    boilerplate: tuple[Boilerplate, ...] = field(init=False)
    shield: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        for name in ("terms", "replacements", "boilerplate"):
            object.__setattr__(self, name, tuple(chain.from_iterable(getattr(p, name) for p in self.packs)))
        for name in ("fillers", "protect", "shield"):
            words = dict.fromkeys(chain.from_iterable(getattr(p, name) for p in self.packs))
            object.__setattr__(self, name, tuple(words))
        speakers = {s.name: s for p in self.packs for s in p.speakers}
        object.__setattr__(self, "speakers", tuple(speakers.values()))

    def __hash__(self) -> int:
        return hash(self.digest or self.packs)

    def __reduce__(self) -> tuple[Any, ...]:
        return RuleSet, (self.packs, self.digest, self.under)

    @property
    def over(self) -> RuleSet:
        """The user's packs alone, if they stand over built-in ones; else all."""
        return RuleSet(self.packs[len(self.under.packs) :]) if self.under else self

    @property
    def facts(self) -> list[str] | None:
        """What tells these rules from all others, for `core.kept`; None for rules that come from no files."""
        return [self.digest, *(p.path for p in self.packs)] if self.digest else None
