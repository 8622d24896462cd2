"""Stretches moved to the borders of their sentences."""

from __future__ import annotations

from tclean.core.edit import Span
from tclean.stages.dedup.blocks import ENDS, trimmed

CLOSING = ENDS + "”’」』）)】》\"'"
FAR = 500  # characters; no sentence is longer
NEAR = 0.02  # by so much of its length a stretch is moved to reach the borders of its sentences


def to_sentences(text: str, start: int, end: int, head: int = 0, tail: int = 0) -> Span:
    """A stretch grown to the borders of its sentences where they are near.

    `head` and `tail` letters of the copy found no counterpart: they may stand for as many here.

    >>> to_sentences("好。我们开始吧。再见。", 3, 7)
    (2, 8)
    """
    left, right, near = _begin(text, start), _stop(text, end), 1 + NEAR * (end - start)
    return (left if start - left <= near + head else start), (right if right - end <= near + tail else end)


def sentences_within(text: str, span: Span, block: Span) -> Span:
    """The whole sentences in a stretch of a block; a letter at its ends may be missing.

    >>> sentences_within("好。我们开始吧。再见。", (1, 7), (0, 11))
    (0, 8)
    >>> sentences_within("好。我们开始吧。再见了。", (4, 9), (0, 12))
    (8, 8)
    """
    start, end = to_sentences(text, *span)
    start, end = max(start, block[0]), min(end, block[1])
    if start > block[0] and start != _begin(text, start):
        start = _stop(text, start)
    if end < block[1] and end != _stop(text, end - 1):
        end = _begin(text, end)
    return trimmed(text, start, max(start, end))


def _begin(text: str, pos: int) -> int:
    """Where the sentence around `pos` begins."""
    low = max(pos - FAR, 0)
    at = max(max(text.rfind(c, low, pos) for c in ENDS + "\n") + 1, low)
    while at < pos and (text[at].isspace() or text[at] in CLOSING):
        at += 1
    return at


def _stop(text: str, pos: int) -> int:
    """Behind the closing marks of the sentence around `pos`."""
    far = min(pos + FAR, len(text))
    line = text.find("\n", pos, far)
    line = far if line < 0 else line
    at = min([at for c in ENDS if (at := text.find(c, pos, line)) >= 0], default=line)
    while at < line and text[at] in CLOSING:
        at += 1
    return at
