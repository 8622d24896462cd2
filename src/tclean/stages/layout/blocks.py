"""What each line is besides speech: heading, note, event, key point."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tclean.stages.layout.bylines import TOP, is_byline, title_line
from tclean.stages.layout.headline import cast_block, cast_line
from tclean.stages.layout.lines import Line, is_prose
from tclean.text.langdata import language_data

_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}|第[一二三四五六七八九十\d]+[章节節部]分?|Part ?\d+|0\d)[、.． :：]?\s*\S"
)
_LISTED = re.compile(r"(?:\d{1,2}[.、．)）]|[-•·*]\s|[(（]\d{1,2}[)）]|[①-⑳])")
_SPOKEN = re.compile(r"[吗呢吧啊嗯嘛嗎]|谢谢|謝謝|^(?:对|對|好|是的|没有|沒有|我|你|您|不是|当然|哈哈)")
_BRACKETED = re.compile(r"【[^【】]{2,60}】")
_SHORT, _NOTE = 40, 60
_OPEN_END = tuple("。！？!?…；;，,、：:")


@cache
def _summary(side: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in language_data("labels")["summary"][side]), re.I)


@cache
def _event() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, language_data("labels")["events"]), key=len, reverse=True))
    return re.compile(rf"(?:[\[【（(]\s*(?:{words})\s*[\]】）)]\s*)+", re.I)


def kinds(lines: Sequence[Line], turns: Sequence[int], spoken_from: int | None, prose: bool = True) -> list[str | None]:
    """The kind of each line, None for speech.

    `turns` are the lines that open a turn, `spoken_from` is where speech begins; short lines between paragraphs are
    headings only in `prose`. Summary lines that carry a label are summary as well; the speaker is kept beside.
    """
    out: list[str | None] = [None] * len(lines)
    opens = set(turns)
    _marked_up(lines, out, opens)
    _summaries(lines, out, opens)
    _page_head(lines, out, opens, spoken_from, prose)
    if prose and is_prose(lines):
        _short_lines(lines, out, opens)
        _page_end(lines, out, turns)
    return out


def _marked_up(lines: Sequence[Line], out: list[str | None], opens: set[int]) -> None:
    for i, line in enumerate(lines):
        if i in opens or not (line.hashes or line.text[0] in "[【（("):
            continue
        if line.hashes:
            out[i] = "heading"
        elif _event().fullmatch(line.text):
            out[i] = "event"
        elif _BRACKETED.fullmatch(line.text):
            out[i] = "note" if line.text.startswith(("【以下", "【编", "【編")) else "heading"


def _summaries(lines: Sequence[Line], out: list[str | None], opens: set[int]) -> None:
    """From a line that announces key points to the one that announces the transcript, or over its list."""
    after, closing = 0, _matching(lines, opens, _summary("close"), _NOTE)
    for i in _matching(lines, opens, _summary("open"), _SHORT):
        if i < after:
            continue
        stop = next((k for k in closing if k > i), None)
        if stop is None:
            stop = i + 1
            while stop < len(lines) and stop not in opens and _LISTED.match(lines[stop].text):
                stop += 1
        if stop == i + 1:
            continue
        out[i] = "note"
        listed = _LISTED.match(lines[i + 1].text) is not None
        for k in range(i + 1, stop):
            if out[k] is None and not (listed and k not in opens and not _LISTED.match(lines[k].text)):
                out[k] = "heading" if _headline(lines, k, opens) else "summary"
        after = stop
    for k in closing:
        if out[k] is None:
            out[k] = "note"


def _matching(lines: Sequence[Line], opens: set[int], pattern: re.Pattern[str], longest: int) -> list[int]:
    """The lines of at most that length in which a pattern matches, those that open a turn left out."""
    return [i for i, x in enumerate(lines) if len(x.text) <= longest and i not in opens and pattern.search(x.text)]


def _page_head(
    lines: Sequence[Line], out: list[str | None], opens: set[int], spoken_from: int | None, prose: bool
) -> None:
    """Title, by-lines, cast lists and the editor's lead in front of the first turn."""
    for i, line in enumerate(lines[:TOP]):
        if out[i] is None and i not in opens and (is_byline(line.text) or cast_line(line.text)):
            out[i] = "note"
        elif i not in opens and len(line.text) < _SHORT:
            used = cast_block([x.text for x in lines[i : i + TOP]])[1]
            out[i : i + used] = ["note"] * used
    title = title_line(lines, prose) if not any(line.hashes for line in lines[:3]) else None
    if title is not None and title not in opens and out[title] is None and (spoken_from or title or len(lines) > 1):
        out[title] = "heading"
    first = spoken_from or 0
    for i in range(first - 1, -1, -1):
        if out[i] is None and i not in opens:
            close = i >= first - 2 and all(out[k] == "heading" for k in range(i + 1, first))
            out[i] = "heading" if close and _headline(lines, i, opens) else "note"


def _short_lines(lines: Sequence[Line], out: list[str | None], opens: set[int]) -> None:
    """Headings without a mark: short open lines between paragraphs, at most two in a row."""
    run: list[int] = []
    for i in range(len(lines) + 1):
        if i < len(lines) and out[i] in (None, "heading") and not lines[i].hashes and _headline(lines, i, opens):
            run.append(i)
            continue
        follows = i < len(lines) and (len(lines[i].text) > _SHORT or i in opens)
        if run and len(run) <= 2 and follows and run[0] > 0:
            for k in run:
                out[k] = "heading"
        run = []


def _headline(lines: Sequence[Line], i: int, opens: set[int]) -> bool:
    text = lines[i].text
    if i in opens or len(text) > _SHORT or text.endswith(_OPEN_END) or lines[i].final:
        return False
    if text.startswith("!["):
        return False
    return _NUMBERED.match(text) is not None or not (_LISTED.match(text) or _SPOKEN.search(text))


def _page_end(lines: Sequence[Line], out: list[str | None], turns: Sequence[int]) -> None:
    """Behind the last turn: what the publisher says about itself, and leftovers of the page's frame."""
    i = len(lines) - 1
    while i > (turns[-1] if turns else len(lines)) and out[i] in (None, "heading"):
        text = lines[i].text
        told = sum(word in text for word in language_data("labels")["about"])
        if not ((told >= 2 and "我" not in text) or (len(text) <= _SHORT and not lines[i].final)):
            break
        out[i] = "note"
        i -= 1
