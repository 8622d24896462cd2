"""Dialogues written by hand (written/*.txt), laid out the ways transcripts come: one line, chunks, no signs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

FOLDER = Path(__file__).parent / "written"
CHUNK = 100
_SIGNS = "，。？！、；："


@dataclass(frozen=True)
class Written:
    """A dialogue: its title, who takes part as the command line wants it, and (name, words) in order."""

    name: str
    title: str
    participants: tuple[str, ...]
    turns: tuple[tuple[str, str], ...]


def read(path: Path) -> Written:
    """One file: a title, the participants (`-` for unknown ones), then a turn a line."""
    title, people, *lines = path.read_text("utf-8").splitlines()
    turns = tuple((m[0], m[2]) for m in (line.partition("：") for line in lines))
    given = tuple(p for p in people[2:].split() if p != "-")
    return Written(path.stem, title[2:], given, turns)


def everything() -> list[Written]:
    """All files of the folder."""
    return [read(p) for p in sorted(FOLDER.glob("*.txt"))]


def _commas(text: str) -> str:
    return re.sub(f"[{_SIGNS}]", "，", text)


def _blanks(text: str) -> str:
    return re.sub(f"[{_SIGNS}]", " ", text)


def _bare(text: str) -> str:
    return re.sub(f"[{_SIGNS}]", "", text)


def _lines(text: str) -> str:
    return re.sub(f"[{_SIGNS}]", "\n", text)


WAYS: dict[str, tuple[Callable[[str], str], str]] = {
    "one line": (str, ""),
    "chunks": (_commas, "。\n\n"),
    "sentences in chunks": (str, "。\n\n"),
    "blanks": (_blanks, ""),
    "lines": (_lines, ""),
    "bare": (_bare, ""),
}


def laid_out(turns: tuple[tuple[str, str], ...], way: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text without names, and where each turn stands in it.

    Chunks are cut like a recogniser does, without regard to words; a sign at the cut gives way to the forced one.
    """
    change, joint = WAYS[way]
    words = [change(text) for _, text in turns]
    text = "".join(words)
    starts = [0]
    for w in words:
        starts.append(starts[-1] + len(w))
    if joint:
        cuts = list(range(CHUNK, len(text), CHUNK))
        pieces = [text[a:b] for a, b in pairwise([0, *cuts, len(text)])]
        text, at = "", 0
        moved: dict[int, int] = {}
        for piece in pieces:
            for i in range(len(piece) + 1):
                moved[at + i] = len(text) + i
            at += len(piece)
            text += piece.rstrip(_SIGNS) + joint
        starts = [moved[s] for s in starts]
    return text, [(a, b, who) for (a, b), (who, _) in zip(pairwise(starts), turns, strict=True)]
