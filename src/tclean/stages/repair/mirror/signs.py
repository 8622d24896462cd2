"""What a decoder shows for bytes without a character: `?` or U+FFFD mostly, sometimes □, or a sign for each byte."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

from tclean.core.edit import Findings
from tclean.stages.repair.mirror.evidence import TONED

LOST = "\ufffd"
_OTHER = re.compile(rf"(□|■|◆|�{{2}}|\?\?)\(?[a-zêü]*[{TONED}][a-z]* ?\)")


class Signs:
    """A page whose decoder's own sign is replaced by U+FFFD.

    >>> page = Signs("或??qū)⑹莍Phone")
    >>> page.text, page.place(2)
    ('或\ufffdqū)⑹莍Phone', 3)
    """

    def __init__(self, page: str) -> None:
        found = Counter(m[1] for m in _OTHER.finditer(page))
        self.page = page
        self.sign = found.most_common(1)[0][0] if found else LOST
        self.text = page.replace(self.sign, LOST)
        # where each longer sign stands in the new text
        self._cuts = [m.start() for m in re.finditer(LOST, self.text)] if len(self.sign) > 1 else []

    def place(self, at: int) -> int:
        """A place in the text as one on the page."""
        return at + bisect_right(self._cuts, at - 1) * (len(self.sign) - 1)

    def on_page(self, found: Findings) -> Findings:
        """Findings over the text as findings over the page."""
        if self.sign == LOST:
            return found
        edits = []
        for e in found.edits:
            start, end = self.place(e.start), self.place(e.end)
            after = e.after.replace(LOST, self.sign)
            edits.append(e._replace(start=start, end=end, before=self.page[start:end], after=after))
        marks = [m._replace(start=self.place(m.start), end=self.place(m.end)) for m in found.marks]
        return Findings(edits, marks, found.meta)
