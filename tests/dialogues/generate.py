"""Made-up dialogues with their true turns: two to six speakers, all kinds of hosts, misheard names, lost punctuation.

Run `python tests/dialogues/generate.py 3` to read a few.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@dataclass
class Style:
    """How a dialogue goes; all shares are probabilities."""

    thanks: float
    vocative: float
    titled: bool
    openers: float
    misheard: float
    unpunctuated: float
    comment: float
    follow: float
    addition: float
    audience: float
    guest_words: int
    short: float
    rounds: int
    host_named: bool


@dataclass
class Dialogue:
    """A text, who is in it, and the true turns (start, end, name)."""

    text: str
    host: str
    guests: list[str]
    turns: list[tuple[int, int, str]]
    style: Style


@dataclass
class _Writer:
    random: random.Random
    style: Style
    stuff: dict[str, Any]
    voices: dict[str, dict[str, float]]
    calls: dict[str, str]
    parts: list[tuple[str, str]] = field(default_factory=list)

    def pick(self, kind: str) -> str:
        return str(self.random.choice(self.stuff[kind]))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def fill(self, clause: str, other: str = "") -> str:
        x, y = self.random.sample(self.stuff["things"], 2)
        return clause.replace("{x}", x).replace("{y}", y).replace("{o}", other)

    def say(self, who: str, clauses: list[str]) -> None:
        """Clauses in the speaker's own way of talking."""
        voice = self.voices[who]
        out = []
        for n, clause in enumerate(clauses):
            for word, rate in voice.items():
                if self.chance(rate) and (n or word in "呃嗯啊哎"):
                    clause = (
                        f"{clause}{word}"
                        if word in "嘛哈呢吧啊" or word in ("对吧", "是吧", "的话")
                        else f"{word}{clause}"
                    )
            out.append(clause)
        joint = "，"
        text = out[0]
        for clause in out[1:]:
            text += ("" if self.chance(0.06) else joint) + clause
        end = "" if self.chance(self.style.unpunctuated) else joint
        self.parts.append((who, text + end))

    def call(self, name: str) -> str:
        """The name as it is called, perhaps misheard."""
        form = self.calls[name]
        if not self.chance(self.style.misheard):
            return form
        return "".join(misheard(c, self.random) if self.chance(0.6) else c for c in form)

    def body(self, size: int) -> list[str]:
        out: list[str] = []
        total = 0
        while total < size:
            clause = self.fill(self.pick("bodies"))
            out.append((self.pick("views") if self.chance(0.12) else "") + clause)
            total += len(clause) + 3
        return out


@cache
def material() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "material.yaml").read_text("utf-8"))


@cache
def _sounds() -> dict[str, list[str]]:
    """Character → common characters that sound alike."""
    from tclean.text.lexicon import readings, words

    common = dict.fromkeys(c for w, n in words().items() if n > 2000 for c in w)
    by: dict[str, list[str]] = {}
    plain = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ", "aaaaeeeeiiiioooouuuuvvvv")
    for c in common:
        if c in readings():
            by.setdefault(readings()[c][0].translate(plain), []).append(c)
    return {c: group for group in by.values() for c in group}


def misheard(char: str, rng: random.Random) -> str:
    """Another character of the same sound: 群 → 裙."""
    return rng.choice(_sounds().get(char, [char]))


def style(rng: random.Random) -> Style:
    """A random style, from stage panels to kitchen-table talk."""
    formal = rng.random()
    return Style(
        thanks=0.1 + 0.8 * formal, vocative=0.25 + 0.65 * rng.random(), titled=rng.random() < 0.5,
        openers=0.35 + 0.5 * rng.random(), misheard=0.35 * rng.random(), unpunctuated=0.02 + 0.35 * rng.random(),
        comment=0.2 + 0.5 * rng.random(), follow=0.3 * rng.random(), addition=0.02 + 0.25 * (1 - formal) * rng.random(),
        audience=0.1 * rng.random(), guest_words=int(rng.lognormvariate(5.6, 0.5)), short=0.05 + 0.2 * rng.random(),
        rounds=rng.randint(2, 6), host_named=rng.random() < 0.6,
    )  # fmt: skip


def dialogue(seed: int) -> Dialogue:
    """The dialogue of one seed, always the same."""
    rng = random.Random(seed)
    stuff = material()
    how = style(rng)
    names = [a + b for a, b in zip(rng.sample(stuff["families"], 7), rng.sample(stuff["given"], 7), strict=True)]
    host, guests = names[0], names[1 : rng.randint(2, 6)]
    calls = {n: _called(n, how, rng) for n in guests}
    voices = {n: _voice(rng, stuff) for n in names}
    w = _Writer(rng, how, stuff, voices, calls)
    _play(w, host, guests, names[-1])
    text, turns = "", []
    for who, part in w.parts:
        if turns and turns[-1][2] == who:
            turns[-1] = (turns[-1][0], len(text) + len(part), who)
        else:
            turns.append((len(text), len(text) + len(part), who))
        text += part
    return Dialogue(text, host, guests, turns, how)


