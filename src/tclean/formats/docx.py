"""Word documents: the paragraphs' text, read with the standard library alone."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

from tclean.core.errors import InputError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LARGEST = 256 << 20
_MARKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def text(data: bytes, path: str) -> str:
    """The text of all paragraphs, a blank line between them; deleted passages of tracked changes are left out.

    Raises `InputError` when the file is no Word document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo("word/document.xml").file_size > _LARGEST:
                raise InputError("the Word document is larger than 256 MB; split it", path=path)
            root = ElementTree.fromstring(archive.read("word/document.xml"))
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError) as error:
        raise InputError(
            "the file is no readable Word document; save it again as .docx or as text", path=path
        ) from error
    lines = ("".join(_runs(p)).strip() for p in root.iter(f"{_W}p"))
    return "\n\n".join(line for line in lines if line)


def _runs(paragraph: ElementTree.Element) -> list[str]:
    return [n.text or "" if n.tag == f"{_W}t" else _MARKS.get(n.tag, "") for n in paragraph.iter()]
