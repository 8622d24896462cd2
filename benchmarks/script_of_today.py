"""The script a user would write today, as a rival: ftfy, opencc, one big `re` alternation, datasketch, jsonschema.

python benchmarks/script_of_today.py FOLDER OUT     (needs datasketch)
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import ftfy
import jsonschema
import opencc
from datasketch import MinHash, MinHashLSH

SCHEMA = {
    "type": "object",
    "required": ["doc", "text"],
    "properties": {"doc": {"type": "string"}, "text": {"type": "string"}},
}


def main() -> None:
    source, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(exist_ok=True)
    convert = opencc.OpenCC("t2s").convert
    table = {f"mis heard term {n}": f"Term {n}" for n in range(2000)}
    terms = re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))
    with open(out / "rows.jsonl", "w", encoding="utf-8") as file:
        for path in sorted(source.iterdir()):
            text = convert(ftfy.fix_text(path.read_text("utf-8", "replace")))
            text = terms.sub(lambda m: table[m.group()], text)
            lsh = MinHashLSH(threshold=0.8, num_perm=128)
            for n, paragraph in enumerate(p for p in text.split("\n") if p.strip()):
                sketch = MinHash(num_perm=128)
                for i in range(max(1, len(paragraph) - 4)):
                    sketch.update(paragraph[i : i + 5].encode())
                if lsh.query(sketch):
                    continue
                lsh.insert(str(n), sketch)
                row = {"doc": path.stem, "text": paragraph}
                jsonschema.validate(row, SCHEMA)
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
