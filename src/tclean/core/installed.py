"""What is installed beside tclean: versions for the record of a run, stages of other packages.

Asking every package on the path takes longer than reading a short talk, so the answer is kept until one of the folders
on the path changes, as it does when a package comes, goes or is replaced.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tclean.core.kept import kept

LIBRARIES = ("opencc", "regex", "ftfy", "ahocorasick_rs", "rensa", "orjson", "jsonschema-rs", "numpy")
GROUP = "tclean.stages"


class Installed(NamedTuple):
    """Library → version, and the entry points of stages as (name, `module:function`)."""

    versions: dict[str, str]
    stages: list[tuple[str, str]]


@cache
def installed() -> Installed:
    """What is installed here.

    >>> "numpy" in installed().versions
    True
    """
    return kept("installed", list(_folders()), _ask)


def _folders() -> Iterator[str]:
    for path in sys.path:
        try:
            yield f"{path} {os.stat(path or '.').st_mtime_ns}"
        except OSError:
            continue


def _ask() -> Installed:
    from importlib.metadata import PackageNotFoundError, entry_points, version

    versions = {}
    for name in LIBRARIES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return Installed(versions, sorted((e.name, e.value) for e in entry_points(group=GROUP)))
