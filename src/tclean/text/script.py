"""Which script a character belongs to: shapes no one types in the other script, and what each may become."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from tclean.text.langdata import DATA


class Tables(NamedTuple):
    """`data/script.tsv`, written by tools/build_script.py."""

    traditional: str
    simplified: str
    choices: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]  # character → (forms, words that settle it)
    taiwan: dict[str, str]


@cache
def tables() -> Tables:
    """The tables, read once.

    >>> "謝" in tables().traditional, "谢" in tables().simplified, "乾" in tables().traditional
    (True, True, False)
    """
    shapes: dict[str, str] = {}
    choices: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    taiwan: dict[str, str] = {}
    for line in (DATA / "script.tsv").read_text("utf-8").splitlines():
        kind, first, *rest = line.split("\t")
        if kind == "choice":
            choices[first] = tuple(rest[0].split()), tuple(rest[1].split())
        elif kind == "taiwan":
            taiwan[first] = rest[0]
        else:
            shapes[kind] = first
    return Tables(shapes["traditional"], shapes["simplified"], choices, taiwan)
