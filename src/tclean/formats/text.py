"""Plain text and Markdown: where one talk ends and the next begins."""

from __future__ import annotations

import re

from tclean.core.document import Document, Source

_HEADING = re.compile(r"^# .+$", re.M)


def documents(source: Source, stem: str) -> list[Document]:
    """The talks of one text, in order: split before each level-1 heading that has a body of its own.

    >>> src = Source("a.md", "# All talks\\n\\n# One\\n\\nHello.\\n\\n# Two\\n\\nBye.\\n")
    >>> [(d.doc_id, d.text.strip()[:5]) for d in documents(src, "a")]
    [('a#1', '# All'), ('a#2', '# Two')]
    """
    text = source.text
    heads = [m.span() for m in _HEADING.finditer(text)]
    nexts = [a for a, _ in heads[1:]] + [len(text)]
    cuts = [a for (a, end), nxt in zip(heads, nexts, strict=False) if text[end:nxt].strip()]
    if len(cuts) < 2:
        return [Document.of(source, stem)]
    cuts[0] = 0
    return [
        Document.of(source, f"{stem}#{n}", a, b)
        for n, (a, b) in enumerate(zip(cuts, [*cuts[1:], len(text)], strict=True), 1)
    ]
