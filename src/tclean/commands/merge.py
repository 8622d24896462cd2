"""`tclean merge`: the results of several runs as if they had been one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
import orjson

from tclean.commands.report import rows
from tclean.core.errors import UsageError
from tclean.formats.jsonl import dump, whole_file, writable
from tclean.runners.dedup.merge import Merge
from tclean.runners.local import SUPERSEDED


def merge(runs: Sequence[str], target: str) -> int:
    """Write `segments.jsonl` and `documents.jsonl` of all runs, without what later ones supersede."""
    if Path(target).resolve() in (Path(run).resolve() for run in runs):
        raise UsageError("the whole needs a folder of its own", path=target)
    writable(target, folder=True)
    merged = Merge((rows(run, "documents") for run in runs), map(_superseded, runs))
    count = 0
    with ExitStack() as files:
        segments, documents = (
            files.enter_context(whole_file(Path(target) / f"{kind}.jsonl")) for kind in ("segments", "documents")
        )
        for number, run in enumerate(runs):
            for record, mine in merged.run(number, rows(run, "documents"), rows(run, "segments")):
                segments.writelines(dump(row, "segments") for row in mine)
                documents.write(dump(record, "documents"))
                count += 1
    click.echo(f"{count} documents of {len(runs)} runs", err=True)
    return 0


def _superseded(run: str) -> Iterator[dict[str, Any]]:
    path = Path(run) / SUPERSEDED
    if path.is_file():
        yield from map(orjson.loads, path.read_bytes().splitlines())
