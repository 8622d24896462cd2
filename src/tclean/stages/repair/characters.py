"""Characters that no reader sees or that are typed in the wrong width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import numpy as np

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Grade, Mark
from tclean.text.charclass import HIDDEN, classes

_WIDE = "０-９Ａ-Ｚａ-ｚ"
_JOINERS = "．－／＋＝＠＃＄＆＿"  # inside a token only: ３．５, ａ＠ｂ
_PATTERN = re.compile(
    rf"(?P<line>\r\n?|[\x0b\x0c\x85\u2028\u2029])"
    rf"|(?P<wide>[{_WIDE}]+(?:(?:[{_JOINERS}]|：(?=[０-９]{{2}}))[{_WIDE}]+)*％?)"
    rf"|(?P<space>[\xa0\u1680\u2000-\u200a\u202f\u205f]+)"
    rf"|(?P<bidi>[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+)"
    rf"|(?P<zero>[\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2064\u3164\ufe00-\ufe0f\ufeff\uffa0"
    rf"\ufff9-\ufffb\U000e0000-\U000e01ef]+)"
    rf"|(?P<control>[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+)"
    rf"|(?P<private>[\ue000-\uf8ff\U000f0000-\U0010ffff]+)"
)
_RULES = {
    "line": "repair:line-end", "wide": "repair:full-width", "space": "repair:space", "bidi": "repair:bidi-control",
    "zero": "repair:zero-width", "control": "repair:control",
}  # fmt: skip
_TO_ASCII = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)}
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# scripts in which joiners and selectors carry meaning, and everything an emoji sequence is made of
_JOINED = re.compile(
    "[\u0590-\u0dff\u0f00-\u109f\u1780-\u18af\u2010-\u2bff\u3030\u303d\u3297\u3299#*0-9©®\U0001f000-\U0001faff]"
)


def characters(doc: Document) -> Findings:
    """Line ends, controls, invisible characters, odd blanks and full-width letters and digits."""
    text = doc.text
    if not (classes(text) & HIDDEN).any():
        return Findings()
    edits, marks = [], []
    for m in _found(text):
        kind, found, start = str(m.lastgroup), m[0], m.start()
        if kind == "private":
            marks.append(Mark(start, m.end(), "flag", "repair:private-use", {"flag": "garble:private-use"}))
            continue
        after = _after(kind, found, text, start)
        if after != found:
            edits.append(Edit(start, start + len(found), found, after, _RULES[kind]))
    return Findings(edits, marks)


def _found(text: str) -> Iterator[re.Match[str]]:
    """The pattern's matches; every one begins with a character of the class."""
    end = 0
    for at in np.flatnonzero(classes(text) & HIDDEN > 0).tolist():
        if at >= end and (m := _PATTERN.match(text, at)):
            yield m
            end = m.end()


def _after(kind: str, found: str, text: str, start: int) -> str:
    """What a match becomes."""
    if kind == "line":
        return "\n"
    if kind == "wide":
        return found.translate(_TO_ASCII)  # ＧＰＴ－４ → GPT-4
    if kind == "space":
        return " " * len(found)
    if kind == "bidi":
        a, b = text.rfind("\n", 0, start) + 1, text.find("\n", start)
        return found if _RIGHT_TO_LEFT.search(text, a, len(text) if b < 0 else b) else ""
    if kind == "zero":
        return (
            ""
            if not _JOINED.match(text[start - 1 : start])
            else _joined(found, text[start + len(found) : start + len(found) + 1])
        )
    return ""


def _joined(found: str, behind: str) -> str:
    """Joiners and selectors inside an emoji sequence or an Indic word: 👨‍💻 and ✖️ keep theirs, 中​文 loses it."""
    keep = "".join(c for c in found if c in "\ufe0e\ufe0f" or "\U000e0020" <= c <= "\U000e007f")
    if _JOINED.match(behind):
        keep = "".join(c for c in found if c in keep or c in "\u200c\u200d")
    return keep


_MARKED = re.compile(
    r"[^\W\d_]?[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u3099\u309a\u1ab0-\u1aff\u20d0-\u20ff]+"
)
_SINGLE = re.compile(
    "[\u0340-\u0387\u0958-\u0fb9\u1100-\u11ff\u1e00-\u212b\u2329\u232a\u2adc\uac00-\ud7a3\uf900-\ufb4e\U0001d15e-\U0002fa1d]+"
)


def normal_form(doc: Document) -> Findings:
    """Composed characters (NFC): e + ´ → é; 﨑-like compatibility ideographs become the unified ones."""
    text = doc.text
    if not (classes(text) & HIDDEN).any() or unicodedata.is_normalized("NFC", text):
        return Findings()
    edits, at = [], 0
    for line in text.splitlines(keepends=True):
        if not unicodedata.is_normalized("NFC", line):
            edits += [
                Edit(at + m.start(), at + m.end(), m[0], new, "repair:nfc", Grade.SAFE)
                for pattern in (_MARKED, _SINGLE)
                for m in pattern.finditer(line)
                if (new := unicodedata.normalize("NFC", m[0])) != m[0]
            ]
        at += len(line)
    return Findings(edits)
