"""Times in front of lines that name no speaker: `[00:01:02] 大家好`, `00:00:01.000 --> 00:00:05.000`."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from tclean.core.edit import Edit, edit
from tclean.stages.layout.lines import Line

RULE = "layout:time-code"
_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_CODE = re.compile(
    rf"(?:[\[(（【]\s*{_CLOCK}(?:\s*(?:-->|[-–~])\s*{_CLOCK})?\s*[\])）】]"
    rf"|{_CLOCK}\s*-->\s*{_CLOCK}|\d{{1,2}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,3}})?(?=\s|$))\s*"
)
_FEW, _SHARE = 3, 0.3


def time_codes(text: str, lines: Sequence[Line], labelled: Collection[int]) -> list[Edit]:
    """Deletions of the codes, where they stand in front of so many lines that they are no part of what is said.

    >>> text = "[00:01] 大家好\\n[00:03] 今天讲清洗\\n[00:07] 谢谢"
    >>> from tclean.stages.layout.lines import split_lines
    >>> [e.before for e in time_codes(text, split_lines(text), ())]
    ['[00:01] ', '[00:03] ', '[00:07] ']
    """
    found = [
        (line.start, line.start + m.end())
        for i, line in enumerate(lines)
        if i not in labelled and (line.text[0].isdigit() or line.text[0] in "[(（【") and (m := _CODE.match(line.text))
    ]
    if len(found) < _FEW or len(found) < _SHARE * len(lines):
        return []
    return [edit(text, start, end, "", RULE) for start, end in found]
