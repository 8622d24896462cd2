"""Where a turn ends, its last clause ends: `那曾老师先说吧，| 非常感谢 → 那曾老师先说吧。| 非常感谢`."""

from __future__ import annotations

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, edit
from tclean.text.sentences import asks_others

RULE = "disfluency:turn-end"
_SIGNS = "，、。？！?!；：:…—”』」）)"


def turn_ends(doc: Document) -> Findings:
    """Commas at the borders of turns found in running speech become full stops or question marks."""
    if doc.meta.extra.get("layout", "prose") == "prose":
        return Findings()
    text = doc.text
    edits: list[Edit] = []
    closed = {m.end for m in doc.marked("heading", "note", "event", "summary")}  # these end as they end
    for m in doc.marked("turn"):
        if 0 < m.start < len(text) and _before(text, m.start) not in closed:
            edits += _close(text, m.start)
    return Findings(edits)


def _before(text: str, at: int) -> int:
    """Where the text before `at` ends, white space left out."""
    while at and text[at - 1].isspace():
        at -= 1
    return at


def _close(text: str, at: int) -> list[Edit]:
    """The edits at one border: the last turn closed, a comma at the front of the next one gone."""
    out = []
    end = _before(text, at)
    if end and text[end - 1] in "，、":
        out.append(edit(text, end - 1, end, _sign(text, end - 1), RULE, confidence=0.9))
    elif end and text[end - 1] == "。" and _sign(text, end - 1) == "？":
        out.append(edit(text, end - 1, end, "？", RULE, confidence=0.8))
    elif end and text[end - 1] not in _SIGNS and not text[end - 1].isspace():
        last = text[end - 1]  # replaced, not inserted behind: the sign belongs to the turn that ends
        out.append(edit(text, end - 1, end, last + _sign(text, end), RULE, confidence=0.9))
    if text[at] in "，、":
        out.append(edit(text, at, at + 1, "", RULE, confidence=0.9))
    return out


def _sign(text: str, at: int) -> str:
    begin = 0
    for stop in "。\n？！":  # the usual ones first: the others are sought only as far back
        begin = max(begin, text.rfind(stop, begin, at) + 1)
    return "？" if asks_others(text, begin, at) else "。"
