"""Bytes → characters, with a record of what was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from tclean.core.errors import InputError


class Decoded(NamedTuple):
    """Text of one input; `notes` says how sure the encoding is and which byte ranges could not be decoded."""

    text: str
    encoding: str
    notes: Mapping[str, Any]


def decode(data: bytes, path: str = "-") -> Decoded:
    """Decode `data`; a byte-order mark is not part of the text.

    Raises `InputError` when the bytes are no text at all.

    >>> decode("零一万物".encode("gb18030")).encoding
    'gb18030'
    """
    if data.startswith(b"\xef\xbb\xbf"):
        return Decoded(data[3:].decode("utf-8", "replace"), "utf-8", {"bom": True})
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("the file is binary, not a transcript; remove it or convert it to text", path=path)
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        try:
            return Decoded(data.decode(encoding), encoding, {})
        except UnicodeDecodeError:
            continue
    return Decoded(data.decode("utf-8", "replace"), "utf-8", {"lossy": True})
