"""Records → files for people and tools. One module per format, one table; every writer is a function over records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from tclean.core.errors import UsageError
from tclean.formats.write.chat import chat
from tclean.formats.write.markdown import markdown
from tclean.formats.write.plain import plain
from tclean.formats.write.subtitles import srt, vtt

Record = dict[str, Any]


class Writer(NamedTuple):
    """A format: the file name's ending and the function from one document's records to its text."""

    suffix: str
    write: Callable[[Record, Sequence[Record]], str]


WRITERS: dict[str, Writer] = {
    "markdown": Writer(".md", markdown),
    "text": Writer(".txt", plain),
    "srt": Writer(".srt", srt),
    "vtt": Writer(".vtt", vtt),
    "chat": Writer(".jsonl", chat),
}


def writer(name: str) -> Writer:
    """The writer of a format. Raises `UsageError` for an unknown one.

    >>> writer("markdown").suffix
    '.md'
    """
    if name not in WRITERS:
        raise UsageError(f"there is no output format '{name}'; use one of {', '.join(WRITERS)} or parquet")
    return WRITERS[name]
