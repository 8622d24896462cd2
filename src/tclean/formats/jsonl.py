"""JSON Lines: validated on the way out, read back with places; files appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import orjson

from tclean.core.errors import InputError, StageError, UsageError
from tclean.formats.schemas import problems


def dump(record: dict[str, Any], schema: str) -> bytes:
    """One record as one line, checked against its schema before it may leave.

    Raises `StageError` for a record that breaks its schema: a defect of a stage, never of the input.
    """
    wrong = problems(schema, record)
    if wrong:
        raise StageError(f"a {schema} record breaks its schema: {wrong[0]}", doc_id=record.get("doc_id"))
    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


def load(path: str) -> Iterator[tuple[int, Any]]:
    """Line number and value of each line. Raises `InputError` at the first line that is not JSON."""
    try:
        with open(path, "rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, _parse(line, path, number)
    except OSError as error:
        raise InputError(f"cannot read the file: {error.strerror}", path=path) from error


def _parse(line: bytes, path: str, number: int) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise InputError(f"not a JSON line: {error}", path=path, line=number) from error


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name only when the block ends without an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(part, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def writable(path: str | Path, folder: bool = False) -> None:
    """Refuse a place where no file (or no folder) can be put: said before the work, not after it.

    Raises `UsageError`.

    >>> writable("talk/clean.jsonl")
    >>> writable(".")
    Traceback (most recent call last):
    tclean.core.errors.UsageError: .: cannot write there: this is a folder; name a file
    """
    path = Path(path)
    above = next(p for p in (path, *path.parents) if p.exists())
    wrong = None
    if above == path and path.is_dir() != folder:
        wrong = "this is a file; name a folder" if folder else "this is a folder; name a file"
    elif above != path and not above.is_dir():
        wrong = f"{above} is a file"
    elif not os.access(above if above.is_dir() else above.parent, os.W_OK):
        wrong = "permission denied"
    if wrong:
        raise UsageError(f"cannot write there: {wrong}", path=str(path))
