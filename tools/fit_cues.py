"""Fits the weights of `rules/data/cues.yaml` to dialogues whose speakers are known.

    python tools/fit_cues.py DIALOGUE… [--least 3] [--out FILE]

A DIALOGUE is a text file: `# title`, `# participants: NAME:host,NAME:guest,…`, then a turn a line, `[NAME]words` or
`NAME：words`; `{heard|said}` counts as heard. A file named twice counts twice. The folder a file lies in is its writer:
a string is learnt only where so many writers (`--least`) use it. The same files give the same weights.

Strings are short; a run of signs is written `，`, one of Latin letters and digits `A`. Their weights are log-odds by
logistic regression with an absolute penalty, which leaves most strings at nothing:

- `role`: that a clause is a host's;
- `ends`, `begins`: that a turn ends or begins at a place, by the roles on both sides, beyond what the rules of
  `speakers.yaml` say there. The dialogues are laid out as raw transcripts are and taken through the stages before.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
import yaml
from cue_models import Design, fit

from tclean.config import participant
from tclean.config import settings as make_settings
from tclean.core.document import Document, Source
from tclean.ruleset.load import load_rules
from tclean.stages import build_stages
from tclean.stages.speakers.inferred.ngrams import word_starts
from tclean.stages.speakers.inferred.scene import scene_of, setting_of
from tclean.stages.speakers.inferred.scores import score_cuts
from tclean.stages.speakers.inferred.view import PUNCTUATION, among, masked
from tclean.stages.speakers.inferred.weights import load

CUES = Path(__file__).parents[1] / "rules/data/cues.yaml"
SIGNS = re.compile(f"[{re.escape(PUNCTUATION)}]+")
LATIN = re.compile(r"[A-Za-z0-9]+")
HOSTS = ("host", "interviewer", "moderator")
LONGEST = {"role": 5, "cut": 6}
STRENGTH = {"role": 3.0, "cut": 1.0}
LISTENER = "观众"
CHUNK = 100
SPARE = 8  # of the places inside clauses one in so many is looked at, and counts so often


@dataclass(frozen=True)
class Dialogue:
    """Turns as (who, words); the one host, or nobody where several are."""

    name: str
    writer: str
    people: tuple[str, ...]
    host: str | None
    turns: tuple[tuple[str, str], ...]


def read(path: Path) -> Dialogue:
    """One file."""
    head, turns = [], []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("#"):
            head.append(line.lstrip("# "))
        elif m := re.match(r"\[(.+?)\](.+)|([^：]+)：(.+)", line):
            turns.append((m[1] or m[3], re.sub(r"\{([^|}]*)\|[^}]*\}", r"\1", m[2] or m[4])))
    people = [p for p in re.split(r"[,，\s]+", head[1].removeprefix("participants:").strip()) if p != "-"]
    hosts = [p.partition(":")[0] for p in people if p.partition(":")[2] in HOSTS]
    return Dialogue(path.stem, str(path.parent), tuple(people), hosts[0] if len(hosts) == 1 else None, tuple(turns))


def normal(words: str) -> str:
    """Words in the form strings are written in.

    >>> normal("好。\\n\\nScaling Law，对")
    '好，A，A，对'
    """
    return LATIN.sub("A", SIGNS.sub("，", words))


class Seen:
    """Counts of strings: how often, in which dialogues, by which writers."""

    def __init__(self) -> None:
        self.times: Counter[str] = Counter()
        self.places: dict[str, set[Hashable]] = defaultdict(set)
        self.writers: dict[str, set[str]] = defaultdict(set)

    def add(self, found: Sequence[str], d: Dialogue) -> None:
        """The strings of one row."""
        self.times.update(found)
        for s in found:
            self.places[s].add((d.writer, d.name))
            self.writers[s].add(d.writer)

    def index(self, often: Callable[[str], bool], dialogues: int, writers: int) -> dict[str, int]:
        """The strings to be learnt, numbered."""
        good = (s for s in sorted(self.times) if len(self.places[s]) >= dialogues and len(self.writers[s]) >= writers)
        return {s: n for n, s in enumerate(s for s in good if often(s))}


def clauses(words: str) -> Iterator[str]:
    """The clauses of a turn in normal form, each between two signs."""
    return ("，" + c + "，" for c in normal(words).split("，") if c)


def strings(clause: str) -> list[str]:
    """All strings of a clause; the sign behind it ends one, but begins none."""
    body, longest = len(clause) - 1, LONGEST["role"]
    spans = ((i, i + n) for i in range(body) for n in range(1, longest + 1) if i + n <= len(clause))
    return [clause[a:b] for a, b in spans if clause[a:b] != "，"]


def role_weights(dialogues: Sequence[Dialogue], writers: int) -> dict[str, float]:
    """What each string says for a host."""
    known = [(d, [(w == d.host, t) for w, t in d.turns if w != LISTENER]) for d in dialogues if d.host]
    said = [(d, host, strings(c)) for d, turns in known for host, words in turns for c in clauses(words)]
    seen = Seen()
    for d, _, found in said:
        seen.add(found, d)
    index = seen.index(lambda s: seen.times[s] >= 6, 5, writers)
    design = Design.of([[index[s] for s in found if s in index] for _, _, found in said], len(index))
    truth = np.array([int(host) for _, host, _ in said])
    ones, nothing = np.ones((len(said), 1)), np.zeros((len(said), 1))
    weights, _ = fit(design, truth, nothing, ones, ones[:, 0], STRENGTH["role"])
    return {s: round(float(weights[n, 0]), 2) for s, n in index.items() if abs(weights[n, 0]) >= 0.03}


class Place(NamedTuple):
    """A place at which a turn could begin: what does (0 nothing, else 1 + the pair of roles), and what is known."""

    dialogue: Dialogue
    found: list[str]  # `>` before strings behind the place, `<` before those in front of it
    truth: int
    known: tuple[float, float, float]
    sign: bool
    weight: float


def layouts(d: Dialogue) -> Iterator[tuple[str, list[int]]]:
    """The words as raw transcripts hold them, with the places of the turns: chunks, signs between turns, no signs."""
    ended = [t if t[-1] in PUNCTUATION or crc32(t.encode()) % 4 == 0 else t + "，" for _, t in d.turns]
    yield _chunks([t for _, t in d.turns])
    yield _chunks(ended)
    bare = [SIGNS.sub("", t) for _, t in d.turns]
    yield "".join(bare), [0, *np.cumsum([len(t) for t in bare])[:-1].tolist()]


def _chunks(turns: Sequence[str]) -> tuple[str, list[int]]:
    text = "".join(turns)
    starts = [0, *np.cumsum([len(t) for t in turns])[:-1].tolist()]
    pieces = [text[a : a + CHUNK] for a in range(0, len(text), CHUNK)]
    ends = np.cumsum([0] + [len(p.rstrip(PUNCTUATION)) + 3 for p in pieces])
    return "".join(p.rstrip(PUNCTUATION) + "。\n\n" for p in pieces), [
        int(ends[s // CHUNK]) + s % CHUNK for s in starts
    ]


def places(d: Dialogue) -> Iterator[Place]:
    """All places of one dialogue in all layouts."""
    host = d.host or d.people[0].partition(":")[0]  # of several hosts the first counts, as in the decoder
    role = {who: int(who != host) for who, _ in d.turns}
    for text, starts in layouts(d):
        doc = Document.of(Source("t.txt", text), "t")
        doc.meta.participants = [participant(p) for p in d.people]
        for name, step in STEPS:
            if name == "speakers":
                break
            doc.advance(step(doc))
        turns = {_present(doc, s): n for n, s in enumerate(starts) if n}
        yield from _rows(d, masked(doc), doc, {p: _pair(d, n, role) for p, n in turns.items()})


def _pair(d: Dialogue, n: int, role: Mapping[str, int]) -> int | None:
    """What begins with turn n: 1 a guest after a host, 2 a host, 3 another guest; None what is not to be learnt."""
    before, now = d.turns[n - 1][0], d.turns[n][0]
    if now in (LISTENER, before):
        return None
    return {(0, 1): 1, (1, 0): 2, (1, 1): 3}.get((0 if before == LISTENER else role[before], role[now]))


def _present(doc: Document, source: int) -> int:
    """Where a place of the source stands now."""
    low, high = 0, len(doc.text)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if doc.to_source(middle, right=True) < source else (low, middle)
    return low


def _rows(d: Dialogue, text: str, doc: Document, turns: Mapping[int, int | None]) -> Iterator[Place]:
    setting = setting_of(doc, text, load())
    scene = scene_of(setting)
    at = word_starts(text)
    cuts = score_cuts(setting.look, at, scene.found, len(scene.people))
    hg, gh, gg = (cuts.roles - cuts.words + scene.pace * load().number("pace", "cost")).T
    after = np.minimum(cuts.after[:, 1:].max(1), 4.0)
    known = np.stack((hg + after, gh + cuts.before[:, 1:].max(1), gg + 0.4 * after), axis=1)
    signs = among(text, PUNCTUATION)[at - 1]
    looked = signs | np.isin(at, scene.cuts.places)
    true = {next((p for p in range(t, len(text)) if text[p] not in PUNCTUATION), t): pair for t, pair in turns.items()}
    near = {t + k for t in true for k in (-2, -1, 1, 2)} - set(true)  # as good as right
    for i, p in enumerate(at.tolist()):
        pair = true.get(p, 0)
        spare = not (pair or looked[i])
        if pair is None or p in near or (spare and p % SPARE):
            continue
        back = normal(text[max(0, p - 40) : p]).rstrip("，")
        found = [">" + s for s in _growing(normal(text[p : p + 40]))]
        found += ["<" + s[::-1] for s in _growing(back[::-1])]
        yield Place(d, found, pair, tuple(known[i]), bool(signs[i]), SPARE / 3 if spare else 1 / 3)


def _growing(words: str) -> list[str]:
    return [words[:n] for n in range(1, min(len(words), LONGEST["cut"]) + 1)]


def cut_weights(dialogues: Sequence[Dialogue], writers: int) -> dict[str, tuple[float, float, float]]:
    """What each string behind (`>`) or in front of (`<`) a place says for a turn beginning there, by pair of roles."""
    return learnt([p for d in dialogues for p in places(d)], writers)


def learnt(rows: Sequence[Place], writers: int) -> dict[str, tuple[float, float, float]]:
    """The weights of all strings at these places."""
    seen, turned = Seen(), Counter[str]()
    for r in rows:
        seen.add(r.found, r.dialogue)
        turned.update(r.found if r.truth else ())
    index = seen.index(lambda s: turned[s] >= 3 or seen.times[s] >= 40, 3, writers)
    design = Design.of([[index[s] for s in r.found if s in index] for r in rows], len(index))
    sign = np.array([[float(r.sign), float(not r.sign)] for r in rows])
    known, weight = np.array([r.known for r in rows]), np.array([r.weight for r in rows])
    weights, share = fit(design, np.array([r.truth for r in rows]), known, sign, weight, STRENGTH["cut"])
    weights = (weights / share).round(1) + 0.0
    return {s: (*weights[n].tolist(),) for s, n in index.items() if np.abs(weights[n]).max() >= 0.1}


def lines(items: Mapping[str, float | tuple[float, ...]]) -> str:
    """Strings with their weights as lines of YAML, sorted."""
    out, line = [], "   "
    for s in sorted(items):
        value = items[s]
        shown = f"[{', '.join(f'{v:g}' for v in value)}]" if isinstance(value, tuple) else f"{value:g}"
        item = f" {s}: {shown},"
        if len(line) + len(item) > 110:
            out.append(line)
            line = "   "
        line += item
    return "{\n" + "\n".join([*out, line]) + "}\n"


def main() -> None:
    """Read, fit, write; what stands before the strings in the file stays."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dialogues", nargs="+", type=Path)
    parser.add_argument("--least", type=int, default=3)
    parser.add_argument("--out", type=Path, default=CUES)
    args = parser.parse_args()
    dialogues = [read(p) for p in sorted(args.dialogues)]
    cuts = cut_weights(dialogues, args.least)
    found = {
        "host": role_weights(dialogues, args.least),
        "ends": {s[1:]: v for s, v in cuts.items() if s[0] == "<"},
        "begins": {s[1:]: v for s, v in cuts.items() if s[0] == ">"},
    }
    text = CUES.read_text("utf-8")
    for name, items in found.items():
        text = re.sub(rf"(?ms)^  {name}: \{{.*?\}}\n", lambda _, n=name, i=items: f"  {n}: {lines(i)}", text)
    yaml.safe_load(text)
    args.out.write_text(text, "utf-8")


STEPS = build_stages(make_settings(), load_rules())

if __name__ == "__main__":
    main()
