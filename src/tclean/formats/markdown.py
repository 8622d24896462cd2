"""Markdown: like plain text, with the front matter read and taken out."""

from __future__ import annotations

import re
from typing import Any

from tclean.core.document import Document, Source
from tclean.core.edit import Edit, Findings
from tclean.formats import text as text_format

_FRONT = re.compile(r"\A---[ \t]*\r?\n(?:[^\n]*\n){0,60}?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_FIELD = re.compile(r"""(?m)^(title|date|url|link|event)[ \t]*:[ \t]*["']?([^\r\n]*?)["']?[ \t]*\r?$""")


def documents(source: Source, stem: str) -> list[Document]:
    """The talks of a Markdown file; `title:` and `date:` of the front matter become facts.

    >>> doc = documents(Source("a.md", "---\\ntitle: 一次访谈\\n---\\n大家好。"), "a")[0]
    >>> doc.text, doc.meta.title
    ('大家好。', '一次访谈')
    """
    found = text_format.documents(source, stem)
    front = _FRONT.match(source.text)
    if front:
        facts: dict[str, Any] = {("url" if k == "link" else k): v for k, v in _FIELD.findall(front[0]) if v}
        edit = Edit(0, front.end(), front[0], "", "boilerplate:front-matter")
        found[0].advance(Findings([edit], meta=facts if len(found) == 1 else {}))
    return found
