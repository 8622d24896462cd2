"""Bytes → characters, with a record of what was chosen, how sure it is and what could not be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from tclean.core.errors import InputError
from tclean.formats.decode.judge import CODECS, WIDE, Reading, best, lenient
from tclean.formats.decode.neighbours import escaped, neighbour
from tclean.formats.decode.signs import bom, declared, kind_of_binary
from tclean.formats.decode.splice import holds_utf8, splice

_THREE_BYTES = re.compile(rb"[\xe0-\xf4]")  # found at the first Chinese character of UTF-8
DOUBTFUL, MOSTLY = 0.3, 0.3  # a reading less sure than this, of which so much is beyond ASCII, is none
SURE = 0.55  # a judgement below this is looked at stretch by stretch


class Decoded(NamedTuple):
    """Text of one input; `notes` says how sure the encoding is and which byte ranges could not be decoded."""

    text: str
    encoding: str
    notes: Mapping[str, Any]


def decode(data: bytes, path: str = "-") -> Decoded:
    """Decode `data`; a byte-order mark is not part of the text, undecodable bytes become U+FFFD.

    Raises `InputError` when the bytes are no text at all.

    >>> decode("零一万物".encode("gb18030")).encoding
    'gb18030'
    """
    mark = bom(data)
    if mark is None and b"\0" not in data:
        try:
            text = data.decode("utf-8")
            if b"\x1b$" in data or b"~{" in data:
                codec = escaped(data)
                if codec:
                    return Decoded(data.decode(codec), codec, {"confidence": 0.9})
            if data.isascii() or _THREE_BYTES.search(data) or not declared(data):
                return Decoded(text, "utf-8", {})
        except UnicodeDecodeError:
            pass
    if mark is not None:
        return _marked(data, *mark)
    what = kind_of_binary(data)
    if what:
        raise InputError(f"the file is {what}, not a transcript; convert it to text first", path=path)
    found = _judged(data)
    if found is None:
        raise InputError("the file is binary, not a transcript; remove it or convert it to text", path=path)
    if _unknown(found):
        raise InputError(
            "the file is in no encoding tclean reads (UTF-8, UTF-16, GB18030, Big5, Shift-JIS, EUC, Western), or is no "
            "text; convert it to UTF-8 first",
            path=path,
        )
    return found


def _unknown(found: Decoded) -> bool:
    """Whether a reading is garbage: hardly plausible, and mostly made of characters beyond ASCII."""
    if found.notes.get("confidence", 1.0) >= DOUBTFUL or found.notes.get("declared"):
        return False
    odd = sum(c > "\x7f" or (c < " " and c not in "\t\n\r\f") for c in found.text)
    return odd > MOSTLY * len(found.text)


def _marked(data: bytes, codec: str, size: int) -> Decoded:
    """A text that says its encoding by a byte-order mark."""
    reading = lenient(data[size:], codec, size)
    return Decoded(reading.text, codec, _notes(reading, 1.0, bom=True))


def _judged(data: bytes) -> Decoded | None:
    """A text that does not say it, or says it wrongly."""
    said = declared(data)
    reading = best(data, CODECS, said)
    if reading.codec in ("gb18030", "big5hkscs") and not said and (other := neighbour(data, reading)):
        return Decoded(other.text, other.codec, _notes(other, 0.8, witness=reading.witness))
    if b"\0" in data or reading.score < SURE:
        wide = best(data, WIDE)
        if wide.score > max(SURE, reading.score + 0.2):
            return Decoded(wide.text, wide.codec, _notes(wide, wide.score))
    if data.count(b"\0") > len(data) // 1000 + 3:
        return None
    if reading.codec == "utf-8" and not reading.bad:  # only stray NUL bytes stood in the way
        return Decoded(reading.text, "utf-8", _notes(reading, 1.0))
    if reading.score < SURE or (reading.codec == "utf-8" and reading.bad) or holds_utf8(data):
        mixed, pieces = splice(data, reading.codec, said)
        if len({p.codec for p in pieces}) > 1 and mixed.score > reading.score:
            where = [[p.start, p.end, p.codec] for p in pieces]
            names = "+".join(dict.fromkeys(p.codec for p in pieces))
            return Decoded(mixed.text, names, _notes(mixed, mixed.score, declared=said, stretches=where))
    if reading.score < -1.5:
        return None
    return Decoded(reading.text, reading.codec, _notes(reading, reading.score, declared=said, witness=reading.witness))


def _notes(reading: Reading, sure: float, **facts: Any) -> dict[str, Any]:
    notes: dict[str, Any] = {k: v for k, v in facts.items() if v is not None}
    notes["confidence"] = round(min(1.0, max(0.0, sure)), 2)
    if reading.bad:
        notes["undecodable"] = [list(b) for b in reading.bad]
    return notes
