"""One input → its documents. The table says which reader takes which name or content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath
from typing import Any

from tclean.core.document import Document, Source
from tclean.core.errors import InputError
from tclean.formats.decode import Decoded, decode

Reader = Callable[[Source, str], list[Document]]
READERS = {
    ".srt": "cues",
    ".vtt": "cues",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "transcript_json",
    ".md": "markdown",
    ".markdown": "markdown",
}
"""By the end of a name, the module of this package that reads such files; it is loaded when the first one comes."""
PACKED = {".docx": "docx"}
"""Files that are no text themselves: the source text is what the reader lays out."""
_CONTENT = (
    (re.compile(r"\s*WEBVTT\b|\s*\d+[ \t]*\r?\n\d+:\d\d:\d\d[,.]\d+[ \t]*-->"), "cues"),
    (re.compile(r"\s*<(?:!doctype\s+html|html)\b", re.I), "html"),
)


def read(data: bytes | str, path: str = "-", doc_id: str | None = None) -> list[Document]:
    """All documents of one input; `doc_id` instead of the file's stem where stems would collide.

    Raises `InputError` for empty and binary inputs.

    >>> [d.doc_id for d in read("大家好。", "talk.txt")]
    ['talk']
    """
    suffix = PurePath(path).suffix.lower()
    if isinstance(data, str):
        found = Decoded(whole(data), "utf-8", {})
        digest = hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()
    else:
        packed = PACKED.get(suffix)
        found = Decoded(_module(packed).text(data, path), "utf-8", {}) if packed else decode(data, path)
        digest = hashlib.sha256(data).hexdigest()
    source = Source(path, found.text, digest, found.encoding, found.notes)
    documents = reader(suffix, found.text)(source, doc_id or (PurePath(path).stem if path != "-" else "stdin"))
    if not any(d.text and not d.text.isspace() for d in documents):
        raise InputError("the file is empty; there is nothing to clean", path=path)
    return documents


def reader(suffix: str, content: str) -> Reader:
    """The reader for a file, by its name or by how it begins.

    >>> reader("", "WEBVTT\\n\\n").__module__
    'tclean.formats.cues'
    """
    name = READERS.get(suffix) or next((r for pattern, r in _CONTENT if pattern.match(content)), "text")
    found: Reader = _module(name).documents
    return found


def _module(name: str) -> Any:
    return import_module(f"tclean.formats.{name}")


def whole(string: str) -> str:
    """A string that can be written out: halves of surrogate pairs are joined, lone ones become U+FFFD.

    >>> whole("a\\ud800b")
    'a\ufffdb'
    """
    try:
        string.encode("utf-8")
    except UnicodeEncodeError:
        return string.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return string
