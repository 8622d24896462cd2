"""JSON Lines: validated on the way out, read back with places; files appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import orjson

from tclean.core.errors import InputError, StageError
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
