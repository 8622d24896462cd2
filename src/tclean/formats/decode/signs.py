"""What the bytes say about themselves: byte-order marks, magic numbers, an HTML page's declaration."""

from __future__ import annotations

import re

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32-le"), (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\x84\x31\x95\x33", "gb18030"),
)  # fmt: skip
_MAGIC = (
    (b"%PDF", "a PDF"), (b"PK\x03\x04", "a ZIP archive or Office document"), (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x1f\x8b", "a gzip archive"), (b"7z\xbc\xaf", "a 7z archive"), (b"Rar!", "a RAR archive"),
    (b"ID3", "a recording"),
    (b"RIFF", "a recording"), (b"OggS", "a recording"), (b"fLaC", "a recording"), (b"\x1aE\xdf\xa3", "a recording"),
    (b"\x7fELF", "a program"), (b"MZ\x90", "a program"), (b"SQLite format 3", "a database"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
)  # fmt: skip
_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]{2,20})""", re.I)
_NAMES = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "cp936": "gb18030", "x-gbk": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "big5hkscs": "big5hkscs", "cp950": "big5hkscs", "utf-8": "utf-8",
    "shift_jis": "shift_jis", "euc-kr": "euc_kr",
}  # fmt: skip


def bom(data: bytes) -> tuple[str, int] | None:
    """The encoding a byte-order mark names, and the mark's length.

    >>> bom(b"\\xff\\xfea\\0")
    ('utf-16-le', 2)
    """
    return next(((codec, len(mark)) for mark, codec in _BOMS if data.startswith(mark)), None)


def kind_of_binary(data: bytes) -> str | None:
    """What a file with a known magic number is.

    >>> kind_of_binary(b"%PDF-1.7")
    'a PDF'
    """
    if data[4:8] == b"ftyp":
        return "a recording"
    return next((name for magic, name in _MAGIC if data.startswith(magic)), None)


def declared(data: bytes) -> str | None:
    """The encoding an HTML or XML head declares, as one of ours.

    >>> declared(b'<meta charset="gb2312">')
    'gb18030'
    """
    found = _CHARSET.search(data, 0, 4096)
    return _NAMES.get(found[1].decode("ascii").lower()) if found else None
