"""`tclean rules explain`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from tclean.commands.clean import settings_of
from tclean.core.errors import UsageError
from tclean.formats.read import read
from tclean.pipeline import Pipeline
from tclean.report.explain import REFUSED, Look, at, looks
from tclean.ruleset.load import load_rules

_PLACE = re.compile(r"^(?P<path>.+?)(?::(?P<at>\d+))?$", re.S)


def explain(what: str, o: Mapping[str, Any]) -> int:
    """Print every proposal at a place of a file (`FILE:offset`), in a whole file, or in a text given as it is."""
    data, path, place = _target(what)
    pipeline = Pipeline(settings_of({**o, "keep_dropped": False}), load_rules(o["rules"]))
    for doc in read(data, path):
        if place is not None and not doc.base <= place < doc.stop:
            continue
        pipeline.prepare(doc)
        shown = at(looks(doc, pipeline.steps, pipeline.settings.grade), place)
        for look in shown:
            click.echo(look.line())
        if place is not None:
            text = doc.source.text
            context = text[max(0, place - 20) : place] + "▮" + text[place : place + 20]
            click.echo(f"{_counted(shown)} at {place}: {context!r}")
        else:
            click.echo(f"{_counted(shown)}; the text comes out as: {doc.text[:200]}")
    return 0


def _counted(shown: list[Look]) -> str:
    refused = sum(look.verdict == REFUSED for look in shown)
    return f"{len(shown) - refused} proposals, {refused} refused"


def _target(what: str) -> tuple[bytes, str, int | None]:
    found = _PLACE.match(what)
    assert found is not None
    for path, place in ((what, None), (found["path"], found["at"])):
        if len(path) < 1024 and Path(path).is_file():
            return Path(path).read_bytes(), path, int(place) if place is not None else None
    if re.match(r"\S+\.(txt|md|srt|vtt|json|html?)(:\d+)?$", what):
        raise UsageError("there is no such file; give a file, FILE:offset, or a text", path=what)
    return what.encode(), "-", None
