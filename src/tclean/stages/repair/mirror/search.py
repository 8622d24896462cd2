"""From odd places to changed regions: search around each, compare with the text as it stands and with the runner-up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tclean.stages.repair.mirror import beam
from tclean.stages.repair.mirror.beam import Reading
from tclean.stages.repair.mirror.channel import Channel, Hypothesis
from tclean.stages.repair.mirror.line import Line
from tclean.stages.repair.mirror.scorer import Scorer
from tclean.stages.repair.mirror.tokens import Kind

BACK = 6  # tokens of context before an odd place
ON = 10  # and behind it
SETTLED = 5  # tokens in step before a search may end
JOIN = 2  # unchanged tokens between two changed ones that still belong to one region


@dataclass(slots=True)
class Window:
    """The readings of tokens `[start, end)`, best first, and the cost of leaving them as they are."""

    start: int
    end: int
    readings: list[Reading]
    literal: int


@dataclass(slots=True)
class Region:
    """Changed tokens `[start, end)` and the ways to read them, best first: (extra cost, reading)."""

    start: int
    end: int
    ways: list[tuple[int, Reading]]
    gain: int  # how much better the best is than the text as it stands


def windows(line: Line, scorer: Scorer, channel: Channel) -> Iterator[Window]:
    """Search around every odd place of the line."""
    done = 0
    for at in line.odd:
        if at >= done:
            start = max(done, at - BACK)
            window = _search(line, scorer, channel, start, at + ON)
            done = window.end
            yield window


def again(line: Line, scorer: Scorer, channel: Channel, window: Window) -> Window:
    """The same search by other means: `channel` may know of more that can have happened."""
    return _search(line, scorer, channel, window.start, window.end, exact=True)


def _search(line: Line, scorer: Scorer, channel: Channel, start: int, stop: int, exact: bool = False) -> Window:
    tokens = line.tokens
    while start and tokens[start].kind == Kind.PINYIN:  # never between a character and its insertion
        start -= 1
    hyps = [beam.start(line.state(start), line.before(start))]
    at = start
    while at < len(tokens):
        if at >= stop and (exact or _settled(hyps[0], line, at)):
            break
        wide = at < stop and line.strange(max(start, at - 2), at + 1)
        grown = beam.advance(channel, hyps, tokens[at], at, line.flags(at), 3 * beam.WIDTH if wide else beam.WIDTH)
        if not grown:
            break
        hyps = grown
        at += 1
    literal = line.cost(start, at)
    if at == len(tokens):
        hyps = [h for hyp in hyps for h in _finish(channel, scorer, hyp, at)]
        literal += scorer.line_end(line.state(at))
    readings = sorted((beam.reading(h) for h in hyps if not h[1]), key=lambda r: r.cost)
    return Window(start, at, readings, literal)


def _finish(channel: Channel, scorer: Scorer, hyp: Hypothesis, at: int) -> list[Hypothesis]:
    out: list[Hypothesis] = []
    channel.finish(hyp, at - 1, out)
    return [(cost + scorer.line_end(state), lead, state, last, node) for cost, lead, state, last, node in out]


def _settled(best: Hypothesis, line: Line, at: int) -> bool:
    near = line.strange(at, at + BACK // 2) or line.tokens[at].kind == Kind.PINYIN
    return not near and beam.in_step(best, line.tokens, range(at - 1, at - 1 - SETTLED, -1))


def regions(line: Line, window: Window) -> list[Region]:
    """The changed stretches of a window's best reading, each with its own runners-up."""
    if not window.readings:
        return []
    best = window.readings[0]
    out = []
    for start, end in _stretches(changed(line, window, best)):
        ways: dict[str, tuple[int, Reading]] = {}
        for reading in window.readings:
            ways.setdefault(text_of(reading, start, end), (reading.cost - best.cost, reading))
        out.append(Region(start, end, list(ways.values()), window.literal - best.cost))
    return out


def changed(line: Line, window: Window, reading: Reading) -> list[int]:
    """The tokens a reading changes; an insertion that merely goes is no change."""
    out = []
    for at in range(window.start, window.end):
        token = line.tokens[at]
        if token.kind == Kind.PINYIN:
            if token.code:
                out.append(at)
        elif reading.texts.get(at, "") != token.text:
            out.append(at)
    return out


def _stretches(numbers: Sequence[int]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for at in numbers:
        if out and at - out[-1][1] <= JOIN:
            out[-1] = out[-1][0], at + 1
        else:
            out.append((at, at + 1))
    return out


def text_of(reading: Reading, start: int, end: int) -> str:
    """What a reading puts in place of tokens `[start, end)`."""
    return "".join(reading.texts.get(at, "") for at in range(start, end))
