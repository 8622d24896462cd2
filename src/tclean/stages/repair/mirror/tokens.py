"""A line of the page as tokens: characters with their bytes, ASCII, insertions, what a decoder left of bad bytes."""

from __future__ import annotations

import re
from enum import IntEnum
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
_CUT_ENTITY = re.compile(rf"[?\ufffd]({'|'.join(ENTITIES)});")


class Token(NamedTuple):
    """One token; `code` is the bytes (CHAR), the byte (ASCII); `text` what the page shows, or the reading (PINYIN)."""

    kind: Kind
    code: int
    text: str
    start: int
    end: int
    lost: bool = False  # PINYIN: a byte was lost before it


def tokenize(text: str, start: int, end: int, insertions: list[Insertion]) -> list[Token]:
    """The tokens of `text[start:end]`; `insertions` are those inside, in order.

    >>> [t.kind.name for t in tokenize("內A?€🙂", 0, 5, [])]
    ['CHAR', 'ASCII', 'LOST', 'EURO', 'OPAQUE']
    """
    out: list[Token] = []
    at = start
    for item in insertions:
        out += _plain(text, at, item.start)
        out.append(Token(Kind.PINYIN, 0, item.reading, item.start, item.end, item.lost))
        at = item.end
    out += _plain(text, at, end)
    return out


def _plain(text: str, start: int, end: int) -> list[Token]:
    known = codes()
    out: list[Token] = []
    for at in range(start, end):
        char = text[at]
        if out and at < out[-1].end:  # inside an entity
            continue
        if char in "?\ufffd" and (cut := _CUT_ENTITY.match(text, at, end)):
            out.append(Token(Kind.ENTITY, 0, cut[0], at, cut.end()))
        elif char in known and char != "€":  # € also has a two-byte code, but here it is the byte 80
            out.append(Token(Kind.CHAR, known[char], char, at, at + 1))
        elif char in "?\ufffd":
            out.append(Token(Kind.LOST, 0x3F, char, at, at + 1))
        elif char < "\x80":
            out.append(Token(Kind.ASCII, ord(char), char, at, at + 1))
        else:
            out.append(Token(Kind.EURO if char == "€" else Kind.OPAQUE, 0, char, at, at + 1))
    return out
