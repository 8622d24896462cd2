"""GBK mirror pages: what the damage generator does to our own prose, the repair takes back."""

from __future__ import annotations

import pytest

from damage.mirror import DECODERS, OTHER_DECODERS, Decoder, Program, damage, mixed, program, programs
from damage.prose import simplified, traditional
from damage.score import Score, repaired, score
from tclean.core.edit import Grade
from tclean.stages.repair.mirror.evidence import maybe, shifted, study
from tclean.stages.repair.mirror.page import mend
from tclean.stages.repair.mirror.proof import proves
from tclean.stages.repair.mirror.swallowed import restore
from tclean.text.lattice import Lattice


@pytest.mark.parametrize("decoder", DECODERS, ids=lambda d: d.name)
@pytest.mark.parametrize("split", ["", "leftmost", "one-by-one"])
def test_damaged_places_come_back(decoder: Decoder, split: str) -> None:
    """Nearly every place is restored exactly and nothing else changes."""
    page = damage(traditional()[:1500], program(3, 60, decoder=decoder, split=split))
    result = score(page)
    assert len(page.places) > 40
    assert result.harm == 0
    assert result.rate >= 0.98, result.wrong


@pytest.mark.parametrize("decoder", OTHER_DECODERS, ids=lambda d: d.name)
def test_other_signs_for_bad_bytes_are_understood(decoder: Decoder) -> None:
    """Some decoders show □, some two question marks for two bytes."""
    page = damage(traditional()[:1200], program(4, 60, decoder=decoder, split="one-by-one"))
    result = score(page)
    assert result.harm == 0
    assert result.rate >= 0.98, result.wrong


@pytest.mark.parametrize("every", [2, 3])
def test_a_page_of_spoiled_and_good_paragraphs(every: int) -> None:
    """The good ones show the same characters without a reading, and do not change."""
    result = score(mixed(traditional(), program(5, 60, split="leftmost"), every))
    assert result.harm == 0
    assert result.rate >= 0.98, result.wrong


def test_a_swallowed_digit_is_flagged() -> None:
    """A bad byte took the digit behind it along: nobody can say which one it was."""
    page = "內(nèi)容由網(wǎng)絡(luò)組織，或?qū)⑹莍Phone和網(wǎng)絡(luò)，會議于?3日開始，好嗎?3日後說。"
    assert [m.value["flag"] for m in mend(page).marks] == ["garble:eaten-digit"]


def test_the_bytes_say_what_a_shifted_simplified_character_is_not() -> None:
    """人的 is C8 CB B5 C4, and CB B5 alone reads 说; a 說 (D5 66) that stood there would have put the run in step."""
    table = {"內": "nèi", "習": "xí"}
    by = Program(tuple((c.encode("gb18030"), r) for c, r in table.items()))
    page = damage("我們日常的跟人的交互的習慣", by).text
    assert page == "我們?nèi)粘５母\ue317说慕换サ牧?xí)慣"
    assert proves("我們日常的跟人的交互的習慣", page, table)
    assert not proves("我們日常的跟人說的交互的習慣", page, table)


@pytest.mark.slow
def test_the_whole_matrix() -> None:
    """Over tables, decoders, orders and widths at least 99.5 % come back, and no intact character changes."""
    total = Score()
    for n, (_, by) in enumerate(programs(seeds=(11,))):
        if n % 4 == 0:
            total.add(score(damage(traditional()[:2000], by)))
    assert total.harm == 0
    assert total.rate >= 0.995, total.wrong[:20]


def test_the_generator_damages_as_real_pages_are_damaged() -> None:
    """The pair F2 8C (驅) lies across 或將, and the insertion shifts the run behind it."""
    by = Program(((b"\xf2\x8c", "qū"),))
    assert damage("或將是iPhone", by).text == "或?qū)⑹莍Phone"
    assert damage("更小。所以", Program((), swallow=True)).text == "更校所以"
    assert damage("可靠性。可靠性這個", Program((), split="one-by-one")).text == "可靠性?？煽啃赃@個"


