"""Before and after, side by side in one line: what was struck, what came in, and which rules did it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

Record = Mapping[str, Any]
Part = tuple[str, str, Sequence[str]]  # text that stays or was struck, text that came in, rules (empty: stays)


def parts(record: Record) -> Iterator[Part]:
    """A segment record as stretches that stay and stretches that changed, in source order.

    >>> r = {"text": "悟道3.0", "edits": [{"before": "。", "after": ".", "rules": ["itn:stop"], "span": [3, 4]}],
    ...      "span": [0, 5]}
    >>> list(parts(r))
    [('悟道3', '悟道3', ()), ('。', '.', ['itn:stop']), ('0', '0', ())]
    """
    text, at, source = record["text"], 0, record["span"][0]
    for e in record["edits"]:
        stays = e["span"][0] - source
        if stays:
            yield text[at : at + stays], text[at : at + stays], ()
        yield e["before"], e["after"], e["rules"]
        at += stays + len(e["after"])
        source = e["span"][1]
    if at < len(text):
        yield text[at:], text[at:], ()


def diff(record: Record) -> str:
    """One segment with its changes in brackets: `[-struck-]` and `{+put in+}`.

    >>> diff({"text": "b", "span": [0, 2], "edits": [{"span": [0, 1], "before": "a", "after": "", "rules": ["x:y"]}]})
    '[-a-]b'
    """
    out = []
    for before, after, rules in parts(record):
        if not rules:
            out.append(before)
            continue
        out.append((f"[-{before}-]" if before else "") + (f"{{+{after}+}}" if after else ""))
    return "".join(out)


STYLE = """body{font:17px/1.8 sans-serif;max-width:46em;margin:2em auto;padding:0 1em;color:#222}
del{background:#fdd;text-decoration:line-through;color:#955}ins{background:#dfd;text-decoration:none}
h2{font-size:1.1em;border-top:1px solid #ccc;padding-top:1em}.who{font-weight:bold}
.who small{font-weight:normal;color:#777}
p{white-space:pre-wrap}.flag{background:#ffd;padding:0 .4em}.dropped{color:#999}"""


def page(documents: Iterable[Record], segments: Iterable[Record], title: str) -> Iterator[str]:
    """An HTML page, piece by piece: every segment with its changes; the rules show when the pointer rests on one."""
    meta = {d["doc_id"]: d for d in documents}
    name = escape(title)
    yield f"<!doctype html><meta charset=utf-8><title>{name}</title><style>{STYLE}</style><h1>{name}</h1>\n"
    last = None
    for r in segments:
        if r["doc_id"] != last:
            last = r["doc_id"]
            yield f"<h2>{escape(last)} {escape(str(meta.get(last, {}).get('title') or ''))}</h2>\n"
        who = r["speaker"] or {}
        label = who.get("name") or ("?" if r["kind"] == "speech" else r["kind"])
        sure = f" <small>{who['confidence']:.2f} {escape(who['method'])}</small>" if who else ""
        flags = "".join(f" <span class=flag>{escape(f)}</span>" for f in r["flags"])
        yield f"<p><span class=who>{escape(label)}{sure}</span>{flags} {''.join(map(_html, parts(r)))}</p>\n"


def _html(part: Part) -> str:
    before, after, rules = part
    if not rules:
        return escape(before)
    tip = escape(" ".join(rules), quote=True)
    struck = f'<del title="{tip}">{escape(before)}</del>' if before else ""
    return struck + (f'<ins title="{tip}">{escape(after)}</ins>' if after else "")


def statistics(documents: Iterable[Record]) -> dict[str, Counter[str]]:
    """Hits by rule, flags and dropped stretches over all documents: a fold over their records."""
    out: dict[str, Counter[str]] = {"by_rule": Counter(), "flags": Counter(), "dropped": Counter(), "totals": Counter()}
    for d in documents:
        stats = d["stats"]
        out["by_rule"].update(stats["by_rule"])
        out["flags"].update(stats.get("flags", {}))
        out["dropped"].update(x["kind"] for x in d["dropped"])
        out["totals"].update({k: stats[k] for k in ("segments", "characters", "edits")} | {"documents": 1})
        out["totals"]["suggestions"] += stats.get("suggestions", 0)
    return out
