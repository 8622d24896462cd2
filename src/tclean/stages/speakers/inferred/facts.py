"""First-person facts that fit one participant: whose house it is when somebody says 我们面壁."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tclean.stages.speakers.inferred.mentions import Mention
from tclean.stages.speakers.inferred.people import Person
from tclean.text.chars import HAN

_BEFORE = re.compile(rf"(?:我是|我叫|来自)(?:来自)?([{HAN}A-Z]{{2,12}}?)的$")  # 我是北岸冷链的韩立群
_BEHIND = re.compile(rf"[，。\s]{{0,2}}(?:我?来自|我在|我们是)([{HAN}A-Z]{{2,12}})")  # 我是张凯，来自顺途科技
_PIECE = re.compile(rf"[{HAN}]{{2,}}|[A-Z][A-Za-z]+")
_HEAD = 2  # characters by which a house is called


def affiliations(text: str, people: Sequence[Person], found: Sequence[Mention]) -> list[tuple[int, int]]:
    """Places at which somebody speaks of his own house, and who (index) that is.

    >>> cast = [Person(None, "host"), Person("李大海", "guest", about="面壁智能CEO")]
    >>> affiliations("所以在我们面壁，这件事情已经做了。", cast, [])
    [(3, 1)]
    """
    houses: dict[str, set[int]] = {}
    for who, p in enumerate(people):
        for piece in _PIECE.findall(p.about or ""):
            houses.setdefault(piece[:_HEAD] if not piece.isascii() else piece, set()).add(who)
    for m in found:
        if m.frame == "self":
            told = _BEFORE.search(text, max(0, m.start - 20), m.start) or _BEHIND.match(text, m.end)
            if told:
                houses.setdefault(told[1][:_HEAD], set()).add(m.who)
    own = {house: next(iter(who)) for house, who in houses.items() if len(who) == 1}
    if not own:
        return []
    said = re.compile("我们(?:在|自己)?(" + "|".join(map(re.escape, own)) + ")")
    return [(m.start(), own[m[1]]) for m in said.finditer(text)]
