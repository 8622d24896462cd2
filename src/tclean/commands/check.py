"""`tclean validate` and `tclean schema`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tclean.core.errors import InputError, UsageError
from tclean.formats import schemas
from tclean.formats.jsonl import load


def validate(files: tuple[str, ...], name: str | None) -> int:
    """Check every line; 0 when all are valid, 1 otherwise."""
    bad = total = 0
    for path in files:
        chosen = name or _schema_for(path)
        schemas.schema(chosen)
        rows = [(1, _whole(path))] if chosen == "run" else load(path)
        for number, record in rows:
            total += 1
            found = schemas.problems(chosen, record)
            bad += bool(found)
            for problem in found[:5]:
                click.echo(f"{path}:{number}: {problem}", err=True)
    click.echo(f"{total:,} records, {bad:,} wrong", err=True)
    return 1 if bad else 0


def _schema_for(path: str) -> str:
    stem = Path(path).name.split(".")[0].split("-")[0]
    if stem not in schemas.NAMES:
        raise UsageError(f"cannot tell the schema from the name; add --schema {'|'.join(schemas.NAMES)}", path=path)
    return stem


def _whole(path: str) -> object:
    try:
        return json.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read the file: {error}", path=path) from error


def schema(name: str) -> None:
    """Print a schema."""
    click.echo(json.dumps(schemas.schema(name), ensure_ascii=False, indent=2))
