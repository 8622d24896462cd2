"""Clean prose of our own to damage, in both scripts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import opencc


@cache
def simplified() -> str:
    """About 2,200 characters: talk, report, essay."""
    return Path(__file__).with_name("prose.txt").read_text("utf-8")


@cache
def traditional() -> str:
    """The same in Traditional characters, without any GBK does not have."""
    text = opencc.OpenCC("s2t").convert(simplified())
    return "".join(c for c in text if len(c.encode("gb18030")) <= 2)
