"""SRT and WebVTT: segments that have times, cut into cues short enough to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tclean.core.errors import UsageError
from tclean.formats.write.common import speaker_of

LONGEST = 36  # characters a cue
_CLAUSE = re.compile(r"[^，。！？；、：,!?;\s]*[，。！？；、：,!?;\s]*")

Cue = tuple[float, float, str, str | None]


def srt(document: Mapping[str, Any], segments: Sequence[Mapping[str, Any]]) -> str:
    """One document as SRT. Raises `UsageError` when no segment has a time.

    >>> segment = {"kind": "speech", "text": "你好。", "speaker": None, "time": {"start": 1, "end": 2.5}}
    >>> srt({}, [segment])
    '1\\n00:00:01,000 --> 00:00:02,500\\n你好。\\n'
    """
    blocks = []
    for n, (start, end, text, speaker) in enumerate(_cues(document, segments), 1):
        said = f"{speaker}：{text}" if speaker else text
        blocks.append(f"{n}\n{_clock(start, ',')} --> {_clock(end, ',')}\n{said}\n")
    return "\n".join(blocks)


def vtt(document: Mapping[str, Any], segments: Sequence[Mapping[str, Any]]) -> str:
    """One document as WebVTT, speakers as voice tags. Raises `UsageError` when no segment has a time."""
    blocks = ["WEBVTT\n"]
    for start, end, text, speaker in _cues(document, segments):
        said = text.replace("&", "&amp;").replace("<", "&lt;")
        voice = f"<v {speaker}>" if speaker else ""
        blocks.append(f"{_clock(start, '.')} --> {_clock(end, '.')}\n{voice}{said}\n")
    return "\n".join(blocks)


def _cues(document: Mapping[str, Any], segments: Sequence[Mapping[str, Any]]) -> Iterator[Cue]:
    """The cues of all timed segments; the speaker is named where it changes."""
    timed = [s for s in segments if s.get("time")]
    if not timed:
        raise UsageError("the input has no times, so there are no subtitles to write", doc_id=document.get("doc_id"))
    last = None
    for segment in timed:
        speaker = speaker_of(segment)
        start, end = segment["time"]["start"], segment["time"]["end"]
        pieces = _pieces(segment["text"])
        rate = (end - start) / max(1, sum(map(len, pieces)))
        for piece in pieces:
            yield start, start + rate * len(piece), piece.strip(), speaker if speaker != last else None
            start, last = start + rate * len(piece), speaker


def _pieces(text: str) -> list[str]:
    """A text cut at its marks into pieces of readable length."""
    out: list[str] = []
    for clause in _CLAUSE.findall(" ".join(text.split())):
        for at in range(0, len(clause), LONGEST):
            part = clause[at : at + LONGEST]
            if out and len(out[-1]) + len(part) <= LONGEST:
                out[-1] += part
            else:
                out.append(part)
    return out


def _clock(seconds: float, point: str) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{point}{thousandths:03}"
