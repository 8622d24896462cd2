"""The end of a Traditional run: what was converted for the word lists stands again as it was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, Mark
from tclean.core.settings import Pass
from tclean.stages.script.convert import Convert

RULE = "script:as-written"


def as_written(doc: Document) -> Findings:
    """Takes back every conversion no other stage has built upon."""
    source, edits, shift = doc.source.text, [], 0
    for start, end, after, rules, _ in doc.changes:
        was = source[doc.base + start : doc.base + end]
        if was != after and all(rule.startswith("script:") for rule in rules):
            edits.append(Edit(start + shift, start + shift + len(after), after, was, RULE))
        shift += len(after) - (end - start)
    return Findings(edits)


def names_converted(convert: Convert, given: tuple[str, ...]) -> Pass:
    """A pass that gives names and titles the script of the text; names the user gave stay as they are."""

    def names(doc: Document) -> Findings:
        def turned(text: str) -> str:
            return text if text in given else convert.words(text, doc.text)

        meta = doc.meta
        facts = {key: turned(value) for key in ("title", "event", "part") if (value := getattr(meta, key))}
        people = [
            replace(p, name=turned(p.name), aliases=tuple(map(turned, p.aliases)), about=p.about and turned(p.about))
            for p in meta.participants
        ]
        return Findings(marks=_turns(doc, turned), meta={**facts, "participants": people})

    return names


def _turns(doc: Document, turned: Callable[[str], str]) -> list[Mark]:
    out = []
    for mark in doc.marked("turn"):
        value = {k: turned(v) if k in ("name", "label") and v else v for k, v in mark.value.items()}
        if value != mark.value:
            out.append(mark._replace(value=value))
    return out
