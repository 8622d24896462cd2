"""One pass of the language model over a line as it stands: where does it read as no Chinese does?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tclean.stages.repair.mirror.channel import LITERAL_PINYIN, MARKS
from tclean.stages.repair.mirror.codec import chars, is_private
from tclean.stages.repair.mirror.evidence import has_reading
from tclean.stages.repair.mirror.scorer import Scorer
from tclean.stages.repair.mirror.tokens import Kind, Token

AHEAD = 6  # tokens looked at behind a sign
ODD_MEAN = 760  # their mean cost in hundredths of a nat: healthy text lies near 500
ODD_MEAN_QUESTION = 660  # behind a `?` that stands directly before a character
ODD_WORST = 3300  # the three dearest together


@dataclass(slots=True)
class Line:
    """A line of tokens with the model's view of it."""

    tokens: list[Token]
    costs: list[int]  # of each token as it stands
    states: list[int]  # of the model before each token, and after the last
    before: list[int]  # the last two bytes before each token
    odd: dict[int, int]  # token → 1, or 2 when a sign follows: where a search should begin


def scan(tokens: list[Token], scorer: Scorer) -> Line:
    """The line read literally, and the places where damage shows."""
    costs, states, before = [], [scorer.START], []
    state, last = scorer.START, 0
    odd: dict[int, int] = {}
    for at, token in enumerate(tokens):
        before.append(last)
        if token.kind == Kind.PINYIN:
            fits = not token.lost and has_reading(chars().get(last, ""), token.text)
            costs.append(0 if fits else LITERAL_PINYIN)
            if not fits:
                odd[at] = 1
        else:
            state, cost = scorer.step(state, token.text)
            costs.append(cost)
            last = token.code if token.kind == Kind.CHAR else (last & 255) << 8 | token.code
        states.append(state)
    for at, token in enumerate(tokens):
        if at not in odd and _is_odd(tokens, costs, at, token):
            odd[at] = 1
    for at in odd:
        if at + 1 == len(tokens) or tokens[at + 1].text in MARKS or tokens[at + 1].kind in (Kind.ASCII, Kind.PINYIN):
            odd[at] = 2
    return Line(tokens, costs, states, before, odd)


def _is_odd(tokens: Sequence[Token], costs: Sequence[int], at: int, token: Token) -> bool:
    if token.kind == Kind.CHAR:
        return is_private(token.text) or (token.text in MARKS and _strange_behind(tokens, costs, at, ODD_MEAN))
    if token.kind == Kind.EURO:
        return at > 0 and tokens[at - 1].kind == Kind.CHAR
    if token.kind == Kind.LOST:
        if token.text == "\ufffd":
            return True
        close = at + 1 < len(tokens) and tokens[at + 1].kind == Kind.CHAR
        return _strange_behind(tokens, costs, at, ODD_MEAN_QUESTION if close else ODD_MEAN)
    return token.kind == Kind.ASCII and token.text in MARKS and _strange_behind(tokens, costs, at, ODD_MEAN)


def _strange_behind(tokens: Sequence[Token], costs: Sequence[int], at: int, limit: int) -> bool:
    """Whether the next few tokens cost more than healthy text does."""
    ahead = [
        costs[n] for n in range(at + 1, min(at + 1 + AHEAD, len(tokens))) if tokens[n].kind in (Kind.CHAR, Kind.ASCII)
    ]
    if len(ahead) < 2 or tokens[at + 1].text in " \u3000":
        return False
    return sum(ahead) > limit * len(ahead) or sum(sorted(ahead)[-3:]) > ODD_WORST
