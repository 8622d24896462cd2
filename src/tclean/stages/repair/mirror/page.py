"""One page from evidence to findings."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from tclean.core.edit import Edit, Findings, Mark, edit
from tclean.stages.repair.mirror import accept, search
from tclean.stages.repair.mirror.bare import Bare
from tclean.stages.repair.mirror.channel import Channel
from tclean.stages.repair.mirror.codec import WIDE, is_private
from tclean.stages.repair.mirror.evidence import Evidence, is_traditional, study
from tclean.stages.repair.mirror.line import Line
from tclean.stages.repair.mirror.scan import odd_places
from tclean.stages.repair.mirror.scorer import Scorer, own_words
from tclean.stages.repair.mirror.signs import Signs
from tclean.stages.repair.mirror.tokens import tokenize

FLUENT = 1000  # hundredths of a nat: healthy text has few characters dearer than this
BETTER = 200  # hundredths of a nat by which a reading with vanished pairs must win
EATEN = {"flag": "garble:eaten-digit"}
# a sign for a bad byte where a number goes on: no question ends there
_EATEN = re.compile(
    r"(?<![嗎嘛呢吧麼么啊?\ufffd\s])[?\ufffd](?=\d{1,3}[日月年號点點時时分秒倍萬万億亿個个位名%％.]|[%％]|[日月][^常前益後子,，。])"
)
FACT = {"extra": {"mirror_page": True}}


def mend(text: str) -> Findings:
    """All that can be restored on a mirror page; nothing on any other text.

    >>> page = "內(nèi)容由網(wǎng)絡(luò)組織，更多內(nèi)容或?qū)⑹莍Phone和網(wǎng)絡(luò)。"
    >>> [(e.before, e.after) for e in mend(page).edits][3:5]
    [('(nèi)', ''), ('?qū)⑹莍', '將是i')]
    """
    signs = Signs(text)
    evidence = study(signs.text)
    return signs.on_page(_Page(signs.text, evidence).findings()) if evidence.mirror else Findings()


def mend_bare(text: str, places: Sequence[int]) -> Findings:
    """Shifted runs on a page without any pinyin, at the places the detector saw; only what can be proved.

    >>> found = mend_bare("這個差異是可靠性?煽啃赃@個差異在這裡不是很明顯", [8])
    >>> [(e.before, e.after) for e in found.edits]
    [('?煽啃赃@', '。可靠性這')]
    """
    seen = Counter(text)
    if not places or not is_traditional(seen):
        return Findings()
    found = _Page(text, Evidence([], {}, seen, True, True), places).findings()
    return found if found.edits else Findings()


class _Page:
    """The tools of one page."""

    def __init__(self, text: str, evidence: Evidence, places: Sequence[int] | None = None) -> None:
        self.text = text
        self.places = places  # None: everywhere
        self.evidence = evidence
        self.bare = Bare(text, evidence.insertions)
        self.misplaced = self.bare.misplaced()
        self.scorer = Scorer(evidence.seen, evidence.traditional, own_words(self.bare.text))
        whole = any(is_private(char) for char in evidence.seen)
        self.channel = Channel(self.scorer, evidence.table)
        self.wider = None if whole else Channel(self.scorer, evidence.table, vanished=True)
        self.narrowed = frozenset(
            chr(wide) for wide, plain in WIDE.items() if evidence.seen[chr(plain)] > evidence.seen[chr(wide)]
        )

    def findings(self) -> Findings:
        edits: list[Edit] = []
        marks: list[Mark] = []
        done: set[int] = set()  # insertions inside a region that was decided as a whole
        for line in self._lines():
            more, flags = self._line(line, done)
            edits += more
            marks += flags
        aligned = (item for item in self.evidence.insertions if item.start not in done)
        edits += [edit(self.text, i.start, i.end, "", "repair:pinyin", reason=i.reading) for i in aligned]
        return Findings(sorted(edits), marks + self._eaten(edits), FACT)

    def _eaten(self, edits: list[Edit]) -> list[Mark]:
        """Digits a bad byte before them has swallowed: 于23日 → `?3日`. Which ones nobody can say."""
        if not any(item.lost for item in self.evidence.insertions):
            return []
        inside = {at for e in edits for at in range(e.start, e.end)}
        return [
            Mark(*m.span(), "flag", "repair:garble", EATEN)
            for m in _EATEN.finditer(self.text)
            if m.start() not in inside
        ]

    def _lines(self) -> Iterator[Line]:
        """The lines that hold odd places."""
        text, found = self.text, self.evidence.insertions
        odd = sorted(map(self.bare.place, odd_places(self.bare.text, self.evidence.seen, self.scorer)))
        odd = sorted({*odd, *self.misplaced})
        begins = [item.start for item in found]
        end = -1
        for at in odd if self.places is None else self.places:
            if at <= end:
                continue
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at) % (len(text) + 1)
            inside = found[bisect_left(begins, start) : bisect_left(begins, end)]
            tokens = tokenize(text, start, end, inside, self.misplaced)
            firsts = [token.start for token in tokens]
            here = odd[bisect_left(odd, start) : bisect_left(odd, end)]
            yield Line(tokens, {bisect_right(firsts, place) - 1 for place in here}, self.scorer)

    def _line(self, line: Line, done: set[int]) -> tuple[list[Edit], list[Mark]]:
        edits: list[Edit] = []
        marks: list[Mark] = []
        for window in search.windows(line, self.scorer, self.channel):
            for region, verdict in self._verdicts(line, window):
                done.update(token.start for token in line.tokens[region.start : region.end])
                more, flags = accept.write(self.text, line, region, verdict, self.narrowed)
                edits += more
                marks += flags
        return edits, marks

    def _verdicts(self, line: Line, window: search.Window) -> list[tuple[search.Region, accept.Verdict]]:
        """What becomes of the regions of a window; where that is in doubt, pairs may have vanished without a trace."""
        found = self._judged(line, window)
        if self.wider is None or (found and all(v.proved and self._fluent(line, r, v) for r, v in found)):
            return found
        other = search.again(line, self.scorer, self.wider, window)
        if other.readings and other.readings[0].cost < window.readings[0].cost - BETTER:
            return self._judged(line, other)
        return found

    def _fluent(self, line: Line, region: search.Region, verdict: accept.Verdict) -> bool:
        """Whether the reading has no character that hardly stands there."""
        state = line.state(region.start)
        for char in verdict.text or "":
            state, cost = self.scorer.step(state, char)
            if cost > FLUENT:
                return False
        return True

    def _judged(self, line: Line, window: search.Window) -> list[tuple[search.Region, accept.Verdict]]:
        table = self.evidence.table
        judge = accept.judge if self.places is None else accept.judge_strictly
        return [(r, judge(self.text, line, window, r, table)) for r in search.regions(line, window)]
