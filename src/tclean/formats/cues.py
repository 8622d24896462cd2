"""Subtitles, SRT and WebVTT: times become cues, numbers, times and markup are taken out by edits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tclean.core.document import Cue, Document, Source
from tclean.core.edit import Edit, Findings
from tclean.formats import text as text_format

_TIME = r"(?:(\d+):)?(\d{1,2}):(\d{2})[,.](\d{1,3})"
_TIMING = re.compile(rf"(?m)^[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[^\n]*(?:\n|\Z)")
_BLANK = re.compile(r"\n[ \t\r]*\n")
_VOICE = re.compile(r"<v(?:\.[\w.]+)?[ \t]+([^<>\n]+)>")
_MARKUP = re.compile(r"</?(?:[cibu]|v|ruby|rt|lang|font)\b[^<>\n]*>|<[\d:.]+>|\{\\[^{}\n]*\}")
_BLOCK = re.compile(r"\s*(?:NOTE|STYLE|REGION)\b")

TIMING = "boilerplate:cue-timing"
MARKUP = "boilerplate:cue-markup"
REPEAT = "boilerplate:cue-repeat"
VOICE = "boilerplate:cue-voice"


def documents(source: Source, stem: str) -> list[Document]:
    """One document, a line per line of a cue.

    >>> text = "1\\n00:00:01,000 --> 00:00:02,500\\n大家好\\n\\n2\\n00:00:03,000 --> 00:00:04,000\\n我们开始\\n"
    >>> doc = documents(Source("a.srt", text), "a")[0]
    >>> doc.text, doc.source.cues[0].ends
    ('大家好\\n我们开始\\n', 2.5)
    """
    text = source.text
    if not _TIMING.search(text):
        return text_format.documents(source, stem)
    edits: list[Edit] = []
    cues: list[Cue] = []
    speaker, shown, at = None, "", 0
    for begins, ends, start, stop in _blocks(text):
        edits.append(Edit(at, start, text[at:start], "", TIMING))
        body = text[start:stop]
        voice = _VOICE.search(body)
        first = body.split("\n", 1)[0].strip()
        if first and first == shown and "\n" in body.strip():  # rolling captions show each line twice
            skip = body.index("\n") + 1
            edits.append(Edit(start, start + skip, body[:skip], "", REPEAT))
            start, body = start + skip, body[skip:]
        edits += _markup(body, start, speaker)
        speaker = voice[1].strip() if voice else speaker
        cues.append(Cue(start, start + len(body.rstrip()), begins, ends, speaker))
        shown = _MARKUP.sub("", body).strip().rpartition("\n")[2].strip()
        at = start + len(body)
    if at < len(text) and text[at:].strip():
        edits.append(Edit(at, len(text), text[at:], "", TIMING))
    doc = Document.of(replace(source, cues=cues), stem)
    doc.advance(Findings([e for e in edits if e.before]))
    return [doc]


def _blocks(text: str) -> Iterator[tuple[float, float, int, int]]:
    """Begin and end in seconds, start and end of the text of every cue."""
    found = list(_TIMING.finditer(text))
    limits = [*(_head(text, m.start()) for m in found[1:]), len(text)][: len(found)]
    for m, limit in zip(found, limits, strict=True):
        times = [int(x or 0) for x in m.groups()]
        stop = limit
        for blank in _BLANK.finditer(text, max(m.end() - 1, 0), limit):
            if not text[blank.end() : limit].strip() or _BLOCK.match(text, blank.end()):
                stop = blank.start() + 1  # the line break after the cue's last line stays
                break
        yield _seconds(times[:4], m[4]), _seconds(times[4:], m[8]), m.end(), max(stop, m.end())


def _seconds(parts: list[int], fraction: str) -> float:
    return float(parts[0] * 3600 + parts[1] * 60 + parts[2] + parts[3] / 10 ** len(fraction))


def _head(text: str, timing: int) -> int:
    """Where a cue begins: at its number or name, a single line between a blank one and the times."""
    before = text.rfind("\n", 0, max(timing - 1, 0)) + 1
    line = text[before:timing].strip()
    if not line:
        return timing
    above = text.rfind("\n", 0, max(before - 1, 0)) + 1
    return before if line.isdigit() or not text[above:before].strip() else timing


def _markup(body: str, base: int, speaker: str | None) -> Iterator[Edit]:
    """Tags out; a voice tag becomes a label where the speaker changes: <v 张三>好 → 张三：好."""
    for m in _MARKUP.finditer(body) if "<" in body or "{" in body else ():
        voice = _VOICE.fullmatch(m[0])
        name = voice[1].strip() if voice else None
        after = f"{name}：" if name and name != speaker else ""
        yield Edit(base + m.start(), base + m.end(), m[0], after, VOICE if after else MARKUP)
