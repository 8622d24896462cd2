"""HTML entities a scraper left behind: `&ldquo;智能&rdquo;` → `“智能”`."""

from __future__ import annotations

import html
import re
from html.entities import html5

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings

RULE = "repair:entity"
_ENTITY = re.compile(r"&(?:amp;)*(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};|nbsp(?![A-Za-z0-9=]))")
_CODE = re.compile(r"`[^`\n]+`")


def entities(doc: Document) -> Findings:
    """One edit per entity; in `code` an entity is meant as it stands."""
    text = doc.text
    if "&" not in text:
        return Findings()
    code = [m.span() for m in _CODE.finditer(text)] if "`" in text else []
    edits = []
    for m in _ENTITY.finditer(text):
        after = unescape(m[0])
        if after != m[0] and not any(a <= m.start() < b for a, b in code):
            edits.append(Edit(m.start(), m.end(), m[0], after, RULE))
    return Findings(edits)


def unescape(entity: str) -> str:
    """What an entity stands for, escaped once or several times; unknown names stay.

    >>> unescape("&amp;ldquo;"), unescape("&nope;"), unescape("&#x4e2d;"), unescape("&amp;")
    ('“', '&nope;', '中', '&')
    """
    while (name := entity[1:]).startswith("amp;") and len(name) > 4:
        entity = "&" + name[4:]
    if not name.startswith("#") and name not in html5:
        return entity
    after = html.unescape(entity)
    return after.replace("\xa0", " ")
