"""Word frequencies, character readings and character forms; each read once a process, when first asked for."""

from __future__ import annotations

import lzma
from functools import cache

from tclean.core.kept import kept
from tclean.text.langdata import DATA
from tclean.text.wordtable import WordTable, packed


@cache
def words() -> WordTable:
    """Word → frequency, from jieba's dictionary (349,000 words, MIT licence).

    >>> words()["智能"] > 100
    True
    """
    return WordTable(kept("words", (), lambda: packed(table("words.tsv.xz"))))


@cache
def readings() -> dict[str, tuple[str, ...]]:
    """Character → pinyin readings with tone marks, commonest first, from pypinyin's table (MIT licence).

    >>> readings()["重"][:2]
    ('zhòng', 'chóng')
    """
    return kept("readings", (), _readings)


def _readings() -> dict[str, tuple[str, ...]]:
    rows = (row.split("\t") for row in table("pinyin.tsv.xz"))
    same: dict[str, tuple[str, ...]] = {}
    return {c: same.setdefault(r, tuple(r.split(","))) for c, r in rows}


@cache
def simplified() -> dict[str, str]:
    """Character → Simplified form, only where the two differ (OpenCC's characters, Apache licence).

    >>> simplified()["語"], "言" in simplified()
    ('语', False)
    """
    before, after = table("fold.txt.xz")
    return dict(zip(before, after, strict=True))


@cache
def simplified_only() -> frozenset[str]:
    """Characters that stand in Simplified text alone: 语 is one, 里 后 台 (good in both scripts) are not.

    >>> "语" in simplified_only(), "后" in simplified_only()
    (True, False)
    """
    forms = simplified()
    return frozenset(c for c in set(forms.values()) if c not in forms and not c.encode("big5", "ignore"))


@cache
def variants() -> frozenset[str]:
    """Traditional characters that are not the usual form of their Simplified one (閤 for 合).

    >>> "閤" in variants(), "語" in variants()
    (True, False)
    """
    return frozenset((DATA / "variants.txt").read_text("utf-8").strip())


def table(name: str) -> list[str]:
    """The lines of a packed table of `tclean/data`.

    >>> len(table("fold.txt.xz"))
    2
    """
    return raw(name).decode("utf-8").split("\n")


def raw(name: str) -> bytes:
    """The bytes of a packed file of `tclean/data`."""
    return lzma.decompress((DATA / name).read_bytes())
