"""Files a call names."""

from __future__ import annotations

from pathlib import Path

from tclean.core.errors import UsageError


def read_bytes(path: str, what: str = "file") -> bytes:
    """The bytes of a file. Raises `UsageError` when it cannot be read."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read the {what}: {error.strerror}", path=path) from error
