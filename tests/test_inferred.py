"""Who speaks in unlabelled text."""

from __future__ import annotations

import pytest

from dialogues.written import WAYS, Written, everything, laid_out
from harness import run
from tclean.core.document import Document, Participant, Source
from tclean.stages.speakers.inferred import build
from tclean.stages.speakers.inferred.discover import discover
from tclean.stages.speakers.inferred.weights import load

PANEL = (
    "欢迎大家来到今天的圆桌，我想先问一个问题，开源对咱们做工具的人到底意味着什么，晓雯您先来。"
    "嗯好的，我觉得开源这个事情呢，最要紧的是有人愿意维护，我们团队呢过去三年，每个月都要花差不多一半的时间去看别人提的问题，"
    "就是说你把代码放出去只是第一步，然后后面的文档啊、测试啊、版本啊，这些东西才是真正花力气的地方，我们后来就专门排了班。"
    "好，谢谢晓雯，那立群呢，您在公司里面做这个事情，会不会有不一样的感受啊。"
    "对，其实公司里面的话，首先要考虑的是这个成本，老板会问你投进去的人能换回来什么，这个账其实是很难算的，"
    "但是呢我自己的体会是，招人的时候这个事情特别有用，很多同学就是因为用过我们的库才来的，所以这个账不能只看一年。"
    "谢谢立群，非常好，那最后一个问题想请教晓雯，如果只能给新人一个建议，您会说什么。"
    "呃我想就是先把一个小问题彻底弄明白，然后呢写下来，再去看大的东西，这样的话会走得比较稳。"
    "好的，谢谢两位，时间关系我们今天就到这里。"
)
TALK = "大家好，今天我想讲讲我们这几年做语音识别的一些体会。" + (
    "我们一开始用的是很小的数据，后来慢慢地加到一万小时，我发现数据的质量比数量更重要，所以我们花了很多时间去清洗它。"
    * 6
)


def _turns(text: str, *people: Participant, **extra: object) -> list[tuple[str | None, str]]:
    from tclean.config import settings
    from tclean.ruleset.load import load_rules

    doc = Document.of(Source("t.txt", text), "t")
    doc.meta.participants = list(people)
    doc.meta.extra.update(extra)
    (step,) = build(settings(), load_rules())
    found = step(doc)
    assert not found.edits
    return [(m.value["name"], text[m.start : m.end]) for m in found.marks]


def test_names_called_and_thanked_carry_the_turns() -> None:
    turns = _turns(PANEL, Participant("陈立群"), Participant("方晓雯"), Participant("何平", "host"), layout="spaced")
    assert [name for name, _ in turns[:5]] == ["何平", "方晓雯", "何平", "陈立群", "何平"]
    assert turns[2][1].startswith("好，谢谢晓雯")
    assert turns[3][1].startswith("对，其实公司")


def test_names_nobody_announced_are_found() -> None:
    assert {p.name for p in discover(PANEL, load())} == {"晓雯", "立群"}


def test_turns_cover_the_text_without_gaps() -> None:
    turns = _turns(PANEL, Participant("陈立群"), Participant("方晓雯"), layout="spaced")
    assert "".join(text for _, text in turns) == PANEL


@pytest.mark.parametrize("people", [(), (Participant("林一凡"),)])
def test_a_talk_is_not_chopped(people: tuple[Participant, ...]) -> None:
    turns = _turns(TALK, *people, layout="spaced")
    assert [name for name, _ in turns] == [p.name for p in people]


def test_in_written_text_speakers_change_only_at_paragraphs() -> None:
    written = (
        "晓雯认为开源很重要。立群，您怎么看？我觉得也是。谢谢立群。\n\n谢谢晓雯。立群同意这个观点，晓雯您先来？对，我同意。"
        * 4
    )
    starts = {0, *(i + 2 for i in range(len(written)) if written.startswith("\n\n", i))}
    at = 0
    for _, text in _turns(written, Participant("陈立群"), Participant("方晓雯"), layout="prose"):
        assert at in starts
        at += len(text)


def test_every_turn_says_how_sure_it_is_and_why() -> None:
    from tclean.stages.speakers.inferred.infer import infer

    doc = Document.of(Source("t.txt", PANEL), "t")
    doc.meta.participants = [Participant("陈立群"), Participant("方晓雯")]
    doc.meta.extra["layout"] = "spaced"
    for mark in infer(doc, load()).marks:
        assert 0 <= mark.value["confidence"] <= 1
        assert mark.value["method"] == "inferred"
        assert mark.value["reasons"]


