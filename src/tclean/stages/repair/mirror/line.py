"""A line of the page as tokens, with the model's view of it: read only where a search asks."""

from __future__ import annotations

from collections.abc import Iterable

from tclean.stages.repair.mirror.channel import LITERAL_ENTITY, LITERAL_PINYIN, MARKS, ODD, SIGN_NEXT
from tclean.stages.repair.mirror.scorer import Scorer
from tclean.stages.repair.mirror.tokens import Kind, Token


class Line:
    """Tokens; `odd` are the numbers of those at which a search should begin."""

    def __init__(self, tokens: list[Token], odd: Iterable[int], scorer: Scorer) -> None:
        self.tokens = tokens
        self.odd = sorted(odd)
        self._odd = frozenset(self.odd)
        self._scorer = scorer
        self._states: list[int | None] = [None] * (len(tokens) + 1)
        self._costs: list[int] = [0] * len(tokens)

    def flags(self, at: int) -> int:
        """What a search should know of a token: ODD, SIGN_NEXT."""
        return ODD * (at in self._odd) + SIGN_NEXT * self._sign(at + 1)

    def strange(self, start: int, end: int) -> bool:
        """Whether a token of `[start, end)` is odd."""
        return any(at in self._odd for at in range(start, end))

    def state(self, at: int) -> int:
        """The model's state before a token, the line read as it stands."""
        found = self._states[at]
        return self._read(at) if found is None else found

    def cost(self, start: int, end: int) -> int:
        """What tokens `[start, end)` cost as they stand."""
        for at in range(start, end):
            if self._states[at + 1] is None:
                self._states[at] = self.state(at)
                self._step(at)
        return sum(self._costs[start:end])

    def before(self, at: int) -> int:
        """The last two bytes before a token."""
        token = None
        while at and (token is None or token.kind in (Kind.PINYIN, Kind.ENTITY)):
            at -= 1
            token = self.tokens[at]
        if token is None or token.kind in (Kind.PINYIN, Kind.ENTITY):
            return 0
        return token.code if token.kind == Kind.CHAR else (self.before(at) & 255) << 8 | token.code

    def _sign(self, at: int) -> bool:
        """Whether the token is a sign before which a lone byte can stand (or the line ends)."""
        tokens = self.tokens
        return at >= len(tokens) or tokens[at].text in MARKS or tokens[at].kind not in (Kind.CHAR, Kind.OPAQUE)

    def _read(self, at: int) -> int:
        """The state before `at`, from the last sign on: the model forgets there what came before."""
        first = at
        while first and self._states[first] is None and not _forgets(self.tokens[first - 1]):
            first -= 1
        if self._states[first] is None:
            start = self._scorer.START
            self._states[first] = self._scorer.step(start, self.tokens[first - 1].text)[0] if first else start
        for n in range(first, at):
            self._step(n)
        return self._states[at] or 0

    def _step(self, at: int) -> None:
        token, state = self.tokens[at], self._states[at] or 0
        if token.kind == Kind.PINYIN:
            cost = LITERAL_PINYIN if token.code else 0
        elif token.kind == Kind.ENTITY:
            cost = LITERAL_ENTITY
        else:
            state, cost = self._scorer.step(state, token.text)
        self._states[at + 1], self._costs[at] = state, cost


def _forgets(token: Token) -> bool:
    return token.kind not in (Kind.PINYIN, Kind.ENTITY) and not "\u3400" <= token.text <= "\u9fff"
