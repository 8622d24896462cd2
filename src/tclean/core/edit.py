"""What stages return: edits (text changes) and marks (annotations over a stretch of text)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any, NamedTuple

from tclean.core.errors import EditError

Span = tuple[int, int]
"""Half-open `[start, end)` in code points."""


class Grade(IntEnum):
    """How much an edit may be trusted; one switch in the profile decides which grades are applied."""

    SAFE = 0
    UNSAFE = 1
    SUGGEST = 2


class Edit(NamedTuple):
    """Replace `text[start:end]` (which must read `before`) by `after`; `rule` names who asked for it.

    Offsets are code points of the revision the stage was shown. Insertion: `start == end`; deletion: `after == ""`.
    """

    start: int
    end: int
    before: str
    after: str
    rule: str
    grade: Grade = Grade.SAFE
    confidence: float = 1.0
    reason: str = ""


def edit(
    text: str,
    start: int,
    end: int,
    after: str,
    rule: str,
    grade: Grade = Grade.SAFE,
    confidence: float = 1.0,
    reason: str = "",
) -> Edit:
    """An `Edit` of `text` that has been checked at birth.

    Raises `EditError` when the span lies outside the text or when nothing would change.

    >>> edit("悟道3。0", 3, 4, ".", "itn:decimal-stop")[:4]
    (3, 4, '。', '.')
    """
    if not 0 <= start <= end <= len(text):
        raise EditError("edit span lies outside the text", rule=rule, span=(start, end))
    before = text[start:end]
    if before == after:
        raise EditError("edit changes nothing", rule=rule, span=(start, end))
    made: Edit = tuple.__new__(Edit, (start, end, before, after, rule, grade, confidence, reason))  # half of the cost
    return made


class Mark(NamedTuple):
    """An annotation of `[start, end)`; `value` holds what the kind needs.

    Kinds the engine and the segment builder know:

    - `heading` `summary` `note` `event` `duplicate`: the stretch is a segment of that kind (`value` may hold
      `duplicate_of`, and `drop: True` when the profile leaves it out);
    - `turn`: one speaker's stretch (`name`, `label`, `role`, `confidence`, `method`, `reasons`);
    - `paragraph`: a line that opens a paragraph; informs reflow;
    - `protect`: later edits inside are refused;
    - `flag`: `value["flag"]` is put on the segment around it.
    """

    start: int
    end: int
    kind: str
    rule: str
    value: Mapping[str, Any] = {}
    confidence: float = 1.0


class Findings(NamedTuple):
    """All that one pass found: edits, marks, and facts about the document (merged into `Document.meta`)."""

    edits: Sequence[Edit] = ()
    marks: Sequence[Mark] = ()
    meta: Mapping[str, Any] = {}


class Loser(NamedTuple):
    """An edit that was not applied, and why (`overlap`, `protected`, `grade`)."""

    edit: Edit
    reason: str
    winner: str = ""
