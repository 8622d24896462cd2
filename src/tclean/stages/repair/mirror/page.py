"""One page from evidence to findings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from tclean.core.edit import Edit, Findings, Mark, edit
from tclean.stages.repair.mirror import accept, search
from tclean.stages.repair.mirror.channel import Channel
from tclean.stages.repair.mirror.codec import WIDE, is_private
from tclean.stages.repair.mirror.evidence import INSERTION, Evidence, study
from tclean.stages.repair.mirror.scan import Line, scan
from tclean.stages.repair.mirror.scorer import Scorer, own_words
from tclean.stages.repair.mirror.tokens import Kind, tokenize

FACT = {"extra": {"mirror_page": True}}


def mend(text: str) -> Findings:
    """All that can be restored on a mirror page; nothing on any other text.

    >>> page = "內(nèi)容由網(wǎng)絡(luò)組織，更多內(nèi)容或?qū)⑹莍Phone和網(wǎng)絡(luò)。"
    >>> [(e.before, e.after) for e in mend(page).edits][3:5]
    [('(nèi)', ''), ('?qū)⑹莍', '將是i')]
    """
    evidence = study(text)
    if not evidence.mirror:
        return Findings()
    return _Page(text, evidence).findings()


class _Page:
    """The tools of one page."""

    def __init__(self, text: str, evidence: Evidence) -> None:
        self.text = text
        self.evidence = evidence
        self.scorer = Scorer(evidence.seen, evidence.traditional, own_words(INSERTION.sub("", text)))
        whole = any(is_private(char) for char in evidence.seen)
        self.channel = Channel(self.scorer, evidence.table)
        self.wider = None if whole else Channel(self.scorer, evidence.table, vanished=True)
        self.narrowed = frozenset(
            chr(wide) for wide, plain in WIDE.items() if evidence.seen[chr(plain)] > evidence.seen[chr(wide)]
        )

    def findings(self) -> Findings:
        edits: list[Edit] = []
        marks: list[Mark] = []
        for line in self._lines():
            more, flags = self._line(line)
            edits += more
            marks += flags
        return Findings(edits, marks, FACT)

    def _lines(self) -> Iterator[Line]:
        found = self.evidence.insertions
        begins = [item.start for item in found]
        start = 0
        for row in self.text.split("\n"):
            end = start + len(row)
            inside = found[bisect_left(begins, start) : bisect_left(begins, end)]
            yield scan(tokenize(self.text, start, end, inside), self.scorer)
            start = end + 1

    def _line(self, line: Line) -> tuple[list[Edit], list[Mark]]:
        edits: list[Edit] = []
        marks: list[Mark] = []
        inside: set[int] = set()
        for window in search.windows(line, self.scorer, self.channel):
            for region in search.regions(line, window):
                inside.update(range(region.start, region.end))
                more, flags = self._region(line, window, region)
                edits += more
                marks += flags
        for at, token in enumerate(line.tokens):
            if token.kind == Kind.PINYIN and at not in inside:
                edits.append(edit(self.text, token.start, token.end, "", "repair:pinyin", reason=token.text))
        return sorted(edits), marks

    def _region(self, line: Line, window: search.Window, region: search.Region) -> tuple[list[Edit], list[Mark]]:
        verdict = accept.judge(self.text, line, window, region, self.evidence.table)
        return accept.write(self.text, line, region, verdict, self.narrowed)
