"""The one place that builds text: resolve edits, apply them, undo them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from tclean.core.edit import Edit, Grade, Loser, Span
from tclean.core.errors import EditError


def resolve(
    edits: Iterable[Edit], *, limit: Grade = Grade.UNSAFE, protected: Sequence[Span] = ()
) -> tuple[list[Edit], list[Loser]]:
    """Decide which edits are applied: leftmost, then longest, then the order in which they were given.

    `limit` is the highest grade applied; `protected` are sorted, disjoint spans no edit may touch. Edits that touch at
    a border do not overlap; several insertions at one place keep their order. Returns the accepted edits in text order
    and the losers with the reason. O(n log n).

    >>> a = Edit(0, 2, "ab", "x", "s:a"); b = Edit(1, 3, "bc", "y", "s:b")
    >>> kept, lost = resolve([b, a])
    >>> kept == [a], lost[0].reason, lost[0].winner
    (True, 'overlap', 's:a')
    """
    edits = list(edits)
    if not protected and _in_order(edits, limit):
        return edits, []
    losers: list[Loser] = []
    # insertions sort before replacements at the same start; sorting is stable, so equal places keep their order
    pool = sorted(edits, key=lambda e: (e[0], -e[1] if e[1] > e[0] else -(1 << 60)))
    starts = [s for s, _ in protected]
    kept: list[Edit] = []
    keep = kept.append
    end = 0
    winner = ""
    for item in pool:
        start, stop = item[0], item[1]
        if item[5] > limit:
            losers.append(Loser(item, "grade"))
        elif start < end:
            losers.append(Loser(item, "overlap", winner))
        elif starts and _touches(start, stop, protected, starts):
            losers.append(Loser(item, "protected"))
        else:
            keep(item)
            if stop > end:
                end = stop
            winner = item[4]
    return kept, losers


def _in_order(edits: list[Edit], limit: Grade) -> bool:
    """Whether the edits can be applied as they stand: sorted, disjoint, none above the limit."""
    end = 0
    for item in edits:
        if item[0] < end or item[5] > limit:
            return False
        end = item[1]
    return True


def _touches(start: int, end: int, spans: Sequence[Span], starts: Sequence[int]) -> bool:
    """Whether `[start, end)` cuts into one of the sorted spans (an insertion only when strictly inside)."""
    i = bisect_right(starts, start) - 1
    if i >= 0 and spans[i][1] > start and (end > start or start > spans[i][0]):
        return True
    return i + 1 < len(spans) and starts[i + 1] < end


def apply(text: str, edits: Sequence[Edit]) -> str:
    """`text` with resolved `edits` applied. Raises `EditError` when an edit does not find the text it expects.

    >>> apply("悟道3。0", [Edit(3, 4, "。", ".", "itn:decimal-stop")])
    '悟道3.0'
    """
    out: list[str] = []
    add = out.append
    at = 0
    for item in edits:
        start, end, before, after = item[0], item[1], item[2], item[3]
        if start < at or text[start:end] != before:
            raise EditError("edit does not fit the text", rule=item[4], span=(start, end))
        if start > at:
            add(text[at:start])
        add(after)
        at = end
    add(text[at:])
    return "".join(out)


def inverse(edits: Sequence[Edit]) -> list[Edit]:
    """The edits that take the result of `apply` back to the text before.

    >>> done = [Edit(0, 0, "", "ab", "s:x"), Edit(2, 3, "c", "", "s:y")]
    >>> apply(apply("xyc", done), inverse(done))
    'xyc'
    """
    out: list[Edit] = []
    shift = 0
    for item in edits:
        start = item[0] + shift
        out.append(Edit(start, start + len(item[3]), item[3], item[2], item[4], item[5], item[6], item[7]))
        shift += len(item[3]) - (item[1] - item[0])
    return out


def undo(text: str, edits: Sequence[Edit]) -> str:
    """Take back `edits` from the text they produced."""
    return apply(text, inverse(edits))
