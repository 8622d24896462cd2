"""A line of the page as tokens: characters with their bytes, ASCII, insertions, what a decoder left of bad bytes."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from tclean.stages.repair.mirror.codec import codes
from tclean.stages.repair.mirror.evidence import Insertion


class Kind(IntEnum):
    """What a token is."""

    CHAR = 0  # two bytes
    ASCII = 1
    PINYIN = 2  # an insertion
    LOST = 3  # `?` or U+FFFD: bytes that could not be decoded, or a question mark
    EURO = 4  # the single byte 80
    OPAQUE = 5  # a character GBK does not have
    ENTITY = 6  # an HTML entity whose & was eaten by the byte before: 融合&rdquo; → 融?rdquo;


ENTITIES = {"ldquo": "“", "rdquo": "”", "lsquo": "‘", "rsquo": "’", "mdash": "—", "hellip": "…", "middot": "·"}
ENTITIES |= {"nbsp": " ", "quot": '"', "amp": "&", "lt": "<", "gt": ">"}
CUT_ENTITY = re.compile(rf"[?\ufffd]({'|'.join(ENTITIES)});")


class Token(NamedTuple):
    """One token; `code` is the bytes (CHAR), the byte (ASCII), whether the insertion is misplaced (PINYIN); `text` is
    what the page shows, or the reading (PINYIN).
    """

    kind: Kind
    code: int
    text: str
    start: int
    end: int
    lost: bool = False  # PINYIN: a byte was lost before it


def tokenize(
    text: str, start: int, end: int, insertions: Iterable[Insertion], misplaced: Container[int] = ()
) -> list[Token]:
    """The tokens of `text[start:end]`; `insertions` are those inside, in order; `misplaced` says where those begin that
    stand behind bytes of another reading.

    >>> [t.kind.name for t in tokenize("內A?€🙂", 0, 5, [])]
    ['CHAR', 'ASCII', 'LOST', 'EURO', 'OPAQUE']
    """
    out: list[Token] = []
    at = start
    for item in insertions:
        out += _plain(text, at, item.start)
        out.append(Token(Kind.PINYIN, item.start in misplaced, item.reading, item.start, item.end, item.lost))
        at = item.end
    out += _plain(text, at, end)
    return out


def _plain(text: str, start: int, end: int) -> list[Token]:
    known = _kinds()
    out: list[Token] = []
    for at in range(start, end):
        char = text[at]
        kind, code = known.get(char) or (Kind.OPAQUE, 0)
        if kind == Kind.LOST and (cut := CUT_ENTITY.match(text, at, end)):
            out.append(Token(Kind.ENTITY, 0, cut[0], at, cut.end()))
        elif not out or at >= out[-1].end:  # not inside an entity
            out.append(Token(kind, code, char, at, at + 1))
    return out


@cache
def _kinds() -> dict[str, tuple[Kind, int]]:
    out = {char: (Kind.CHAR, code) for char, code in codes().items()}
    out |= {chr(code): (Kind.ASCII, code) for code in range(0x80)}
    # € also has a two-byte code, but here it is the byte 80
    return out | {"?": (Kind.LOST, 0x3F), "\ufffd": (Kind.LOST, 0x3F), "€": (Kind.EURO, 0)}
