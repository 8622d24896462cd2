"""The proof: damage a candidate again, as the page's program would have, and require what the page shows.

The steps run forward on bytes (narrowed marks, insertions, splitting at marks); decoding gives a pattern, because
decoders differ in what they show for bytes without a character: `?`, U+FFFD or nothing, with or without the next byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tclean.stages.repair.mirror.codec import SENTENCE, chars, codes, is_private, narrow
from tclean.stages.repair.mirror.evidence import INSERTION, SAME_LETTER, WITHOUT_TONE, has_reading
from tclean.text.lexicon import simplified

Ways = tuple[str, ...]
_ANY: Ways = ("?", "\ufffd", "")
_OPAQUE: Ways = ("\x7f",)  # a character GBK does not have
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
    shown = "".join(
        c if c in codes() or c < "\x80" or c in "€\ufffd" else "\x7f" for c in narrow(page).translate(SAME_LETTER)
    )
    keys = _keys(data, page, table)
    inserted = {_insert(start, order) for start in (data, _narrow_first(data)) for order in _orders(keys)}
    tried: set[tuple[bytes, ...]] = set()  # most ways to split and to insert come to the same
    patterns: dict[bytes, list[Ways]] = {}
    for variant in inserted:
        for pieces in _splits(variant):
            key = tuple(filter(None, pieces))
            if key in tried:
                continue
            tried.add(key)
            for piece in key:
                if piece not in patterns:
                    patterns[piece] = _pattern(piece)
            if _matches([way for piece in key for way in patterns[piece]], shown):
                return True
    return False


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
        fitting = [pair for pair, char in pairs.items() if has_reading(char, reading)]
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


def _matches(pattern: list[Ways], shown: str) -> bool:
    """Whether one way through the pattern gives exactly the text."""
    places = {0}
    for ways in pattern:
        places = {at + len(way) for at in places for way in ways if shown.startswith(way, at)}
        if not places:
            return False
    return len(shown) in places


def _pattern(piece: bytes) -> list[Ways]:
    """All that decoders may show for the bytes, part by part."""
    out: list[Ways] = []
    at, end = 0, len(piece)
    while at < end:
        byte = piece[at]
        marker = _MARKER.match(piece, at)
        if marker:
            out.append(_shown_reading(marker[1], "("))
            at = marker.end()
        elif byte < 0x80:
            out.append(_OPAQUE if byte == 0x7F else (narrow(chr(byte)),))
            at += 1
        elif byte == 0x80:
            out.append(("€", *_ANY))
            at += 1
        else:
            at = _two(piece, at, out)
    return out


def _two(piece: bytes, at: int, out: list[Ways]) -> int:
    """Append the ways to show a lead byte and what follows it; where to go on."""
    char = chars().get(int.from_bytes(piece[at : at + 2], "big")) if at + 1 < len(piece) else None
    if char:
        out.append((char, "?", "") if is_private(char) else (narrow(char),))
        return at + 2
    out.append(_ANY)
    if at + 1 == len(piece):
        return at + 1
    marker = _MARKER.match(piece, at + 1)
    if marker:
        out.append(_shown_reading(marker[1], "(", ""))
        return marker.end()
    if piece[at + 1] < 0x80:
        out.append((chr(piece[at + 1]), ""))
    return at + 2


def _shown_reading(marker: bytes, *opens: str) -> Ways:
    return tuple(f"{o}{_reading(marker)}{blank})" for o in opens for blank in ("", " "))
