"""What the damage can have done at each token, backwards: every way a hypothesis can read it, and at what cost.

A hypothesis is a stream of reconstructed bytes with at most one lead byte still open. Bytes of the page are fed into
it; pinyin is taken out of it; lost bytes are put into it. So a run that is shifted by one byte, a key that straddles
two characters and a chain of insertions need no rule of their own: the stream falls back into step by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter

from tclean.stages.repair.mirror.choices import Choices, after, after_private, before, between
from tclean.stages.repair.mirror.codec import LEADS, chars
from tclean.stages.repair.mirror.evidence import has_reading
from tclean.stages.repair.mirror.scorer import Scorer
from tclean.stages.repair.mirror.tables import by_sound, private_pairs
from tclean.stages.repair.mirror.tokens import ENTITIES, Kind, Token
from tclean.text.lexicon import simplified

# (cost, open lead byte or 0, model state, last two bytes, outputs as a linked list of (rest, text, token number))
Node = tuple["Node | None", str, int]
Hypothesis = tuple[int, int, int, int, "Node | None"]

MARKS = frozenset("，。！？；：,!?;:")

# costs in hundredths of a nat
WIDE_ASCII = 70  # A3 BF shown as `?`: narrowed after the damage
LITERAL_PINYIN = 2500
LITERAL_ENTITY = 3000
LOST_CHARACTER = 800
LOST_KEY = {"table": 0, "shape": 400, "other": 700}  # byte lost under `?qū)`, by what we know of the character
DROPPED_KEY = 200  # the decoder dropped that byte without a trace: `(qū)`
LOST_80 = 600  # 個 來 為 還 end in 80, which some decoders drop
LOST_TRAIL = 700  # the piece ended here: its last byte is gone
LOST_LEAD = 300  # the piece began behind a mark: its first byte is gone
QUESTION_LONE = 100  # `?` is a lone lead before a mark
QUESTION_MARK = {0xBF: 370, 0xBB: 370, 0xA1: 370, 0xAC: 370, 0xBA: 370}  # a lone lead that ate a narrowed mark
QUESTION_TRAIL = 500  # `?` is the second byte of the open character and a sign it ate
LOST_PAIR = 120  # a pair of the user-defined area, vanished
_BY_COST = itemgetter(0)
# flags: what follows reads strangely; what follows is a sign; the hypothesis is not among the best
ODD, SIGN_NEXT, HINDMOST = 1, 2, 4
GUESS = "\0"  # behind an output of which a byte is lost
PAIRS_KEPT = 4
TRAILS_KEPT = 20  # of some 150 characters a lost second byte can make
ANY = 0x100  # the open lead byte is unknown
EATEN = "，。？！；："  # what a bad byte before it may have eaten, once narrowed


class Channel:
    """All continuations of a hypothesis over one token, for one page."""

    def __init__(self, scorer: Scorer, table: Mapping[str, str], vanished: bool = False) -> None:
        self._step = scorer.step
        self._memo = scorer.memo
        self._table = table
        self._vanished = vanished  # whether pairs may have vanished without a trace
        self._forms = simplified()
        self._chars = chars()
        self._choices = Choices(scorer)
        self._ways: dict[Kind, Callable[[Hypothesis, Token, int, int, list[Hypothesis]], None]] = {
            Kind.CHAR: self._char,
            Kind.ASCII: self._ascii,
            Kind.PINYIN: self._pinyin,
            Kind.LOST: self._lost,
            Kind.EURO: self._euro,
            Kind.OPAQUE: self._opaque,
            Kind.ENTITY: self._entity,
        }

    def expand(self, hyp: Hypothesis, token: Token, at: int, flags: int, out: list[Hypothesis], first: bool) -> None:
        """Append every continuation of `hyp` over `token` (number `at`); `flags` are the token's;
        `first` says that this is one of the best hypotheses, for which more may be tried.
        """
        if hyp[1] == ANY:
            self._any(hyp, token, at, out)
        else:
            self._ways[token.kind](hyp, token, at, flags if first else flags | HINDMOST, out)
            if first and hyp[1] and self._vanished:
                self._lost_pair(hyp, token, at, out)

    def finish(self, hyp: Hypothesis, at: int, out: list[Hypothesis]) -> None:
        """Append the ways `hyp` can end at a line's end: an open lead lost its second byte."""
        if not hyp[1]:
            out.append(hyp)
        elif hyp[1] != ANY:
            self._lost_trail(hyp, at, LOST_TRAIL, out)

    def _any(self, hyp: Hypothesis, token: Token, at: int, out: list[Hypothesis]) -> None:
        """The open lead byte is one of all: `?` before a mark was a byte whose second half is the mark's first."""
        pairs = []
        if token.kind == Kind.CHAR:
            pairs = [(token.code >> 8, token.code & 255)]
        elif token.kind in (Kind.ASCII, Kind.LOST) and token.code > 0x20:
            pairs = [(0xA3, token.code + 0x80)]
        for first, second in pairs:
            self._lost_lead(hyp, first, second, at, out, 0)

    def _emit(self, hyp: Hypothesis, code: int, text: str, at: int, cost: int = 0) -> Hypothesis:
        state, more = self._memo[hyp[2]].get(text) or self._step(hyp[2], text)
        return hyp[0] + more + cost, 0, state, code & 0xFFFF, (hyp[4], text, at)

    def _feed(self, hyp: Hypothesis, byte: int, at: int, cost: int = 0) -> Hypothesis | None:
        """`hyp` with one more byte, or None where no character has these bytes."""
        lead = hyp[1]
        if lead:
            char = self._chars.get(lead << 8 | byte)
            return None if char is None else self._emit(hyp, lead << 8 | byte, char, at, cost)
        if byte >= 0x81:
            return hyp[0] + cost, byte, hyp[2], (hyp[3] & 255) << 8 | byte, hyp[4]
        if byte < 0x80:
            return self._emit(hyp, (hyp[3] & 255) << 8 | byte, chr(byte), at, cost)
        return None

    def _feed_two(self, hyp: Hypothesis, first: int, second: int, at: int, cost: int, out: list[Hypothesis]) -> None:
        half = self._feed(hyp, first, at, cost)
        whole = half and self._feed(half, second, at)
        if whole:
            out.append(whole)

    def _char(self, hyp: Hypothesis, token: Token, at: int, flags: int, out: list[Hypothesis]) -> None:
        first, second = token.code >> 8, token.code & 255
        if not hyp[1]:
            out.append(self._emit(hyp, token.code, token.text, at))
            if flags & ODD and at and token.text in MARKS:
                self._lost_lead(hyp, first, second, at, out)
            return
        self._feed_two(hyp, first, second, at, 0, out)
        ended = self._feed(hyp, 0x80, at, LOST_80)
        if ended:
            out.append(self._emit(ended, token.code, token.text, at))
        if token.text in MARKS and not flags & HINDMOST:
            self._ended_before(hyp, token, at, out)

    def _ascii(self, hyp: Hypothesis, token: Token, at: int, flags: int, out: list[Hypothesis]) -> None:
        code = token.code
        if not hyp[1]:
            out.append(self._emit(hyp, (hyp[3] & 255) << 8 | code, token.text, at))
            if flags & ODD and at and token.text in MARKS:
                self._lost_lead(hyp, 0xA3, code + 0x80, at, out)
            return
        swallowed = self._feed(hyp, code, at) if code >= 0x40 else None
        if swallowed:
            out.append(swallowed)
        if code > 0x20:
            self._feed_two(hyp, 0xA3, code + 0x80, at, WIDE_ASCII, out)
        if code < 0x40 and not flags & HINDMOST:
            self._ended_before(hyp, token, at, out)

    def _pinyin(self, hyp: Hypothesis, token: Token, at: int, flags: int, out: list[Hypothesis]) -> None:
        key = self._chars.get(hyp[3])
        if not token.lost:
            if key and has_reading(key, token.text):
                out.append(hyp)
                return
            if not hyp[1]:
                out.append((hyp[0] + LITERAL_PINYIN, 0, hyp[2], 0, (hyp[4], f"({token.text})", at)))
        for byte, char in by_sound(hyp[3] & 255).get(token.text, ()):
            known = "table" if char in self._table else "shape" if char in self._forms else "other"
            fed = self._feed(hyp, byte, at, LOST_KEY[known] + (0 if token.lost else DROPPED_KEY))
            if fed:
                out.append(fed)
        if token.lost and not hyp[1]:
            out.append((hyp[0] + LITERAL_PINYIN, 0, hyp[2], 0, (hyp[4], f"?{token.text})", at)))

    def _lost(self, hyp: Hypothesis, token: Token, at: int, flags: int, out: list[Hypothesis]) -> None:
        if hyp[1]:
            self._feed_two(hyp, 0xA3, 0xBF, at, WIDE_ASCII, out)
            ended = self._feed(hyp, 0x80, at, QUESTION_TRAIL)
            if ended:
                out.append(ended)
            if flags & HINDMOST:
                return
            whole: list[Hypothesis] = []
            self._lost_trail(hyp, at, QUESTION_TRAIL, whole)
            if flags & SIGN_NEXT:  # nothing was eaten
                out += whole
            out += [self._emit(other, 0, sign, at) for other in whole for sign in EATEN]
            return
        out.append(self._emit(hyp, (hyp[3] & 255) << 8 | 0x3F, token.text, at))
        if flags & SIGN_NEXT:
            out.append((hyp[0] + QUESTION_LONE, ANY, hyp[2], (hyp[3] & 255) << 8, hyp[4]))
        if flags & ODD and at:
            for mark, cost in QUESTION_MARK.items():
                self._lost_lead(hyp, 0xA3, mark, at, out, cost)

    def _euro(self, hyp: Hypothesis, token: Token, at: int, flags: int, out: list[Hypothesis]) -> None:
        if not hyp[1]:
            out.append(self._emit(hyp, 0x80, token.text, at))
            return
        ended = self._feed(hyp, 0x80, at)
        if ended:
            out.append(ended)

    def _opaque(self, hyp: Hypothesis, token: Token, at: int, flags: int, out: list[Hypothesis]) -> None:
        if not hyp[1]:
            out.append(self._emit(hyp, 0, token.text, at))

    def _entity(self, hyp: Hypothesis, token: Token, at: int, flags: int, out: list[Hypothesis]) -> None:
        sign = ENTITIES[token.text[1:-1]]
        ended: list[Hypothesis] = []
        if hyp[1]:
            self._lost_trail(hyp, at, QUESTION_TRAIL, ended)
        else:
            out.append((hyp[0] + LITERAL_ENTITY, 0, hyp[2], 0, (hyp[4], token.text, at)))
            for lead in LEADS:  # the whole character before is gone: 融?rdquo; → 融合”
                self._lost_trail((hyp[0], lead, *hyp[2:]), at, LOST_CHARACTER, ended)
        out += [self._emit(other, 0, sign, at) for other in ended]

    def _ended_before(self, hyp: Hypothesis, token: Token, at: int, out: list[Hypothesis]) -> None:
        """The open character lost its second byte at the end of a piece; the sign behind it is in step: 下， → 幌,."""
        ended: list[Hypothesis] = []
        self._lost_trail(hyp, at, LOST_TRAIL, ended)
        for other in ended:
            out.append(self._emit(other, token.code, token.text, at))

    def _lost_trail(self, hyp: Hypothesis, at: int, cost: int, out: list[Hypothesis]) -> None:
        choices = self._choices(hyp[2], after, hyp[1])
        ended = [self._emit(hyp, code, char, at, cost) for _, _, char, code, _ in choices]
        out += map(_guessed, sorted(ended, key=_BY_COST)[:TRAILS_KEPT])

    def _lost_lead(
        self, hyp: Hypothesis, first: int, second: int, at: int, out: list[Hypothesis], cost: int = LOST_LEAD
    ) -> None:
        """A lone byte before a mark's bytes is gone: 。可靠 → `？煽…`, the mark is no mark."""
        for _, _, char, code, _ in self._choices(hyp[2], before, first):
            made = _guessed(self._emit(hyp, code, char, at, cost))
            if second >= 0x81:
                out.append((made[0], second, made[2], first << 8 | second, made[4]))
            elif second < 0x80:
                out.append(self._emit(made, first << 8 | second, chr(second), at))

    def _lost_pair(self, hyp: Hypothesis, token: Token, at: int, out: list[Hypothesis]) -> None:
        """Two bytes that were a user-defined pair have vanished between the open lead and this token."""
        choices = self._choices(hyp[2], after_private, hyp[1])
        found = [(self._emit(hyp, code, char, at, LOST_PAIR), byte) for _, byte, char, code, _ in choices]
        for made, first in sorted(found, key=_BY_COST)[:PAIRS_KEPT]:
            made = _guessed(made)
            if token.kind == Kind.CHAR:
                self._after_pair(made, first, token, at, out)
            elif token.kind == Kind.ASCII and token.code >= 0x40:
                for _, _, char, code, _ in self._choices(made[2], between, first, token.code):
                    out.append(self._emit(made, code, char, at))
            elif token.kind == Kind.PINYIN:
                for second in private_pairs()[first]:
                    for z, annotated in by_sound(second).get(token.text, ()):
                        out.append(self._emit(made, second << 8 | z, annotated, at))

    def _after_pair(self, made: Hypothesis, private: int, token: Token, at: int, out: list[Hypothesis]) -> None:
        first, second = token.code >> 8, token.code & 255
        choices = self._choices(made[2], between, private, first)
        found = [self._emit(made, code, char, at) for _, _, char, code, _ in choices]
        for both in sorted(found, key=_BY_COST)[:PAIRS_KEPT]:
            if second >= 0x81:
                out.append((both[0], second, both[2], first << 8 | second, both[4]))
            elif second < 0x80:
                out.append(self._emit(both, first << 8 | second, chr(second), at))


def _guessed(hyp: Hypothesis) -> Hypothesis:
    """The hypothesis with its last output marked: a byte of it is lost, the model chose."""
    cost, lead, state, last, node = hyp
    return (cost, lead, state, last, (node[0], node[1] + GUESS, node[2])) if node else hyp
