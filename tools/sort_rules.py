"""Sorts the word blocks (`spellings: |`, `shield: |`) of rules files and drops doubles; run after editing a pack.

Several words may be typed on one line with `;` between them. python tools/sort_rules.py rules/terms/*.yaml
"""

from __future__ import annotations

import sys
from pathlib import Path


def tidy(text: str) -> str:
    """The file with every block of words sorted (without regard to case) and unique."""
    out: list[str] = []
    block: list[str] | None = None
    for line in [*text.rstrip("\n").split("\n"), ""]:
        if block is not None and (not line or line.startswith("  ")):
            block += [w for w in map(str.strip, line.split(";")) if w]
            continue
        if block is not None:
            out += [f"  {w}" for w in sorted(dict.fromkeys(block), key=order)]
            block = None
        out.append(line)
        if line in ("spellings: |", "shield: |"):
            block = []
    if block is not None:
        out += [f"  {w}" for w in sorted(dict.fromkeys(block), key=order)]
    return "\n".join(out).rstrip("\n") + "\n"


def order(word: str) -> tuple[str, str]:
    """The sorting key of a word."""
    return word.casefold(), word


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(tidy(path.read_text("utf-8")), "utf-8")
