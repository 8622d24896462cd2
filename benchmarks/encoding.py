"""Decoding and mojibake, measured on damage made here: exactness by kind, false changes on healthy text, speed.

python benchmarks/encoding.py [FILE...]     FILEs of healthy text in UTF-8; without them words by frequency
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from time import process_time

import opencc

from tclean.config import settings
from tclean.core.document import Document, Source
from tclean.formats.decode import decode
from tclean.ruleset.model import RuleSet
from tclean.stages.repair import hygiene, mojibake
from tclean.text.charclass import shares
from tclean.text.lexicon import words

UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}


def cp1252(data: bytes) -> str:
    """Bytes as a browser reads them that takes them for Latin."""
    return "".join(chr(b) if b < 0x80 or b > 0x9F or b in UNDEFINED else bytes([b]).decode("cp1252") for b in data)


KINDS: dict[str, Callable[[str], str]] = {
    "UTF-8 as GBK, no loss": lambda t: t.encode().decode("gb18030"),
    "UTF-8 as GBK, U+FFFD": lambda t: t.encode().decode("gbk", "replace"),
    "UTF-8 as GBK, ?": lambda t: t.encode().decode("gbk", "replace").replace("\ufffd", "?"),
    "UTF-8 as Latin-1": lambda t: t.encode().decode("latin-1"),
    "UTF-8 as cp1252": lambda t: cp1252(t.encode()),
    "GBK as Latin-1": lambda t: t.encode("gbk").decode("latin-1"),
    "GBK as cp1252": lambda t: cp1252(t.encode("gbk")),
    "Big5 as GBK": lambda t: t.encode("big5").decode("gb18030"),
    "Big5 as Latin-1": lambda t: t.encode("big5").decode("latin-1"),
    "GBK as Big5": lambda t: t.encode("gbk").decode("big5"),
    "UTF-8 as cp1252 twice": lambda t: cp1252(cp1252(t.encode()).encode()),
    "GBK as cp1252, UTF-8 as cp1252": lambda t: cp1252(cp1252(t.encode("gbk")).encode()),
}


def sentences(paths: list[str], count: int = 3000) -> list[str]:
    """Healthy lines of ten to sixty characters."""
    if paths:
        text = "".join(Path(p).read_text("utf-8", "ignore") for p in paths)
        lines = [s + "。" for line in text.splitlines() for s in line.strip().split("。") if 10 <= len(s) < 60]
        return random.Random(3).sample(lines, min(count, len(lines)))
    rng = random.Random(2)
    items = [(w, n) for w, n in words().items() if n > 20 and shares(w)[0] == 0]
    weights = list(accumulate(n for _, n in items))
    picks = (rng.choices(items, cum_weights=weights, k=rng.randint(5, 20)) for _ in range(count))
    return ["，".join(("".join(w for w, _ in p[:4]), "".join(w for w, _ in p[4:]))) + "。" for p in picks]


def mended(text: str, *parts: object) -> tuple[str, int, float]:
    doc = Document.of(Source("x", text), "x")
    steps = [s for part in parts for s in part.build(settings(), RuleSet())]  # type: ignore[attr-defined]
    begin = process_time()
    for step in steps:
        doc.advance(step(doc))
    return doc.text, len(doc.changes), process_time() - begin


def outside(line: str, found: str) -> bool:
    """Whether all is right but what was lost."""
    return len(line) == len(found) and all(x in (y, "\ufffd") for x, y in zip(found, line, strict=True))


def repaired(lines: list[str]) -> None:
    traditional = opencc.OpenCC("s2tw").convert("\n".join(lines)).split("\n")
    for name, damage in KINDS.items():
        pairs = []
        bare = name.endswith("no loss")  # the bytes of 。 and ， hardly ever survive
        for line in traditional if name.startswith("Big5") else lines:
            line = line.replace("，", "").replace("。", "") if bare else line
            try:
                pairs.append((line, damage(line)))
            except UnicodeError:
                continue  # cannot be damaged this way without loss
        if not pairs:
            print(f"{name:<32} no line can be damaged this way without loss")
            continue
        out, _, seconds = mended("\n".join(d for _, d in pairs), mojibake)
        rows = list(zip(pairs, out.split("\n"), strict=True))
        exact = sum(o == line for (line, _), o in rows)
        lost = sum(len(line) for (line, _), _ in rows)
        right = sum(
            len(a)
            for (a, _), o in rows
            if len(a) == len(o) and all(x in (y, "\ufffd") for x, y in zip(o, a, strict=True))
        )
        alone = sum(mended(d, mojibake)[0] == line for line, d in pairs[:300])
        speed = sum(len(d) for _, d in pairs) / seconds / 1e3
        print(
            f"{name:<32} {exact / len(rows):7.2%} of {len(rows)} lines exact (alone {alone}/{min(300, len(pairs))}),"
            f" right outside what was lost {right / max(1, lost):7.2%}, {speed:,.0f} k characters/s"
        )


def decoded(lines: list[str]) -> None:
    text = "\n".join(lines)
    traditional = opencc.OpenCC("s2tw").convert(text)
    for codec, source in (
        ("utf-8", text),
        ("gb18030", text),
        ("big5hkscs", traditional),
        ("utf-16-le", text),
        ("utf-16-be", traditional),
    ):
        rows = [row for row in source.split("\n")[:600] if row.encode(codec, "ignore").decode(codec) == row]
        right = sum(decode(row.encode(codec)).text == row for row in rows)
        data = (source + "\n").encode(codec, "ignore") * 5
        begin = process_time()
        decode(data)
        seconds = process_time() - begin
        print(f"decode {codec:<10} {right}/{len(rows)} single lines, {len(data) / 1e6 / seconds:,.0f} MB/s")


def healthy(lines: list[str]) -> None:
    text = "\n".join(lines)
    text *= 1 + 2_000_000 // len(text)
    for name, source in (("Simplified", text), ("Traditional", opencc.OpenCC("s2tw").convert(text))):
        mended(source[:1000], mojibake, hygiene)
        _, edits, seconds = mended(source, mojibake, hygiene)
        print(
            f"healthy {name:<12} {len(source):>10,} characters, {edits} changed,"
            f" {len(source) / 1e6 / seconds:.0f} M characters/s"
        )


if __name__ == "__main__":
    chosen = sentences(sys.argv[1:])
    decoded(chosen)
    repaired(chosen)
    healthy(chosen)
