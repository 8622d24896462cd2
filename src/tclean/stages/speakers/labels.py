"""Turns of labelled text: a label opens a turn, which runs to the next one; the label itself is taken out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Mark, edit
from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet

RULE = "speakers:label"
_QUESTION = re.compile(r"[?？][”’」』)）】\"']*\s*$")
_ASKS = re.compile(r"[?？]")
_PARAGRAPH = re.compile(r"[^\s][^\n]*")
_ANSWER = 40  # characters


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """The one pass: labels → turns."""
    return [turns]


def turns(doc: Document, /) -> Findings:
    """Turn marks of a labelled document, and the edits that take the labels out."""
    labels = doc.marked("label")
    if not labels:
        return Findings()
    edits: list[Edit] = []
    marks: list[Mark] = []
    blocks = {m.start for m in doc.marked("heading", "note", "event")}
    only_asked = all(m.value["role"] == "interviewer" for m in labels)  # Q: without a single A:
    ends = [m.start for m in labels[1:]] + [len(doc.text)]
    for n, (m, end) in enumerate(zip(labels, ends, strict=True)):
        if m.end > m.start:
            edits.append(edit(doc.text, m.start, m.end, "", RULE))
        marks.append(Mark(m.start, end, "turn", m.rule, _value(m, labels[n + 1 : n + 2])))
        if m.value["role"] in ("host", "interviewer") and m.end > m.start:
            split = _answer_under(doc.text, m.end, end, blocks, 1 if only_asked else _ANSWER)
            if split is not None:
                marks[-1] = marks[-1]._replace(end=split)
                marks += _uncertain(split, end)
    return Findings(edits, marks)


def _value(label: Mark, following: Sequence[Mark]) -> dict[str, Any]:
    value = label.value
    out: dict[str, Any] = {
        "name": value["name"],
        "label": value["label"],
        "role": value["role"],
        "confidence": label.confidence,
        "method": "label" if label.end > label.start else "cue",
    }
    if value.get("time"):
        begins, ends = value["time"]
        after = following[0].value["time"] if following else None
        out["time"] = (begins, ends if ends is not None else max(begins, after[0]) if after else begins)
    return out


def _answer_under(text: str, start: int, end: int, blocks: set[int], least: int) -> int | None:
    """Where, under the host's label, paragraphs begin that answer his question, or None.

    A paragraph that ends in a question, then at least one that asks nothing, long enough to be an answer: a label
    was lost in between.
    """
    paragraphs = [m for m in _PARAGRAPH.finditer(text, start, end) if m.start() not in blocks]
    for n in range(len(paragraphs) - 1, 0, -1):
        if _ASKS.search(paragraphs[n][0]):
            return None
        if _QUESTION.search(paragraphs[n - 1][0]):
            answer = sum(len(p[0]) for p in paragraphs[n:])
            return paragraphs[n].start() if answer >= least else None
    return None


def _uncertain(start: int, end: int) -> list[Mark]:
    value = {
        "name": None,
        "label": None,
        "role": None,
        "confidence": 0.3,
        "method": "cue",
        "reasons": ["an answer under the label of the one who asked"],
    }
    flag = Mark(start, end, "flag", "speakers:uncertain", {"flag": "speaker:uncertain"})
    return [Mark(start, end, "turn", "speakers:uncertain", value, 0.3), flag]
