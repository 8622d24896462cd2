"""A trusted transcript of the same event says who speaks; one of another event says nothing."""

from __future__ import annotations

from harness import run

REFERENCE = """【以下为要点】

赵一凡：去重最难，也最花时间。

【以下为实录】

王敏：今天我们聊聊数据清洗，先请您介绍一下数据是从哪里来的？

赵一凡：数据主要靠我们自己采集，另外也向合作伙伴买了一些语料。

王敏：清洗的时候哪一步最花时间，最让你们头疼？

赵一凡：去重最难，也最花时间，因为同一件事情会被不同的人写很多遍。

王敏：非常感谢您今天的分享，我们下次再见。
"""
RAW = """今天呢我们就聊聊数据清洗啊先请您介绍一下数据是从哪里来的呢嗯数据主要靠我们自己采集的。

另外呢也向合作伙伴买了一些语料啊对那清洗的时候哪一步最花时间最让你们头疼啊嗯去重最难也最。

花时间因为呢同一件事情会被不同的人写很多遍好非常感谢您今天的分享啊我们下次再见。
"""
STAGES = ("layout", "speakers")


def test_participants_of_the_reference_are_known_in_the_raw_text() -> None:
    people = run(RAW, STAGES, reference=REFERENCE).document.meta.participants
    assert [(p.name, p.role) for p in people] == [("赵一凡", "guest"), ("王敏", "host")]


def test_shared_stretches_vote_for_their_speaker_in_order() -> None:
    doc = run(RAW, STAGES, reference=REFERENCE).document
    votes = doc.meta.extra["votes"]
    order = [name for n, (_, _, name) in enumerate(votes) if not n or votes[n - 1][2] != name]
    assert order == ["王敏", "赵一凡", "王敏", "赵一凡", "王敏"]
    assert all(a < b for a, b, _ in votes)
    assert all(votes[n][1] <= votes[n + 1][0] for n in range(len(votes) - 1))
    assert doc.meta.extra["reference_share"] > 0.6


def test_another_event_gives_no_votes_and_no_participants() -> None:
    other = "天气预报说明天有大雨。出门请带好雨具。路上注意安全。晚上会转晴，后天气温回升。\n"
    doc = run(other, STAGES, reference=REFERENCE).document
    assert "votes" not in doc.meta.extra
    assert doc.meta.participants == []


def test_a_name_is_spelt_as_the_reference_spells_it_where_both_stand_side_by_side() -> None:
    told = REFERENCE.replace("非常感谢您今天的分享", "非常感谢一凡今天的分享")
    heard = RAW.replace("非常感谢您今天的分享", "非常感谢一番今天的分享")
    cleaned = run(heard, ("layout", "terms"), reference=told)
    edits = [(c.after, c.rules) for s in cleaned.segments for c in s.edits if "terms:reference" in c.rules]
    assert [after for after, _ in edits] == ["一凡"]


def test_wording_is_not_taken_from_the_reference() -> None:
    told = REFERENCE.replace("最让你们头疼", "最叫你们头大")
    cleaned = run(RAW, ("layout", "terms"), reference=told)
    assert "最让你们头疼" in cleaned.document.text


def test_a_name_that_sounds_otherwise_stays() -> None:
    told = REFERENCE.replace("非常感谢您今天的分享", "非常感谢一凡今天的分享")
    heard = RAW.replace("非常感谢您今天的分享", "非常感谢大家今天的分享")
    assert "非常感谢大家今天的分享" in run(heard, ("layout", "terms"), reference=told).document.text
