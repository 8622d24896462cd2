"""Builds src/tclean/data/script.tsv out of OpenCC's dictionaries (Apache-2.0) and jieba's word list (MIT).

Rows, by their first column:
  traditional  characters no one types in Simplified text        simplified  the other way round
  choice       a character with several Simplified forms, the forms (OpenCC's own choice first), words that settle it
  taiwan       a word of Taiwan usage that is written with Traditional characters, the mainland's word

Run by hand when OpenCC is raised: python tools/build_script.py
"""

from __future__ import annotations

import subprocess
import tempfile
from functools import cache
from pathlib import Path

import opencc

ROOT = Path(__file__).parents[1]
CLIB = Path(opencc.__file__).parent / "clib"
# typed in Simplified text too: variants in names and set terms (手塚, 百褶 摺, 醣类, 麴町, 拚搏)
SHARED = set("麴醣菸摺榘捱拚塚碕嶋淩璿儁濛崑")
# encoded in Big5, yet never typed by a writer of Traditional text
PLAIN = set("体机听网与优儿惊怀构圣庄气洁")
FLAGGED = "乾藉瞭徵夥覆餘鍾鍊沈昇"
FORMS = {"沈": "沈 沉", "覆": "覆 复", "餘": "余 馀", "鍊": "炼 链"}


@cache
def table(name: str) -> dict[str, list[str]]:
    """One of OpenCC's dictionaries."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as out:
        source = CLIB / "share/opencc" / f"{name}.ocd2"
        command = [CLIB / "bin/opencc_dict", "-i", source, "-o", out.name, "-f", "ocd2", "-t", "text"]
        subprocess.run(command, check=True)
        rows = (line.rstrip("\n").split("\t") for line in out if "\t" in line)
        return {key: values.split(" ") for key, values in rows}


def encodes(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def shapes() -> tuple[str, str]:
    """Characters of one script only."""
    ts, st = table("TSCharacters"), table("STCharacters")
    extra = {c for name in ("HKVariantsRev", "TWVariantsRev") for c in table(name)}
    images = {v for values in ts.values() for v in values}
    simplified = {c for c, forms in st.items() if c not in forms and c not in ts}
    simplified = {c for c in simplified if c in PLAIN or not encodes(c, "big5")}
    traditional = {c for c, forms in ts.items() if c not in forms and c not in st}
    traditional |= {c for c in extra if c not in images and c not in st and not encodes(c, "gb2312")}
    traditional -= SHARED | {c for c in traditional if encodes(c, "gb2312") and c != "後"}
    return "".join(sorted(traditional)), "".join(sorted(simplified))


def choices() -> list[tuple[str, ...]]:
    """Characters with several Simplified forms, and the Traditional words in which the choice is known."""
    import jieba

    to_traditional = opencc.OpenCC("s2t").convert
    lines = (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines()
    words = [w for w, n, _ in (line.split(" ") for line in lines) if 2 <= len(w) <= 4 and int(n) >= 5]
    known: dict[str, list[str]] = {c: [] for c in FLAGGED}
    for word in words:
        turned = to_traditional(word)
        for char in known:
            if char in turned:
                known[char].append(turned)
    ts = table("TSCharacters")
    rows = [(c, FORMS.get(c) or " ".join(ts[c]), " ".join(sorted(set(known[c])))) for c in FLAGGED]
    return [("choice", *row) for row in rows]


def taiwan(traditional: str) -> list[tuple[str, ...]]:
    """Words of Taiwan usage that show a Traditional character and are no words of the mainland as well (執行, 即時)."""
    import jieba

    plain = opencc.OpenCC("t2s").convert
    lines = (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines()
    common = {w for w, n, _ in (line.split(" ") for line in lines) if int(n) >= 50}
    shown = set(traditional)
    rows = [(w, plain(values[0])) for w, values in table("TWPhrasesRev").items() if shown & set(w) and w.isalnum()]
    return [("taiwan", w, v) for w, v in sorted(rows) if plain(w) not in {v, *common} and len(w) > 1]


if __name__ == "__main__":
    old, new = shapes()
    rows = [("traditional", old), ("simplified", new), *choices(), *taiwan(old)]
    (ROOT / "src/tclean/data/script.tsv").write_text("".join("\t".join(r) + "\n" for r in rows), "utf-8")
