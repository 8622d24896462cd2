"""The search: the cheapest readings of a stretch of tokens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tclean.stages.repair.mirror.channel import GUESS, Channel, Hypothesis, Node
from tclean.stages.repair.mirror.tokens import Token

WIDTH = 10
BEHIND = 3000  # hundredths of a nat
BEST = 2  # hypotheses for which rare damage is tried
OPEN = 500  # an open lead byte has its cost still to come
KEEP = 2  # histories kept for equal states: the runner-up tells how sure the best is


class Reading(NamedTuple):
    """One way to read the tokens: what stands in place of each, and the cost."""

    cost: int
    texts: dict[int, str]
    guessed: frozenset[int]  # tokens with an output of which a byte is lost, so that the model chose


def start(state: int, before: int) -> Hypothesis:
    """The hypothesis with which a search begins: in step, `before` the two bytes before."""
    return 0, 0, state, before, None


def advance(
    channel: Channel, beam: Sequence[Hypothesis], token: Token, at: int, flags: int, width: int = WIDTH
) -> list[Hypothesis]:
    """The best hypotheses after one more token."""
    out: list[Hypothesis] = []
    for rank, hyp in enumerate(beam):
        channel.expand(hyp, token, at, flags, out, rank < BEST)
    return prune(out, width)


def prune(pool: list[Hypothesis], width: int = WIDTH) -> list[Hypothesis]:
    """The `width` best, at most two that would go on alike."""
    if len(pool) < 2:
        return pool
    limit = min(h[0] + OPEN if h[1] else h[0] for h in pool) + BEHIND
    ranked = sorted((h[0] + OPEN if h[1] else h[0], n) for n, h in enumerate(pool) if h[0] <= limit)
    kept: list[Hypothesis] = []
    alike: dict[tuple[int, int, int], int] = {}
    for _, n in ranked:
        hyp = pool[n]
        key = hyp[1:4]
        seen = alike.get(key, 0)
        if seen < KEEP:
            alike[key] = seen + 1
            kept.append(hyp)
            if len(kept) == width:
                break
    return kept


def reading(hyp: Hypothesis) -> Reading:
    """A hypothesis unrolled."""
    texts: dict[int, str] = {}
    node: Node | None = hyp[4]
    while node is not None:
        node, text, at = node
        texts[at] = text + texts.get(at, "")
    guessed = frozenset(at for at, text in texts.items() if GUESS in text)
    return Reading(hyp[0], texts | {at: texts[at].replace(GUESS, "") for at in guessed}, guessed)


def in_step(hyp: Hypothesis, tokens: Sequence[Token], numbers: Iterable[int]) -> bool:
    """Whether the last outputs of `hyp` are just the last tokens, newest first."""
    if hyp[1]:
        return False
    node = hyp[4]
    for at in numbers:
        if tokens[at].kind == 2:  # an insertion puts nothing out
            continue
        if node is None:
            return True
        rest, text, where = node
        if where != at or text != tokens[at].text:
            return False
        node = rest
    return True
