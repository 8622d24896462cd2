"""One pass of the language model over a line as it stands: where does it read as no Chinese does?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tclean.stages.repair.mirror.channel import LITERAL_ENTITY, LITERAL_PINYIN, MARKS, ODD, SIGN_NEXT
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
    odd: list[int]  # tokens at which a search should begin
    flags: list[int]  # of each token: ODD, SIGN_NEXT


def scan(tokens: list[Token], scorer: Scorer) -> Line:
    """The line read literally, and the places where damage shows."""
    costs, states, before = [], [scorer.START], []
    state, last = scorer.START, 0
    odd: set[int] = set()
    for at, token in enumerate(tokens):
        before.append(last)
        if token.kind == Kind.PINYIN:
            fits = not token.lost and has_reading(chars().get(last, ""), token.text)
            costs.append(0 if fits else LITERAL_PINYIN)
            if not fits:
                odd.add(at)
        elif token.kind == Kind.ENTITY:
            costs.append(LITERAL_ENTITY)
            odd.add(at)
        else:
            state, cost = scorer.step(state, token.text)
            costs.append(cost)
            last = token.code if token.kind == Kind.CHAR else (last & 255) << 8 | token.code
        states.append(state)
    for at, token in enumerate(tokens):
        if at not in odd and _is_odd(tokens, costs, at, token):
            odd.add(at)
    flags = [ODD * (at in odd) + SIGN_NEXT * _sign(tokens, at + 1) for at in range(len(tokens))]
    return Line(tokens, costs, states, before, sorted(odd), flags)


def _sign(tokens: Sequence[Token], at: int) -> bool:
    """Whether the token is a sign before which a lone byte can stand (or the line ends)."""
    return at == len(tokens) or tokens[at].text in MARKS or tokens[at].kind not in (Kind.CHAR, Kind.OPAQUE)


def _is_odd(tokens: Sequence[Token], costs: Sequence[int], at: int, token: Token) -> bool:
    if token.kind == Kind.CHAR:
        if token.text not in MARKS or at + 1 == len(tokens):
            return is_private(token.text)
        return _lone_letter(tokens, at + 1) or _strange_behind(tokens, costs, at, ODD_MEAN)
    if token.kind == Kind.EURO:
        return at > 0 and tokens[at - 1].kind == Kind.CHAR
    if token.kind == Kind.LOST:
        if token.text == "\ufffd":
            return True
        if at + 1 == len(tokens):
            return False
        close = tokens[at + 1].kind == Kind.CHAR
        if tokens[at + 1].text in MARKS or _lone_letter(tokens, at + 1):  # 現象?,F在 現象?F在: a byte before a mark
            return True
        return _strange_behind(tokens, costs, at, ODD_MEAN_QUESTION if close else ODD_MEAN)
    if token.kind != Kind.ASCII or token.text not in MARKS or at + 1 == len(tokens):
        return False
    return _lone_letter(tokens, at + 1) or _strange_behind(tokens, costs, at, ODD_MEAN)


def _chinese(tokens: Sequence[Token], at: int) -> bool:
    """Whether Chinese goes on from here: damage leaves two-byte characters, `![](https` is none."""
    return sum(token.kind == Kind.CHAR for token in tokens[at : at + AHEAD]) >= 2


def _lone_letter(tokens: Sequence[Token], at: int) -> bool:
    """One ASCII character that can be a second byte, with a Chinese one behind it."""
    if tokens[at].kind != Kind.ASCII or tokens[at].code < 0x40 or at + 1 == len(tokens):
        return False
    return tokens[at + 1].kind == Kind.CHAR


def _strange_behind(tokens: Sequence[Token], costs: Sequence[int], at: int, limit: int) -> bool:
    """Whether the next few tokens cost more than healthy text does."""
    ahead = [
        costs[n] for n in range(at + 1, min(at + 1 + AHEAD, len(tokens))) if tokens[n].kind in (Kind.CHAR, Kind.ASCII)
    ]
    if len(ahead) < 2 or tokens[at + 1].text in " \u3000" or not _chinese(tokens, at + 1):
        return False
    return sum(ahead) > limit * len(ahead) or sum(sorted(ahead)[-3:]) > ODD_WORST
