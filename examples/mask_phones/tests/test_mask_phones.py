"""The stage alone, and inside the pipeline through its entry point."""

from tclean_mask_phones import build

import tclean
from tclean.config import settings
from tclean.core.document import Document, Source
from tclean.ruleset.model import RuleSet


def test_only_the_middle_of_a_mobile_number_is_masked() -> None:
    (mask,) = build(settings(), RuleSet())
    doc = Document.of(Source("-", "请打13812345678，订单号是20240601123456789。"), "d")
    doc.advance(mask(doc))
    assert doc.text == "请打138****5678，订单号是20240601123456789。"


def test_the_installed_stage_takes_part_and_leaves_a_trace() -> None:
    done = tclean.clean("我的电话是13812345678。")
    assert done.text == "我的电话是138****5678。"
    assert [c.rules for c in done.edits] == [("mask_phones:mobile",)]
