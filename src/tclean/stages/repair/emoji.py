"""Emoji a scraper strewed into sentences (收藏本文👨🏻🦯➡️, 发言🌶，) against emoji that were meant (太好了😂)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Grade
from tclean.text.charclass import EMOJI, classes

RULE = "repair:scattered-emoji"
_ENOUGH = 3  # scattered runs in a text before any is deleted
_EVERY = 8000  # and at least one in so many characters


@cache
def _patterns() -> tuple[Any, Any]:
    import regex

    run = r"(?:[\p{Emoji_Presentation}\p{Emoji_Modifier}\u200d\ufe0f\u20e3]|\p{Extended_Pictographic}\ufe0f?)+"
    # pictures that say something where they stand: faces, hands, hearts, arrows, signs, list marks
    meant = (
        "[\U0001f600-\U0001f64f\U0001f910-\U0001f92f\U0001f970-\U0001f97a\U0001f440-\U0001f450\U0001f493-\U0001f49f"
        "\U0001f4a1\U0001f4a5\U0001f4aa\U0001f4af\U0001f389\U0001f38a\U0001f525\U0001f680\U0001f4c8\U0001f4c9\U0001f51d"
        "\U0001f449\U0001f446\U0001f447\U0001f4cc\U0001f4a9\U0001fae0-\U0001faf8\U0001f534-\U0001f53d\U0001f195-\U0001f19a"
        r"\u2190-\u21ff\u2500-\u2bff\u3030-\u303d\xa9\xae\u2122\u2139]"
    )
    return regex.compile(run), regex.compile(meant)


def scattered(doc: Document) -> Findings:
    """Deletes emoji inside sentences when they are many, of many kinds, and say nothing."""
    text = doc.text
    if not (classes(text) & EMOJI).any():
        return Findings()
    found = list(_runs(text))
    inside = [text[a:b] for a, b, ends_line in found if not ends_line]
    if len(inside) < max(_ENOUGH, len(text) / _EVERY) or len(set(inside)) * 2 < len(inside):
        return Findings()
    return Findings([Edit(a, b, text[a:b], "", RULE, Grade.UNSAFE, 0.8) for a, b, _ in found])


def _runs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Runs between two characters of one sentence or at a line's end, unless they speak for themselves."""
    run, meant = _patterns()
    for m in run.finditer(text):
        a, b = m.span()
        before, behind = text[a - 1 : a], text[b : b + 1]
        if not before.isalnum() or meant.match(m[0]):
            continue
        if behind.isalnum() or behind in ("，", "、", ","):
            yield a, b, False
        elif behind in ("", "\n"):
            yield a, b, True
