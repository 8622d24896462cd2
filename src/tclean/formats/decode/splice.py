"""Files put together from parts in different encodings: each stretch is read by itself."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from tclean.formats.decode.judge import Reading, best, lenient
from tclean.text.plausibility import score

_STRETCH = ("utf-8", "gb18030", "big5hkscs")
_GOOD = 0.4
_SHORT = 12  # bytes beyond ASCII that are too few to judge by themselves
# three or more characters of UTF-8 in a row, with what may stand between them
_UTF8_RUN = re.compile(rb"(?:(?:[\xe3-\xe9\xef][\x80-\xbf]{2}|\xe2\x80[\x80-\xbf])[\x00-\x7f]*){3,}")
_SURE = 6
_LEADS = np.isin(np.arange(256), [0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEF])


class Piece(NamedTuple):
    """A stretch of bytes and the encoding it was read in."""

    start: int
    end: int
    codec: str


def holds_utf8(data: bytes) -> bool:
    """Whether some stretch is surely UTF-8: six characters in a row, which no other Chinese text yields by chance.

    >>> holds_utf8("今天请到了嘉宾".encode()), holds_utf8("今天请到了嘉宾".encode("gb18030"))
    (True, False)
    """
    if len(data) < 3 * _SURE:
        return False
    at = np.frombuffer(data, np.uint8)
    inner = (at & 0xC0) == 0x80
    char = (_LEADS[at[:-2]] & inner[1:-1]) & inner[2:]
    row = char[: len(char) - 3 * (_SURE - 1)].copy()
    for n in range(1, _SURE):
        row &= char[3 * n :][: len(row)]
    return bool(row.any())


def splice(data: bytes, usual: str = "utf-8", said: str | None = None) -> tuple[Reading, list[Piece]]:
    """The text read line by line, neighbours of one encoding as one stretch; `usual` is what most of the file is.

    >>> data = "大家好，我们开始。\\n".encode() + "今天请到了两位嘉宾。\\n".encode("gb18030")
    >>> reading, pieces = splice(data)
    >>> reading.text.split("\\n")[1], [p.codec for p in pieces]
    ('今天请到了两位嘉宾。', ['utf-8', 'gb18030'])
    """
    pieces: list[Piece] = []
    for start, end in _lines(data):
        for piece in _line(data, start, end, usual, said):
            _append(pieces, piece)
    pieces = _settle(data, pieces, said)
    readings = [lenient(data[p.start : p.end], p.codec, p.start) for p in pieces]
    text = "".join(r.text for r in readings)
    bad = [b for r in readings for b in r.bad]
    return Reading("+".join(dict.fromkeys(p.codec for p in pieces)), text, bad, score(text)), pieces


def _lines(data: bytes) -> list[tuple[int, int]]:
    cuts = [m.end() for m in re.finditer(rb"\n", data)]
    return [(a, b) for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True) if b > a]


def _line(data: bytes, start: int, end: int, usual: str, said: str | None) -> list[Piece]:
    """One line as one piece, or cut where a run of UTF-8 begins or ends."""
    line = data[start:end]
    if line.isascii():
        return [Piece(start, end, "")]
    runs = [m.span() for m in _UTF8_RUN.finditer(line)]
    for codec in ("utf-8",) if runs else ("utf-8", usual):
        plain = lenient(line, codec)
        if not plain.bad and (codec == "utf-8" or plain.score > _GOOD):
            return [Piece(start, end, codec)]
    reading = best(line, _STRETCH, said)
    if runs and reading.codec != "utf-8" and (reading.bad or reading.score < _GOOD):
        cuts = sorted({0, len(line), *(x for run in runs for x in run)})
        parts = pairwise(cuts)
        return [Piece(start + a, start + b, "utf-8" if (a, b) in runs else _rest(line[a:b], said)) for a, b in parts]
    short = sum(b > 127 for b in line) < _SHORT
    return [Piece(start, end, "?" if short and reading.codec != "utf-8" else reading.codec)]


def _rest(part: bytes, said: str | None) -> str:
    return "" if part.isascii() else best(part, _STRETCH[1:], said).codec


def _append(pieces: list[Piece], piece: Piece) -> None:
    if pieces and (pieces[-1].codec == piece.codec or not piece.codec):
        pieces[-1] = pieces[-1]._replace(end=piece.end)
    elif pieces and not pieces[-1].codec:
        pieces[-1] = Piece(pieces[-1].start, piece.end, piece.codec)
    else:
        pieces.append(piece)


def _settle(data: bytes, pieces: list[Piece], said: str | None) -> list[Piece]:
    """Lines too short to judge take what most of the other broken lines are, or are judged together."""
    others = [p for p in pieces if p.codec not in ("utf-8", "?", "")]
    if others:
        usual = max({p.codec for p in others}, key=lambda c: sum(p.end - p.start for p in others if p.codec == c))
    else:
        open_lines = b"".join(data[p.start : p.end] for p in pieces if p.codec == "?")
        usual = best(open_lines, _STRETCH, said).codec if open_lines else "utf-8"
    out: list[Piece] = []
    for p in pieces:
        _append(out, p._replace(codec=usual) if p.codec == "?" else p)
    return [p if p.codec else p._replace(codec="utf-8") for p in out]
