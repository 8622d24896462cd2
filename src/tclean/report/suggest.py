"""Suggestions for review: edits that were found but not applied, gathered over a run; accepted ones become rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


class Gatherer:
    """Folds segment records into one row per (before, after, rule), most frequent first. Contexts are capped."""

    def __init__(self, contexts: int = 3, width: int = 15) -> None:
        self.rows: dict[tuple[str, str, str], dict[str, Any]] = {}
        self.contexts = contexts
        self.width = width

    def add(self, record: Mapping[str, Any]) -> None:
        """Take one segment record."""
        for s in record.get("suggestions", ()):
            key = (s["before"], s["after"], s["rules"][-1])
            row = self.rows.setdefault(
                key,
                {
                    "accept": False,
                    "before": s["before"],
                    "after": s["after"],
                    "rule": s["rules"][-1],
                    "count": 0,
                    "confidence": 0.0,
                    "contexts": [],
                },
            )
            row["count"] += 1
            row["confidence"] = max(row["confidence"], s["confidence"])
            if len(row["contexts"]) < self.contexts:
                row["contexts"].append(self._context(record["text"], s["before"]))

    def _context(self, text: str, before: str) -> str:
        at = text.find(before)
        return text[max(0, at - self.width) : at + len(before) + self.width] if at >= 0 else before

    def sorted(self) -> list[dict[str, Any]]:
        """Rows, most frequent and surest first."""
        return sorted(self.rows.values(), key=lambda r: (-r["count"], -r["confidence"], r["before"], r["after"]))


def rules_from(rows: Iterable[Mapping[str, Any]], name: str) -> str:
    """A rules file (YAML) of the rows whose `accept` is true: variants gathered under their canonical form.

    >>> print(rules_from([{"accept": True, "before": "陆卡", "after": "LoRA", "contexts": ["用陆卡微调"]}], "mine"))
    # yaml-language-server: $schema=rules.schema.json
    version: 1
    name: mine
    terms:
    - canonical: LoRA
      variants:
      - 陆卡
      tests:
      - in: 用陆卡微调
        out: 用LoRA微调
    <BLANKLINE>
    """
    terms: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row.get("accept") is not True:
            continue
        term = terms.setdefault(row["after"], {"canonical": row["after"], "variants": [], "tests": []})
        if row["before"] not in term["variants"]:
            term["variants"].append(row["before"])
            context = next((c for c in row.get("contexts", ()) if row["before"] in c), row["before"])
            term["tests"].append({"in": context, "out": context.replace(row["before"], row["after"])})
    body = {"version": 1, "name": name, "terms": [terms[k] for k in sorted(terms)]}
    import yaml

    head = "# yaml-language-server: $schema=rules.schema.json\n"
    return head + yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=100)
