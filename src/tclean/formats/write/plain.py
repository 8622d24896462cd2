"""Plain text: one paragraph a segment, `张鹏：` in front of what a speaker says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tclean.formats.write.common import speaker_of


def plain(document: Mapping[str, Any], segments: Sequence[Mapping[str, Any]]) -> str:
    """One document as plain text.

    >>> plain({}, [{"kind": "speech", "text": "你好。", "speaker": {"name": "张鹏"}}])
    '张鹏：你好。\\n'
    """
    parts: list[str] = []
    last = None
    for segment in segments:
        speaker = speaker_of(segment) if segment["kind"] == "speech" else None
        parts.append(f"{speaker}：{segment['text']}" if speaker and speaker != last else segment["text"])
        last = speaker
    return "\n\n".join(parts) + "\n"
