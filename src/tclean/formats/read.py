"""One input → its documents. The table says which reader takes which name or content."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from tclean.core.document import Document, Source
from tclean.core.errors import InputError
from tclean.formats import text as text_format
from tclean.formats.decode import decode


def _whole(text: str) -> str:
    """A string that can be written out: halves of surrogate pairs are joined, lone ones become U+FFFD."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def read(data: bytes | str, path: str = "-", doc_id: str | None = None) -> list[Document]:
    """All documents of one input; `doc_id` instead of the file's stem where stems would collide.

    Raises `InputError` for empty and binary inputs.

    >>> [d.doc_id for d in read("大家好。", "talk.txt")]
    ['talk']
    """
    if isinstance(data, str):
        raw, found = _whole(data), None
        digest = hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()
    else:
        found = decode(data, path)
        raw, digest = found.text, hashlib.sha256(data).hexdigest()
    if not raw.strip():
        raise InputError("the file is empty; there is nothing to clean", path=path)
    source = Source(path, raw, digest, found.encoding if found else "utf-8", found.notes if found else {})
    stem = doc_id or (PurePath(path).stem if path != "-" else "stdin")
    return text_format.documents(source, stem)
