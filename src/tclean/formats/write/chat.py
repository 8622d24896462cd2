"""Chat messages: one line of JSON a document, for training and for talking to models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from tclean.formats.write.common import speaker_of

_ASKS = {"host", "interviewer", "moderator", "audience", "reporter"}


def chat(document: Mapping[str, Any], segments: Sequence[Mapping[str, Any]]) -> str:
    """One document as a list of messages with `role`, `name` and `content`: who asks is the user.

    Where no role is known, whoever speaks first asks. Turns of one speaker in a row are one message.
    """
    messages: list[dict[str, Any]] = []
    spoken = [s for s in segments if s["kind"] == "speech"]
    first = speaker_of(spoken[0]) if spoken else None
    known = any((s.get("speaker") or {}).get("role") in _ASKS for s in spoken)
    for segment in spoken:
        name = speaker_of(segment)
        role = (segment.get("speaker") or {}).get("role")
        asks = role in _ASKS if known else name == first
        if messages and messages[-1]["name"] == name:
            messages[-1]["content"] += "\n\n" + segment["text"]
        else:
            messages.append({"role": "user" if asks else "assistant", "name": name, "content": segment["text"]})
    row = {"doc_id": document.get("doc_id"), "title": document.get("title"), "messages": messages}
    return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE).decode("utf-8")
