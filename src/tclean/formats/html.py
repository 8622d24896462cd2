"""HTML: the page is the source text; tags, scripts and white space of the layout are taken out by edits."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Any

from tclean.core.document import Document, Source
from tclean.core.edit import Edit, Findings
from tclean.text.chars import HAN_RE

_WHOLE = "script|style|noscript|template|svg|head|title|iframe|object|select|button|nav|footer|textarea"
_TAG = (
    rf"<!--.*?(?:-->|\Z)|<(?P<whole>{_WHOLE})\b[^>]*>.*?(?:</(?P=whole)\s*>|\Z)"
    r"""|<[/!?]?[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>|<!\[CDATA\[|\]\]>"""
)
_RUN = re.compile(rf"\s*(?:(?:{_TAG})\s*)+", re.S | re.I)
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.S | re.I)
_BREAK = {"br", "tr", "dt", "dd", "option"}
_BLOCK = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "table", "section", "article", "header", "main",
    "aside", "blockquote", "pre", "hr", "figure", "figcaption", "form", "dl", "body", "html", "title", "nav", "footer",
}  # fmt: skip
_WRAP = re.compile(r"[ \t\r]*\n\s*")

TAG = "boilerplate:html-tag"
SPACE = "boilerplate:html-space"


def documents(source: Source, stem: str) -> list[Document]:
    """One document; block tags end paragraphs, `<br>` ends a line, the page's title becomes a fact.

    >>> doc = documents(Source("a.html", "<title>访谈</title><p>大家<b>好</b>。</p>\\n<p>开始</p>"), "a")[0]
    >>> doc.text.strip(), doc.meta.title
    ('大家好。\\n\\n开始', '访谈')
    """
    text = source.text
    edits: list[Edit] = []
    at = 0
    for m in _RUN.finditer(text):
        edits += _wrapped(text, at, m.start())
        edits += _removed(text, m, bool(at))
        at = m.end()
    edits += _wrapped(text, at, len(text))
    title = _TITLE.search(text)
    name = " ".join(html.unescape(title[1]).split()) if title else ""
    facts: dict[str, Any] = {"title": name} if name else {}
    doc = Document.of(source, stem)
    doc.advance(Findings(edits, meta=facts))
    return [doc]


def _removed(text: str, m: re.Match[str], inside: bool) -> list[Edit]:
    """A run of tags as one deletion, with the line break it stands for put in its place."""
    start, end = m.span()
    between = _break(m[0])
    if not between and (text[start].isspace() or text[end - 1].isspace()):
        between = _space(text, start, end)
    out = [Edit(start, end, m[0], "", TAG)]
    if between and inside and end < len(text):
        out.append(Edit(end, end, "", between, TAG if "\n" in between else SPACE))
    return out


@lru_cache(maxsize=4096)
def _break(run: str) -> str:
    """The line break a run of tags stands for."""
    names = {n.lower() for n in _NAME.findall(run)}
    return "\n\n" if names & _BLOCK else "\n" if names & _BREAK else ""


def _wrapped(text: str, start: int, end: int) -> list[Edit]:
    """Line breaks of the page's source inside a paragraph are blanks, between Chinese characters nothing."""
    return [
        Edit(m.start(), m.end(), m[0], after, SPACE)
        for m in _WRAP.finditer(text, start, end)
        if (after := _space(text, m.start(), m.end())) != m[0]
    ]


def _space(text: str, start: int, end: int) -> str:
    left, right = text[max(0, start - 1) : start], text[end : end + 1]
    return "" if not left or not right or HAN_RE.match(left) or HAN_RE.match(right) else " "
