"""Whether somebody is addressed where a name is heard, and by what name."""

from __future__ import annotations

from tclean.stages.terms.by_sound.candidates import Candidate, is_word
from tclean.stages.terms.by_sound.view import FREQUENT, View
from tclean.stages.terms.by_sound.weights import weights
from tclean.text.people import surname, title_at

CLEAR = 0.25  # a given name heard so well needs no look at what stands before it


def rightly_called(found: Candidate, heard: str) -> bool:
    """Whether somebody is rightly called by his given name: 好开复 is not 李开复, 谢植麟 not 杨植麟."""
    name = found.target.canonical
    return found.target.kind == "person" and len(name) > 2 and heard[-2:] == name[-2:] and found.target.han


def cuts_address(view: View, found: Candidate) -> bool:
    """Whether the window is cut out of an address that is right: 薛老|师 is not 薛澜, 一|下张|总 not 小川."""
    text, start, end = view.text, found.start, found.end
    if found.target.kind != "person":
        return title_at(text, start + 1) and surname(text[start : start + 2]) == text[start]
    if any(title_at(text, at) for at in range(start + 1, end)):
        return True
    family = surname(text[end - 1 : end + 1]) == text[end - 1]
    return family and title_at(text, end) and start > 0 and view.word(start - 1, start + 1) > FREQUENT


def another_family(view: View, found: Candidate) -> bool:
    """Whether a given name is heard behind a surname that its owner does not have: 刘志远 is not 王仲远."""
    before = view.text[max(0, found.start - 1) : found.start]
    name, w = found.target.canonical, weights()
    if (
        found.distance <= CLEAR
        or before in w.first
        or w.before.search(view.text[max(0, found.start - 4) : found.start])
    ):
        return False
    if len(name) != 2 or surname(before + view.text[found.start : found.end]) != before or not before:
        return False
    return not any(p.name.startswith(before) and p.name.endswith(name) for p in view.doc.meta.participants)


def vocative(view: View, found: Candidate) -> int:
    """On how many sides somebody is addressed or named: 谢谢X, X老师.

    You is said to a word only where a clause begins: 指令您怎么看, but not 要证明你的.
    """
    w, text = weights(), view.text
    before = text[max(0, found.start - 4) : found.start]
    called = w.after.match(text, found.end) is not None
    if called and text[found.end] in "你您" and is_word(view, found):
        called = not before or before[-1] in w.opens
    return bool(w.before.search(before)) + called
