"""Markdown: a title, headings, and turns that begin with the speaker in bold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tclean.formats.write.common import speaker_of

_SIGN = re.compile(r"(?m)^(\s{0,3})(#{1,6}\s|>|[-+*]\s|\d+[.)]\s|```|~~~)")


def markdown(document: Mapping[str, Any], segments: Sequence[Mapping[str, Any]]) -> str:
    """One document as Markdown.

    >>> print(markdown({"title": "访谈"}, [{"kind": "speech", "text": "你好。", "speaker": {"name": "张鹏"}}]), end="")
    # 访谈
    <BLANKLINE>
    **张鹏**：你好。
    """
    title = document.get("title")
    parts = [f"# {title}"] if title else []
    facts = [str(document[k]) for k in ("date", "event", "url") if document.get(k)]
    parts += [" · ".join(facts)] if facts else []
    last = None
    for segment in segments:
        if segment["kind"] == "heading" and segment["text"] == title:
            continue
        speaker = speaker_of(segment)
        parts.append(_part(segment, speaker if speaker != last or segment["kind"] != "speech" else None))
        last = speaker if segment["kind"] == "speech" else None
    return "\n\n".join(parts) + "\n"


def _part(segment: Mapping[str, Any], speaker: str | None) -> str:
    text = _SIGN.sub(lambda m: f"{m[1]}\\{m[2]}", segment["text"])
    kind = segment["kind"]
    if kind == "heading":
        return "## " + " ".join(text.split("\n"))
    if kind == "event":
        return f"*{text}*"
    said = f"**{speaker}**：{text}" if speaker else text
    return said if kind == "speech" else "\n".join(f"> {line}".rstrip() for line in said.split("\n"))
