"""A document as its non-blank lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from tclean.text.chars import HAN
from tclean.text.labels import Label, label_at, may_begin, part_of
from tclean.text.people import person_score

_STOPS, _CLOSERS = "。！？!?…；;", "”’」』)）】]\"'"
_FINAL = re.compile(f"[{_STOPS}][{re.escape(_CLOSERS)}]*$")
_SIMPLE = re.compile(f"([^:：0-9]{{1,24}}[:：])[{HAN}“]")
_STAMP = re.compile(r"[\[(（【]?(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?[\])）】]?")
POSSIBLE = 0.3  # has the form of a name, but is a word
_HASHES = re.compile(r"(?:#{1,6}[ \t]+)+")


class Line(NamedTuple):
    """A line without the white space around it; `hashes` counts the characters of a Markdown heading mark."""

    start: int
    end: int
    text: str
    hashes: int = 0
    label: Label | None = None  # offsets within `text`

    @property
    def final(self) -> bool:
        """Whether it ends as a sentence does."""
        last = self.text[-1]
        return last in _STOPS or (last in _CLOSERS and _FINAL.search(self.text[-4:]) is not None)

    @property
    def body(self) -> str:
        """The text behind a label or heading mark that the line begins with."""
        return self.text[self.label.end :] if self.label is not None else self.text[self.hashes :]


def split_lines(text: str) -> list[Line]:
    """The non-blank lines of a text, each with the label it could begin with.

    >>> [(line.start, line.body) for line in split_lines("# 标题\\n\\n  李四:大家好\\n")]
    [(0, '标题'), (8, '大家好')]
    """
    out: list[Line] = []
    known: dict[str, Label | None] = {}
    at = 0
    for raw in text.split("\n"):
        content, place = raw.strip(), at
        at += len(raw) + 1
        if not content:
            continue
        start = place if raw[0] == content[0] else place + len(raw) - len(raw.lstrip())
        if content[0] in "[(（【0123456789" and out and _times(out[-1], content):
            out[-1] = _with_time(out[-1], start, content)
            continue
        mark = _HASHES.match(content) if content[0] == "#" else None
        label = _label(content, known) if mark is None else _heading_label(content, mark.end())
        out.append(Line(start, start + len(content), content, mark.end() if mark else 0, label))
    return out


def _times(line: Line, below: str) -> bool:
    """Whether a time on a line of its own belongs to the name on the line above it, as in exports of Feishu."""
    label = line.label
    if label is None or label.style != "line" or _STAMP.fullmatch(below) is None:
        return False
    return part_of(label.name) is not None or person_score(label.name) >= POSSIBLE


def _with_time(line: Line, start: int, stamp: str) -> Line:
    """Two lines read as one: `王敏⏎00:37 → 王敏 00:37`, with as many blanks as stood between them."""
    text = line.text + " " * (start - line.end) + stamp
    return Line(line.start, start + len(stamp), text, 0, label_at(text))


def _heading_label(content: str, start: int) -> Label | None:
    """A label that is a heading of its own: `## 说话人 1 00:12`, `### 王敏`."""
    label = label_at(content[start:])
    if label is None or not label.alone or label.style == "bracket":
        return None
    if label.style == "line" and part_of(label.name) is None and person_score(label.name) < POSSIBLE:
        return None
    style = "bold" if label.style == "line" else label.style
    return label._replace(end=label.end + start, style=style)


def _label(content: str, known: dict[str, Label | None]) -> Label | None:
    """`label_at`, remembered where a colon with Chinese text behind it closes the head: most labels come many times."""
    if not may_begin(content):
        return None
    m = _SIMPLE.match(content)
    if m is None:
        return label_at(content)
    head = m[1]
    if head not in known:
        known[head] = label_at(content)
    return known[head]


def is_prose(lines: Sequence[Line]) -> bool:
    """Whether lines are paragraphs of sentences, so that a short open line among them means something.

    >>> is_prose(split_lines("今天我们谈谈大模型的发展方向。\\n一个短题\\n大家都知道数据对它很重要。"))
    True
    """
    long = [line for line in lines if len(line.text) > 12]
    return bool(long) and sum(line.final for line in long) >= 0.5 * len(long)
