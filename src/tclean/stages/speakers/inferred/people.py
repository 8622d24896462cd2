"""Who can be speaking: the cast of a document as states of the decoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tclean.core.document import Participant
from tclean.text.names import split_name

HOSTS = ("host", "moderator", "主持人", "主持", "interviewer")


@dataclass(slots=True)
class Person:
    """Someone who may speak; `forms` are the spellings that are searched by sound, `surname` for `X老师`."""

    name: str | None
    role: str
    forms: tuple[str, ...] = ()
    surname: str = ""
    label: str = ""  # a stable id for people told apart but not named
    weak: bool = field(default=False)  # made up to have somebody
    about: str | None = None  # affiliation, where known


def person(p: Participant) -> Person:
    """A participant with the forms he is called by.

    >>> person(Participant("王小川")).forms
    ('王小川', '小川')
    """
    family, given = split_name(p.name)
    forms = [p.name, *p.aliases]
    if family and len(given) > 1:
        forms.append(given)
    role = "host" if p.role in HOSTS else (p.role or "guest")
    return Person(p.name, role, tuple(dict.fromkeys(f for f in forms if len(f) > 1)), family, about=p.about)


def cast(people: Sequence[Person]) -> tuple[Person, list[Person]]:
    """The host (unnamed where nobody is) and the guests."""
    hosts = [p for p in people if p.role == "host"]
    guests = [p for p in people if p.role != "host"]
    host = hosts[0] if hosts else Person(None, "host", label="speaker-1")
    return host, guests + hosts[1:]