def test_a_reference_overrules_weak_cues() -> None:
    half = PANEL.index("好，谢谢晓雯")
    votes = [(half, half + 30, "方晓雯"), (half + 40, half + 60, "方晓雯")]
    turns = _turns(PANEL, Participant("陈立群"), Participant("方晓雯"), layout="spaced", votes=votes)
    assert next(name for name, text in turns if "那立群呢" in text) == "方晓雯"


def test_whom_the_reference_alone_knows_joins_the_cast() -> None:
    votes = [(0, 30, "何平"), (50, 150, "方晓雯")]
    names = {name for name, _ in _turns(PANEL, layout="spaced", votes=votes)}
    assert {"何平", "方晓雯"} <= names


QUESTIONS = (
    "那您当时为什么会离开学校呢，",
    "那这几年最大的变化是什么，",
    "您怎么看年轻人的选择呢，",
    "那后来是怎么走出来的呢，",
)
ANSWERS = (
    "嗯我觉得呃其实是一个很偶然的事情，那年夏天呃我跟朋友去山里住了一个月，回来以后呃就不想再坐在办公室里面了，",
    "对我觉得呃变化最大的是心态，以前呃总想着要证明什么，现在呃每天把手上的木头做好就很满足了，",
    "呃我觉得这个要看人，有的人呃天生就适合在外面闯，有的人呃更愿意守着一门手艺，没有哪个更好，",
    "嗯我想呃还是靠时间吧，那段日子呃我每天早上起来先扫院子，扫着扫着呃就想明白了很多事情，",
)


def test_an_interview_without_any_name_has_two_stable_ids() -> None:
    text = "".join(q + a * 2 for q, a in zip(QUESTIONS, ANSWERS, strict=True))
    from tclean.stages.speakers.inferred.infer import infer

    doc = Document.of(Source("t.txt", text), "t")
    doc.meta.extra["layout"] = "spaced"
    marks = infer(doc, load()).marks
    labels = [m.value["label"] for m in marks if m.value["role"]]
    assert set(labels) == {"speaker-1", "speaker-2"}
    assert all(m.value["name"] is None for m in marks)
    starts = [m.start for m in marks]
    assert sum(text.index(a) in starts for a in ANSWERS) >= 3


def test_a_listener_takes_the_microphone() -> None:
    text = PANEL.removesuffix("好的，谢谢两位，时间关系我们今天就到这里。") + (
        "好的，下面我们把时间留给现场的观众，有问题的朋友请举手，好，请这位。"
        "各位老师好，我是一名大三的学生，想请教一下，像我们这样没有项目经验的人，应该从哪里开始做起。"
        "嗯我觉得可以从改文档开始，这个门槛最低，而且你会把整个项目读一遍。好的，谢谢两位，时间关系我们今天就到这里。"
    )
    from tclean.stages.speakers.inferred.infer import infer

    doc = Document.of(Source("t.txt", text), "t")
    doc.meta.participants = [Participant("陈立群"), Participant("方晓雯"), Participant("何平", "host")]
    doc.meta.extra["layout"] = "spaced"
    asked = [m for m in infer(doc, load()).marks if m.value["role"] == "audience"]
    assert [text[m.start : m.start + 5] for m in asked] == ["各位老师好"]


def test_an_announced_talk_stays_whole_in_spite_of_its_questions() -> None:
    text = TALK + "那么为什么会这样呢，嗯我觉得是因为大家都太着急了，那怎么办呢，嗯我觉得只能慢慢来，" * 4
    turns = _turns(text, Participant("林一凡", "speaker"), Participant("周岩", "guest"), layout="spaced")
    assert [name for name, _ in turns] == ["林一凡"]


def test_headings_belong_to_nobody() -> None:
    from tclean.core.edit import Mark

    text = "谢谢晓雯，立群您怎么看\n\n" + TALK
    doc = Document.of(Source("t.txt", text), "t")
    doc.meta.participants = [Participant("林一凡")]
    doc.marks = [Mark(0, 11, "heading", "layout:heading")]
    from tclean.stages.speakers.inferred.infer import infer

    assert [m.value["name"] for m in infer(doc, load()).marks] == ["林一凡"]


GUESTS = (Participant("许诺", "host"), Participant("韩立群"), Participant("张凯"))


