"""A stage of one's own: telephone numbers keep their first three and last four digits.

`tclean clean` runs it after the built-in stages as soon as the package is installed. A profile can switch it off with
`stages: {mask_phones: {off: true}}` or give it options.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tclean.core.document import Document
from tclean.core.edit import Findings, edit
from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet

MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """The passes of the stage. Compile here, once; a pass itself must not keep anything between documents."""
    sign = settings.option("mask_phones", "sign", "*")

    def mask(doc: Document) -> Findings:
        """13812345678 → 138****5678."""
        found = [
            edit(doc.text, m.start() + 3, m.end() - 4, sign * 4, "mask_phones:mobile")
            for m in MOBILE.finditer(doc.text)
        ]
        return Findings(found)

    return [mask]
