"""The JSON Schemas of the records: read from the package, checked by a compiled validator."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from tclean.core.errors import UsageError

NAMES = ("segments", "documents", "run", "quarantine", "rules")


def folder() -> Path:
    """The folder of the schemas: inside the wheel, or beside `src/` in a checkout."""
    packaged = Path(__file__).parent.parent / "schemas"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "schemas"


@cache
def schema(name: str) -> dict[str, Any]:
    """One schema by name. Raises `UsageError` for an unknown name.

    >>> schema("segments")["type"]
    'object'
    """
    path = folder() / f"{name}.schema.json"
    if name not in NAMES or not path.is_file():
        raise UsageError(f"there is no schema '{name}'; use one of {', '.join(NAMES)}")
    value: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return value


@cache
def _fast(name: str) -> Any:
    import jsonschema_rs

    return jsonschema_rs.validator_for(schema(name))


@cache
def _reference(name: str) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema(name))


def problems(name: str, record: Any) -> list[str]:
    """What is wrong with a record, one `path: message` each; empty when it is valid.

    The compiled validator (12 µs a record) gives the verdict, `jsonschema` the messages.

    >>> problems("quarantine", {"path": "a", "stage": "read", "error": "empty"})
    []
    """
    if _fast(name).is_valid(record):
        return []
    found = sorted(_reference(name).iter_errors(record), key=lambda e: list(map(str, e.absolute_path)))
    out = [f"{'/'.join(map(str, e.absolute_path)) or 'record'}: {e.message[:200]}" for e in found]
    return out or ["record: does not fit the schema"]
