"""One transcript as JSON (Whisper, WhisperX, FunASR, subtitle and dialogue files): laid out as text with cues.

The source text is what this reader lays out: one utterance a line, a label where the speaker changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import orjson

from tclean.core.document import Cue, Document, Source
from tclean.core.edit import Findings
from tclean.core.errors import InputError

# the names recognisers give to the same things, in order of preference
LISTS = ("segments", "sentence_info", "sentences", "utterances", "paragraphs", "results", "body", "items", "data",
         "transcript", "dialogue", "messages", "result", "content", "subtitles", "captions")  # fmt: skip
TEXTS = ("text", "sentence", "content", "transcript", "onebest", "utterance", "txt", "value", "display_text")
STARTS = ("start", "begin", "start_time", "begin_time", "from", "bg", "startTime", "beginTime", "start_ms", "offset")
ENDS = ("end", "end_time", "to", "ed", "endTime", "end_ms", "stop")
SPEAKERS = ("speaker", "spk", "speaker_name", "speaker_id", "speakerName", "role", "name", "channel", "speakerId")
FACTS = {"title": "title", "name": "title", "date": "date", "url": "url", "webpage_url": "url", "event": "event"}
_SLOW = 5.0  # seconds a character; slower speech means that the times are milliseconds


class Utterance(NamedTuple):
    """One entry of the list: text, times as given, speaker as given."""

    text: str
    start: float | None
    end: float | None
    speaker: str | None


def documents(source: Source, stem: str) -> list[Document]:
    """One document. Raises `InputError` when the JSON is broken or holds no transcript.

    >>> doc = documents(Source("a.json", '{"segments": [{"start": 0, "end": 1.5, "text": " 大家好"}]}'), "a")[0]
    >>> doc.text, doc.source.cues[0].ends
    ('大家好', 1.5)
    """
    try:
        value = orjson.loads(source.text.encode("utf-8"))
    except orjson.JSONDecodeError as error:
        raise InputError(f"the file is not valid JSON: {error.msg}", path=source.path, line=error.lineno) from error
    found = _utterances(value)
    if not found:
        raise InputError(
            "the JSON holds no transcript; expected a list of entries with 'text' (as Whisper or FunASR write it)",
            path=source.path,
        )
    text, cues = _laid_out(found)
    doc = Document.of(replace(source, text=text, cues=cues), stem)
    given = value if isinstance(value, dict) else {}
    facts = {FACTS[k]: v.strip() for k, v in reversed(given.items()) if k in FACTS and isinstance(v, str) and v.strip()}
    doc.advance(Findings(meta=facts))
    return [doc]


def _utterances(value: Any, depth: int = 0) -> list[Utterance]:
    """The first list of entries with text, wherever a recogniser hides it."""
    if depth > 4:
        return []
    if isinstance(value, Sequence) and not isinstance(value, str):
        entries = [u for v in value if (u := _utterance(v)) is not None]
        nested = [u for v in value if isinstance(v, dict) for u in _nested(v, depth)]
        return nested if len(nested) > len(entries) else entries
    return (_nested(value, depth) or [u for u in [_utterance(value)] if u]) if isinstance(value, dict) else []


def _nested(value: Mapping[str, Any], depth: int) -> list[Utterance]:
    lists = (value[k] for k in LISTS if isinstance(value.get(k), (list, dict)))
    return next((found for inner in lists if (found := _utterances(inner, depth + 1))), [])


def _utterance(value: Any) -> Utterance | None:
    if isinstance(value, str):
        return Utterance(value.strip(), None, None, None) if value.strip() else None
    if not isinstance(value, dict):
        return None
    text = next((value[k].strip() for k in TEXTS if isinstance(value.get(k), str) and value[k].strip()), None)
    if text is None:
        return None
    speaker = next((value[k] for k in SPEAKERS if value.get(k) is not None and str(value[k]).strip()), None)
    if isinstance(speaker, dict):
        speaker = speaker.get("name") or speaker.get("id")
    return Utterance(
        text, _number(value, STARTS), _number(value, ENDS), None if speaker is None else str(speaker).strip()
    )


def _number(value: Mapping[str, Any], names: Sequence[str]) -> float | None:
    for name in names:
        try:
            return float(value[name])
        except (KeyError, TypeError, ValueError):
            continue
    return None


def _laid_out(found: Sequence[Utterance]) -> tuple[str, list[Cue]]:
    """The text and its cues; a number as speaker is written `SPEAKER_01`."""
    scale = _scale(found)
    parts: list[str] = []
    cues: list[Cue] = []
    at, last = 0, None
    for u in found:
        label = _label(u.speaker) if u.speaker is not None and u.speaker != last else ""
        last = u.speaker if u.speaker is not None else last
        begin = at + len(label)
        if u.start is not None:
            cues.append(Cue(begin, begin + len(u.text), u.start * scale, (u.end or u.start) * scale, u.speaker))
        parts.append(label + u.text)
        at = begin + len(u.text) + 1
    return "\n".join(parts), cues


def _label(speaker: str) -> str:
    return f"SPEAKER_{int(speaker):02}：" if speaker.isascii() and speaker.isdigit() else f"{speaker}："


def _scale(found: Sequence[Utterance]) -> float:
    """1 for seconds, 1/1000 for milliseconds: nobody needs five seconds for a character."""
    timed = [u for u in found if u.start is not None and u.end is not None]
    spoken = sum((u.end or 0) - (u.start or 0) for u in timed)
    return 0.001 if timed and spoken > _SLOW * sum(len(u.text) for u in timed) else 1.0