def _called(name: str, how: Style, rng: random.Random) -> str:
    title = rng.choice([t for t in material()["titles"] if t]) if how.titled else ""
    if title:
        return name[0] + title
    return name[1:] if len(name) > 2 else name


def _voice(rng: random.Random, stuff: dict[str, Any]) -> dict[str, float]:
    words = rng.sample(stuff["voices"], rng.randint(5, 9))
    return {v: min(0.45, rng.lognormvariate(-2.3, 0.8)) for v in words}


def _play(w: _Writer, host: str, guests: list[str], stranger: str) -> None:
    w.say(host, [w.fill(c) for c in w.random.sample(w.stuff["openings"], 2)])
    last = ""
    for _ in range(w.style.rounds):
        order = w.random.sample(guests, len(guests))
        lead = w.fill(w.pick("leads")), w.fill(w.pick("questions"))
        for n, guest in enumerate(order):
            _ask(w, host, guest, last, lead if n == 0 else ())
            _answer(w, guest)
            last = guest
            while w.chance(w.style.follow):
                w.say(host, ([w.pick("short")] if w.chance(0.3) else []) + [w.fill(w.pick("follow"))])
                _answer(w, guest)
            if len(guests) > 1 and w.chance(w.style.addition):
                other = w.random.choice([g for g in guests if g != guest])
                w.say(
                    other, [_opener(w) + w.fill(w.pick("additions"), w.call(guest)), *w.body(w.style.guest_words // 2)]
                )
                last = other
        if w.chance(w.style.audience):
            w.say(host, ["下面把时间留给现场的观众"])
            w.say(stranger, [w.fill(w.pick("audience")), w.fill(w.pick("questions"))])
    w.say(host, [("好谢谢" + w.call(last)) if w.chance(w.style.thanks) else "好的", w.pick("closings")])


def _ask(w: _Writer, host: str, guest: str, last: str, lead: tuple[str, ...]) -> None:
    """The host thanks, comments, and hands over: by name at the end, at the start, or not at all."""
    out: list[str] = []
    if last and w.chance(w.style.thanks):
        thanks = w.random.choice(["好谢谢", "谢谢", "好的谢谢", "非常感谢", "好，谢谢"])
        out.append(thanks + (w.call(last) if w.chance(0.75) else ""))
    elif last and w.chance(0.5):
        out.append(w.random.choice(["好的", "嗯", "明白", "太好了", "对", "没错", "是的"]))
    if last and w.chance(w.style.comment):
        out.append(w.fill(w.pick("comments")))
    out += lead
    name = w.call(guest)
    kind = w.random.random()
    if not w.chance(w.style.vocative):
        out.append(w.fill(w.pick("questions")))
    elif kind < 0.3:
        out += [
            f"那{name}呢" if w.chance(0.5) else f"{name}您先来",
            *([w.fill(w.pick("questions"))] if w.chance(0.5) else []),
        ]
    elif kind < 0.6:
        out += [f"{name}您对{w.fill('{x}')}", w.fill(w.pick("questions"))]
    elif kind < 0.8:
        out += [w.fill(w.pick("questions")), w.random.choice([f"请{name}", f"要不{name}先说", name, f"看看{name}"])]
    else:
        out.append(w.random.choice([f"{name}有什么补充吗", f"好的{name}", f"那{name}", f"{name}请"]))
    w.say(host, out or [w.fill(w.pick("questions"))])


def _opener(w: _Writer) -> str:
    return w.pick("openers") if w.chance(w.style.openers) else ""


def _answer(w: _Writer, guest: str) -> None:
    if w.chance(w.style.short):
        w.say(guest, [_opener(w) + w.pick("short")])
        return
    size = max(30, int(w.random.lognormvariate(0, 0.7) * w.style.guest_words))
    body = w.body(size)
    view = w.pick("views") if w.chance(0.4) else ""
    body[0] = _opener(w) + view + body[0].removeprefix(view)
    w.say(guest, body)


if __name__ == "__main__":
    for seed in range(int(sys.argv[1])):
        made = dialogue(seed)
        sys.stdout.write(f"== {seed} {made.style}\n")
        for start, end, who in made.turns:
            sys.stdout.write(f"{who}: {made.text[start:end]}\n")
