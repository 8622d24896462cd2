"""Word frequencies and character readings, read once a process and only when a stage asks."""

from __future__ import annotations

import lzma
from functools import cache
from importlib.resources import files


@cache
def words() -> dict[str, int]:
    """Word → frequency, from jieba's dictionary (349,000 words, MIT licence), most frequent first.

    >>> words()["智能"] > 100
    True
    """
    rows = table("words.tsv.xz")
    return {w: int(n) for w, n in (row.split("\t") for row in rows)}


@cache
def readings() -> dict[str, tuple[str, ...]]:
    """Character → pinyin readings with tone marks, commonest first, from pypinyin's table (MIT licence).

    >>> readings()["重"][:2]
    ('zhòng', 'chóng')
    """
    rows = table("pinyin.tsv.xz")
    return {c: tuple(r.split(",")) for c, r in (row.split("\t") for row in rows)}


def table(name: str) -> list[str]:
    """The lines of a packed table of `tclean/data`."""
    data = (files("tclean") / "data" / name).read_bytes()
    return lzma.decompress(data).decode("utf-8").split("\n")
