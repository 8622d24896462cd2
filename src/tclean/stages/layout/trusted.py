"""A trusted transcript of the same event: its labelled turns, and which of its speakers a document lets us hear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tclean.core.document import Participant
from tclean.stages.layout import identity
from tclean.stages.layout.analysis import read
from tclean.text.anchors import align, solid

_ENOUGH = 0.03  # share of a document in common with the reference that says "the same event"


@dataclass(frozen=True, slots=True)
class Trusted:
    """`turns` are (speaker, paragraph) in order, key points left out."""

    turns: tuple[tuple[str, str], ...]
    people: tuple[Participant, ...]

    def heard_in(self, text: str) -> tuple[list[Participant], float]:
        """The participants whose words a text shares, and the share of it that is found (none: another event).

        >>> ref = trusted("王敏：数据从哪里来呢？\\n赵一凡：都是自己采集的。\\n王敏：贵不贵啊？\\n赵一凡：一点不贵。")
        >>> [p.name for p in ref.heard_in("数据从哪里来呢，都是自己采集的，贵不贵啊")[0]]
        ['王敏', '赵一凡']
        """
        mine, _ = solid(text)
        parts = [(name, solid(words)[0]) for name, words in self.turns]
        owners = [name for name, words in parts for _ in words]
        heard: Counter[str] = Counter()
        for run in align(mine, "".join(words for _, words in parts), (6,)):
            heard.update(owners[run.start_b : run.start_b + run.length])
        total = heard.total()
        share = total / max(1, len(mine))
        if share < _ENOUGH:
            return [], share
        least = max(4, total // 100)
        return [p for p in self.people if heard[p.name] >= least], share


def trusted(text: str, speakers: Sequence[Participant] = (), terms: Collection[str] = ()) -> Trusted:
    """Read a reference text; without labels it has no turns.

    >>> trusted("王敏：贵吗？\\n赵一凡：不贵。\\n真的。\\n王敏：好。\\n赵一凡：嗯。").turns[1:3]
    (('赵一凡', '不贵。'), ('赵一凡', '真的。'))
    """
    found = read(text, (), speakers, terms)
    people = identity.participants(found.labels, found.who, found.known, text)
    turns: list[tuple[str, str]] = []
    name: str | None = None
    for i, line in enumerate(found.lines):
        if i in found.places:
            name = found.who[found.places[i]].name
        if name is not None and found.kinds[i] is None:
            turns.append((name, line.body if i in found.places else line.text))
    return Trusted(tuple(turns), tuple(people))
