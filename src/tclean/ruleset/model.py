"""Checked values of rule files. Stages import only this module of the package.

What there are thousands of is a `NamedTuple`: it is read back from the cache in a tenth of a dataclass's time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


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


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All packs in force, later ones override earlier ones by id."""

    packs: tuple[Pack, ...] = ()
    digest: str = ""  # SHA-256 over the files' contents
    terms: tuple[Term, ...] = field(default=())
    replacements: tuple[Replacement, ...] = field(default=())
    fillers: tuple[str, ...] = field(default=())
    protect: tuple[str, ...] = field(default=())
    speakers: tuple[Speaker, ...] = field(default=())
    boilerplate: tuple[Boilerplate, ...] = field(default=())
    shield: tuple[str, ...] = field(default=())

    def __hash__(self) -> int:
        return hash(self.digest or self.packs)

    @property
    def facts(self) -> list[str] | None:
        """What tells these rules from all others, for `core.kept`; None for rules that come from no files."""
        return [self.digest, *(p.path for p in self.packs)] if self.digest else None
