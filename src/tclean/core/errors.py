"""Errors that carry facts. One base class; all of them survive a process pool."""

from __future__ import annotations

from typing import Any


class TcleanError(Exception):
    """Base of every error tclean raises on purpose. `facts` holds what, where and which rule.

    >>> str(TcleanError("cannot read the file", path="talk.txt", line=3))
    'talk.txt:3: cannot read the file'
    """

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.message, self.facts)

    def __str__(self) -> str:
        place = ":".join(str(self.facts[k]) for k in ("path", "line", "column") if self.facts.get(k) is not None)
        rest = ", ".join(
            f"{k} {v}" for k, v in self.facts.items() if k not in ("path", "line", "column") and v is not None
        )
        return (f"{place}: " if place else "") + self.message + (f" ({rest})" if rest else "")


def _rebuild(cls: type[TcleanError], message: str, facts: dict[str, Any]) -> TcleanError:
    return cls(message, **facts)


class EditError(TcleanError):
    """An edit that does not fit the text it was made for: a defect of a stage."""


class InputError(TcleanError):
    """An input that cannot be read or is not a transcript; the batch goes on without it."""


class UsageError(TcleanError):
    """The call is wrong; nothing is written."""


class RulesError(UsageError):
    """A rules file is wrong. `problems` holds all findings of all files, each one line with file, line and column."""

    def __init__(self, message: str, problems: tuple[str, ...] = (), **facts: Any) -> None:
        super().__init__(message, **facts)
        self.problems = problems

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild_rules, (type(self), self.message, self.problems, self.facts)

    def __str__(self) -> str:
        return "\n".join(self.problems) if self.problems else super().__str__()


def _rebuild_rules(cls: type[RulesError], message: str, problems: tuple[str, ...], facts: dict[str, Any]) -> RulesError:
    return cls(message, problems, **facts)


class StageError(TcleanError):
    """A stage raised on a document; the document goes to quarantine."""
