"""Checked rules kept between runs, by content: any change of a file, of tclean or of Python is another entry.

The folder is `TCLEAN_CACHE`, else `tclean` in the user's cache folder; `TCLEAN_CACHE=off` keeps nothing. Only files the
user owns are read back, since a pickle can run code.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path

from tclean.ruleset import model

_KEEP = 8


def _folder() -> Path | None:
    named = os.environ.get("TCLEAN_CACHE")
    if named == "off":
        return None
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(named) if named else base / "tclean"


def _file(digest: str, files: Sequence[Path]) -> Path | None:
    folder = _folder()
    code = b"".join(p.read_bytes() for p in sorted(Path(__file__).parent.glob("*.py")))
    facts = [digest, sys.version, *map(str, files)]
    key = hashlib.sha256("\n".join(facts).encode() + code).hexdigest()[:32]
    return folder / f"rules-{key}.pickle" if folder else None


def get(digest: str, files: Sequence[Path]) -> model.RuleSet | None:
    """The rules kept for these files with this content, if any."""
    path = _file(digest, files)
    try:
        if path is None or (hasattr(os, "getuid") and path.stat().st_uid != os.getuid()):
            return None
        found = pickle.loads(path.read_bytes())
    except (OSError, pickle.PickleError, EOFError, AttributeError, ImportError, IndexError):
        return None
    return found if isinstance(found, model.RuleSet) and found.digest == digest else None


def put(digest: str, files: Sequence[Path], rules: model.RuleSet) -> None:
    """Keep checked rules; a folder that cannot be written to is no problem."""
    path = _file(digest, files)
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(pickle.dumps(rules, protocol=5))
        part.replace(path)
        old = sorted(path.parent.glob("rules-*.pickle"), key=lambda p: p.stat().st_mtime)[:-_KEEP]
        for stale in old:
            stale.unlink(missing_ok=True)
    except OSError:
        return