def test_the_generator_keeps_the_truth() -> None:
    """Intact characters are told apart from damaged ones, and the places cover the difference."""
    page = damage("內容或將是新的。", Program(((b"\x83\xc8", "nèi"), (b"\xf2\x8c", "qū"))))
    assert page.text.startswith("內(nèi)容或?qū)⑹")
    assert page.places[0].kind == "pinyin"
    assert page.places[-1].kind == "shifted by pinyin"
    assert all(page.text[shown] == page.truth[at] for shown, at in page.origin.items())


@pytest.mark.parametrize("text", [simplified(), traditional()], ids=["simplified", "traditional"])
def test_healthy_text_does_not_change(text: str) -> None:
    """Neither script, nor with half-width marks, is touched."""
    narrow = text.translate(str.maketrans("，？！：；", ",?!:;"))
    for sample in (text, narrow, text[:700] + narrow[700:]):
        assert not maybe(sample)
        doc = repaired(sample)
        assert not doc.changes
        assert not doc.marks


def test_what_cannot_be_read_stays_and_is_flagged() -> None:
    """A misplaced insertion no reading explains is left with its pinyin, and marked for a person."""
    found = mend("內(nèi)容和網(wǎng)絡(luò)都在這，網(wǎng)絡(luò)?zhuài)🙂內(nèi)容。")
    assert [m.value["flag"] for m in found.marks] == ["garble:unresolved"]
    assert all(e.before != "?zhuài)" for e in found.edits)


def test_a_proved_reading_is_safe_and_an_open_byte_is_not() -> None:
    """越來越深， lost its last byte: 深 and 上 explain the page equally well, so it is never called safe."""
    sure = mend("內(nèi)容和網(wǎng)絡(luò)的硬件或?qū)⑹莍Phone，網(wǎng)絡(luò)內(nèi)容。")
    assert {e.grade for e in sure.edits} == {Grade.SAFE}
    open_end = mend("網(wǎng)絡(luò)的認知越?juàn)碓缴?規(guī)則也越多,內(nèi)容和網(wǎng)絡(luò)的規(guī)則。")
    guessed = [e for e in open_end.edits if e.rule == "repair:shifted-bytes"]
    assert [(e.grade, e.confidence < 0.95) for e in guessed] == [(Grade.UNSAFE, True)]


def test_the_proof_refutes_what_the_mechanism_cannot_give() -> None:
    """Another reading of the same length is no explanation, nor one with an annotated character left bare."""
    table = {"驅": "qū", "內": "nèi"}
    assert proves("硬件或將是iPhone", "硬件或?qū)⑹莍Phone", table)
    assert not proves("硬件或者是iPhone", "硬件或?qū)⑹莍Phone", table)
    assert not proves("硬件內容", "硬件內容", table)


def test_a_page_with_whole_marks_swallowed_none() -> None:
    """Where 小。 stands on the page, A1 A1 was not deleted there."""
    assert restore("比以前更校所以我們認爲算力的大孝內存的大小都要看。").edits
    assert not restore("比以前更校所以我們認爲算力的大孝內存要更小。").edits


def test_cleaning_a_repaired_page_again_changes_nothing() -> None:
    """Also where places stayed unresolved."""
    for n, (_, by) in enumerate(programs(sizes=(60, 0), seeds=(5,))):
        if n % 18 == 0:
            once = repaired(damage(traditional()[:900], by).text)
            assert not repaired(once.text).changes


def test_evidence_tells_a_program_from_an_author() -> None:
    """Every occurrence of common characters: a program. A few explained readings: an author."""
    page = damage(traditional()[:600], program(3, 60)).text
    assert study(page).mirror
    assert not study("龜(qiū)茲、單(chán)于、吐谷渾(hún)。學歷史的人常常念錯。").mirror
    assert not shifted("這個好不好?我覺得很好")


def test_the_lattice_prefers_words_and_takes_extra_ones() -> None:
    """A word of the page's own makes its characters cheaper."""

    def cost(model: Lattice, text: str) -> int:
        state, total = model.START, 0
        for char in text:
            state, more = model.step(state, char)
            total += more
        return total

    plain = Lattice()
    assert cost(plain, "網絡內容") == cost(plain, "网络内容") < cost(plain, "网罗内融")
    assert cost(Lattice({"面壁智": 600}), "面壁智") < cost(plain, "面壁智")
