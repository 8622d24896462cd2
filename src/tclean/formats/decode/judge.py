"""Which reading of some bytes is Chinese that someone wrote: a score over characters, charset-normalizer as witness."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from tclean.text.plausibility import score

CODECS = ("utf-8", "gb18030", "big5hkscs", "cp1252", "shift_jis", "euc_kr")
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_SAMPLE = 1 << 14
_CLOSE = 0.25  # readings this close are decided with the witness's help
_ESCAPED = re.compile("[\udc80-\udcff]+")
_WITNESS = {"gb18030": ("gb18030", "gbk", "gb2312", "cp936"), "big5hkscs": ("big5", "big5hkscs", "cp950"),
            "cp1252": ("cp1252", "latin_1", "cp1250", "iso8859_15"), "shift_jis": ("shift_jis", "cp932"),
            "euc_kr": ("euc_kr", "cp949", "johab"), "utf-8": ("utf_8",)}  # fmt: skip


class Reading(NamedTuple):
    """One way to read some bytes: `bad` are the byte ranges that could not be, `score` is about 1 for good Chinese."""

    codec: str
    text: str
    bad: list[tuple[int, int]]
    score: float
    witness: str | None = None


def lenient(data: bytes, codec: str, base: int = 0) -> Reading:
    """Read bytes whatever they are: each run of undecodable ones becomes one U+FFFD and is recorded.

    >>> lenient(b"ab\\xe6\\x88", "utf-8")[:3]
    ('utf-8', 'ab�', [(2, 4)])
    """
    if codec.startswith(("utf-16", "utf-32")):
        unit = 2 if codec.startswith("utf-16") else 4
        whole = len(data) // unit * unit
        text = data[:whole].decode(codec, "replace")
        tail = [(base + whole, base + len(data))] if whole < len(data) else []
        return Reading(codec, text + "\ufffd" * len(tail), tail, score(text))
    try:
        text = data.decode(codec)
        return Reading(codec, text, [], score(text))
    except UnicodeDecodeError:
        text = data.decode(codec, "surrogateescape")
    bad: list[tuple[int, int]] = []
    at, end = base, 0
    for m in _ESCAPED.finditer(text):
        at += len(text[end : m.start()].encode(codec))
        bad.append((at, at + len(m[0])))
        at, end = at + len(m[0]), m.end()
    text = _ESCAPED.sub("\ufffd", text)
    return Reading(codec, text, bad, score(text))


def best(data: bytes, codecs: Iterable[str] = CODECS, said: str | None = None) -> Reading:
    """The likeliest reading; a page's own declaration and the witness decide between close ones.

    >>> best("我們今天開會。".encode("big5")).codec
    'big5hkscs'
    """
    part = sample(data)
    ranked = sorted((lenient(part, c) for c in codecs), key=lambda r: r.score + 0.15 * (r.codec == said), reverse=True)
    first, witness = ranked[0], None
    if ranked[0].score - ranked[1].score < _CLOSE and part:
        witness = _witness(part)
        near = [r for r in ranked if ranked[0].score - r.score < _CLOSE]
        first = (
            next((r for r in near if witness in _WITNESS.get(r.codec, ()) and r.codec != said), first)
            if not said
            else first
        )
    whole = first if len(part) == len(data) else lenient(data, first.codec)
    return whole._replace(witness=witness)


def sample(data: bytes) -> bytes:
    """The lines with the most to say: the first 16 kB from where the bytes stop being ASCII."""
    if len(data) <= _SAMPLE:
        return data
    if b"\0" in data[:_SAMPLE]:
        return data[:_SAMPLE]
    first = re.search(rb"[\x80-\xff]", data)
    start = data.rfind(b"\n", 0, first.start()) + 1 if first else 0
    end = data.find(b"\n", start + _SAMPLE)
    return data[start : end if 0 < end < start + 2 * _SAMPLE else start + _SAMPLE]


def _witness(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    found = from_bytes(data[:8192]).best()
    return found.encoding if found else None
