"""The proof: damage a candidate again, as the page's program would have, and require what the page shows.

The steps run forward on bytes (narrowed marks, insertions, splitting at marks); decoding gives a pattern, because
decoders differ in what they show for bytes without a character: `?`, U+FFFD or nothing, with or without the next byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tclean.stages.repair.mirror.codec import SENTENCE, chars, codes, is_private, narrow
from tclean.stages.repair.mirror.evidence import INSERTION, SAME_LETTER, WITHOUT_TONE, sounds
from tclean.text.lexicon import simplified

_ANY = "[?\ufffd]?"
_NARROWED = {bytes((0xA3, ord(c) + 0x80)): c.encode() for c in ",?!;:()"}
_SPLITS = tuple(c.encode("gb18030") for c in "！？；。")
assert set(SENTENCE) == {"！", "？", "；", "。"}
_MARKER = re.compile(rb"\(([\x01-\x1f]+)\)")
_Key = tuple[bytes, str]


def proves(candidate: str, page: str, table: Mapping[str, str]) -> bool:
    """Whether some run of the mechanism over `candidate` gives the page's text.

    `table` is the page's own: character → reading.

    >>> proves("硬件或將是iPhone", "硬件或?qū)⑹莍Phone", {"驅": "qū"})
    True
    >>> proves("硬件或者是iPhone", "硬件或?qū)⑹莍Phone", {"驅": "qū"})
    False
    """
    data = _encode(candidate)
    shown = narrow(page).translate(SAME_LETTER)
    keys = _keys(data, page, table)
    inserted = {_insert(start, order) for start in (data, _narrow_first(data)) for order in _orders(keys)}
    return any(
        re.fullmatch("".join(_pattern(p) for p in pieces), shown, re.S)
        for variant in inserted
        for pieces in _splits(variant)
    )


def _encode(text: str) -> bytes:
    known = codes()
    return b"".join(
        bytes((ord(c),)) if c < "\x80" else known[c].to_bytes(2, "big") if c in known else b"\x7f" for c in text
    )


def _keys(data: bytes, page: str, table: Mapping[str, str]) -> list[_Key]:
    """The table's entries that occur in the bytes; readings the page shows here may stand behind characters that
    occur nowhere else on it.
    """
    shown = {m[2].translate(SAME_LETTER) for m in (*INSERTION.finditer(page), *WITHOUT_TONE.finditer(page))}
    pairs = {
        data[at : at + 2]: chars().get(int.from_bytes(data[at : at + 2], "big"), "") for at in range(len(data) - 1)
    }
    out = {pair: table[char] for pair, char in pairs.items() if char in table}
    for reading in shown - set(out.values()):
        fitting = [pair for pair, char in pairs.items() if reading in sounds().get(char, ())]
        changed = [pair for pair in fitting if pairs[pair] in simplified()]
        out |= dict.fromkeys(changed or fitting, reading)
    return list(out.items())


def _narrow_first(data: bytes) -> bytes:
    for wide, plain in _NARROWED.items():
        data = data.replace(wide, plain)
    return data


def _orders(keys: list[_Key]) -> Iterator[list[_Key]]:
    """Orders in which programs went through their table; they matter where two keys overlap (夠學: 驅 or 學 first)."""
    yield sorted(keys)
    yield sorted(keys, key=lambda key: (key[1], key[0]))
    yield sorted(keys, reverse=True)


def _insert(data: bytes, keys: list[_Key]) -> bytes:
    for pair, reading in keys:
        data = data.replace(pair, pair + b"(" + _marker(reading) + b")")
    return data


def _marker(reading: str) -> bytes:
    """A reading in bytes below 40, which no character can swallow: every letter as two."""
    return b"".join(bytes((1 + ord(c) // 31 % 31, 1 + ord(c) % 31)) for c in reading)


def _reading(marker: bytes) -> str:
    return "".join(chr((marker[n] - 1) * 31 + marker[n + 1] - 1) for n in range(0, len(marker), 2))


def _splits(data: bytes) -> Iterator[list[bytes]]:
    """The pieces decoded alone: the whole; split at the leftmost mark each time; split by one mark after the other."""
    yield [data]
    yield re.split(b"(" + b"|".join(map(re.escape, _SPLITS)) + b")", data)
    pieces = [data]
    for mark in _SPLITS:
        pieces = [part for piece in pieces for part in re.split(b"(" + re.escape(mark) + b")", piece)]
    yield pieces


def _pattern(piece: bytes) -> str:
    """A regular expression for all that decoders may show for the bytes."""
    out = []
    at, end = 0, len(piece)
    while at < end:
        byte = piece[at]
        marker = _MARKER.match(piece, at)
        if marker:
            out.append(rf"\({_reading(marker[1])} ?\)")
            at = marker.end()
        elif byte < 0x80:
            out.append("." if byte == 0x7F else re.escape(narrow(chr(byte))))
            at += 1
        elif byte == 0x80:
            out.append("[€?\ufffd]?")
            at += 1
        else:
            text, at = _two(piece, at)
            out.append(text)
    return "".join(out)


def _two(piece: bytes, at: int) -> tuple[str, int]:
    """The pattern for a lead byte and what follows it, and where to go on."""
    char = chars().get(int.from_bytes(piece[at : at + 2], "big")) if at + 1 < len(piece) else None
    if char:
        text = re.escape(narrow(char))
        return (f"[{text}?]?" if is_private(char) else text), at + 2
    if at + 1 == len(piece):
        return _ANY, at + 1
    marker = _MARKER.match(piece, at + 1)
    if marker:
        return rf"{_ANY}\(?{_reading(marker[1])} ?\)", marker.end()
    follow = piece[at + 1]
    if follow < 0x80:
        return f"{_ANY}(?:{re.escape(chr(follow))})?", at + 2
    return _ANY, at + 2
