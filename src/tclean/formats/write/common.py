"""What the writers share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SPOKEN = ("speech", "summary")


def speaker_of(segment: Mapping[str, Any]) -> str | None:
    """The speaker's name, or the label as it was written.

    >>> speaker_of({"speaker": {"name": None, "label": "问"}})
    '问'
    """
    speaker = segment.get("speaker") or {}
    name = speaker.get("name") or speaker.get("label")
    return str(name) if name else None