def test_who_tells_his_name_opens_a_turn() -> None:
    text = (
        "欢迎来到今天的圆桌，我是主持人许诺，先请两位做个自我介绍吧。大家好，我是北岸冷链的韩立群，"
        "我们公司主要做生鲜的仓储和干线运输，今年是第十一个年头了。大家好，我是张凯，我们做车载的传感器。"
        "谢谢两位，那我们进入正题，韩总您怎么看现在的市场？"
        "我觉得市场还是在往上走的，只是大家都没有以前那么着急了，这是一件好事。"
    )
    turns = _turns(text, *GUESTS, layout="prose")
    assert [(name, said[:9]) for name, said in turns[1:3]] == [
        ("韩立群", "大家好，我是北岸冷"),
        ("张凯", "大家好，我是张凯，"),
    ]


def test_a_call_that_goes_on_hands_over_behind_its_question() -> None:
    text = (
        "第一个问题我想先问韩总，过去十年整个行业变化非常快，您觉得变化最大的地方在哪里？"
        "我觉得变化最大的是客户的要求变了，以前一车货坏了两成大家觉得很正常，现在坏一箱他就要你说清楚。"
        "那凯总，你们是做设备的，这个变化你们感受应该也很明显吧？"
        "对，感受非常明显，我们最早的传感器是货到了才能把数据读出来，现在是每三十秒传一次。"
        "谢谢凯总，谢谢韩总，今天就到这里。"
    )
    opened = [said[:4] for _, said in _turns(text, *GUESTS, layout="prose")]
    assert "我觉得变" in opened
    assert "对，感受" in opened


def test_one_long_paragraph_is_still_a_dialogue() -> None:
    text = "".join(q + a for q, a in zip(QUESTIONS, ANSWERS, strict=True)).replace("呃", "")
    assert len(_turns(text, layout="prose")) > 3


TALKS = [w for w in everything() if len({who for who, _ in w.turns}) == 1]


@pytest.mark.parametrize("work", TALKS, ids=lambda w: w.name)
@pytest.mark.parametrize("way", WAYS)
def test_a_story_with_questions_and_quoted_talk_stays_whole(work: Written, way: str) -> None:
    text, _ = laid_out(work.turns, way)
    assert len(_turns(text, layout="spaced")) < 2


@pytest.mark.slow
def test_made_up_dialogues_keep_their_level() -> None:
    import sys
    from pathlib import Path

    root = Path(__file__).parents[1]
    sys.path[:0] = [str(root / "benchmarks")]
    import speakers as bench

    from dialogues.generate import dialogue

    scores = []
    for seed in range(2000, 2016):
        made = dialogue(seed)
        people = [Participant(made.host, "host"), *map(Participant, made.guests)]
        found, _ = bench.infer(made.text, people, "speakers")
        scores.append(bench.score([bench.Span(*t) for t in made.turns], found))
    assert sum(s.accuracy for s in scores) / len(scores) > 0.85
    assert sum(s.f1 for s in scores) / len(scores) > 0.6


@pytest.mark.slow
def test_written_dialogues_keep_their_level() -> None:
    import sys
    from pathlib import Path

    sys.path[:0] = [str(Path(__file__).parents[1] / "benchmarks")]
    import speakers as bench

    from tclean.config import participant

    scores = []
    for work in everything():
        if work in TALKS or not work.participants:
            continue
        for way in ("one line", "chunks"):
            text, turns = laid_out(work.turns, way)
            found, _ = bench.infer(text, [participant(p) for p in work.participants], "all")
            scores.append(bench.score([bench.Span(*t) for t in turns], found))
    assert sum(s.accuracy for s in scores) / len(scores) > 0.72
    assert sum(s.f1 for s in scores) / len(scores) > 0.6


def test_a_talk_is_cut_only_where_listeners_ask() -> None:
    text = (
        "好，同学们晚上好，我是高远，今天给大家讲一讲索引。我们先来看一个问题，就是查询为什么慢？很多人觉得是数据太多，"
        "其实不是的，大部分时候它是没有走索引。为什么没有走呢，因为条件里面有函数。那怎么办呢？大家可以想一想。"
        "第一个办法就是把函数移到等号的另一边，第二个办法是建一个表达式的索引，这两个办法我们都用过。"
        "好，今天的内容大概就是这样，下面是提问的时间，大家有什么问题吗？"
        "老师好，我想问一下，就是索引建多了会怎么样呢？嗯，好问题，一般来说呢写入会变慢，所以不要每一列都建。"
        "老师我想问一下，那多大的表才需要建？可以的，一般来说几万行以上就值得了，几百行的表建不建都一样。"
    )
    turns = run(text, participants=["高远:speaker"]).segments
    said = [((s.speaker or {})["name"], s.text[:4]) for s in turns]
    assert said[0] == ("高远", "好，同学")
    assert said[1][0] != "高远"
    assert said[1][1] == "老师好，"
    assert said[-1][0] == "高远"
