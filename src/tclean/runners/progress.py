"""What a person (or a program) sees while a run goes on. Writes to standard error only."""

from __future__ import annotations

import sys
from time import monotonic
from typing import Any, Protocol

import orjson

Totals = dict[str, Any]


class Progress(Protocol):
    """Told after every input; `close` after the last one."""

    def update(self, totals: Totals, problem: str | None) -> None:
        """One more input is done; `problem` says why it was set aside."""
        ...

    def close(self) -> None:
        """The run is over."""
        ...


def progress(style: str, total: int | None) -> Progress:
    """`auto` is a live display on a terminal and plain lines otherwise; `json` and `none` as they say."""
    if style == "json":
        return Lines(as_json=True)
    if style == "none":
        return Quiet()
    if style == "auto" and sys.stderr.isatty():
        return Live(total)
    return Lines(as_json=False)


def rates(totals: Totals, began: float) -> Totals:
    """Totals with seconds and speed so far."""
    seconds = max(monotonic() - began, 1e-9)
    speed = totals.get("bytes", 0) / 1e6 / seconds
    return {**totals, "seconds": round(seconds, 1), "mb_per_s": round(speed, 2)}


class Quiet:
    """Says only what was set aside."""

    def update(self, totals: Totals, problem: str | None) -> None:
        """Nothing but problems."""
        if problem:
            sys.stderr.write(f"tclean: set aside: {problem}\n")

    def close(self) -> None:
        """Nothing to close."""


class Lines(Quiet):
    """A line every five seconds."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.began = self.said = monotonic()
        self.last: Totals = {}

    def update(self, totals: Totals, problem: str | None) -> None:
        """Say something when five seconds have passed."""
        if not self.as_json:
            super().update(totals, problem)
        elif problem:
            self._json({"problem": problem})
        self.last = totals
        if monotonic() - self.said >= 5:
            self.said = monotonic()
            self._say()

    def close(self) -> None:
        """The last state, for programs."""
        if self.as_json and self.last:
            self._say()

    def _say(self) -> None:
        now = rates(self.last, self.began)
        if self.as_json:
            self._json(now)
            return
        sys.stderr.write(
            f"tclean: {now.get('documents', 0)} documents, {now['mb_per_s']} MB/s, {now.get('edits', 0)} edits, "
            f"{now.get('flagged', 0)} flagged, {now.get('quarantined', 0)} set aside\n"
        )

    def _json(self, value: Totals) -> None:
        sys.stderr.write(orjson.dumps(value).decode() + "\n")


class Live(Quiet):
    """A live display on a terminal."""

    def __init__(self, total: int | None) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[facts]}"))
        self.bar = Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=Console(stderr=True))
        self.task = self.bar.add_task("cleaning", total=total, facts="")
        self.began = monotonic()
        self.bar.start()

    def update(self, totals: Totals, problem: str | None) -> None:
        """Move the bar."""
        now = rates(totals, self.began)
        facts = f"{now.get('documents', 0)} documents  {now['mb_per_s']} MB/s  {now.get('edits', 0)} edits"
        if now.get("quarantined"):
            facts += f"  {now['quarantined']} set aside"
        self.bar.update(self.task, completed=totals.get("inputs", 0), facts=facts)
        if problem:
            self.bar.console.print(f"set aside: {problem}", markup=False)

    def close(self) -> None:
        """Leave the finished bar on the screen."""
        self.bar.stop()
