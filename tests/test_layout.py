"""What a document is about: title, date, people, and the kind of each line."""

from __future__ import annotations

import pytest

from harness import run
from tclean.core.document import Meta
from tclean.stages.layout.headline import read_headline


def meta(text: str) -> Meta:
    return run(text, ("layout",)).document.meta


def kinds(text: str) -> list[tuple[str, str]]:
    doc = run(text, ("layout",)).document
    return [(m.kind, doc.text[m.start : m.end]) for m in doc.marked("heading", "note", "event", "summary")]


@pytest.mark.parametrize(
    ("line", "part", "title", "people"),
    [
        ("某大会 - P1：进展报告：王敏 - 某社区 - BV1aa4y1b7cd", "P1", "进展报告", [("王敏", "speaker")]),
        ("某大会 - P8：圆桌讨论 - 某社区 - BV1aa4y1b7cd", "P8", "圆桌讨论", []),
        (
            "某大会 - P2：主题报告：清洗-主旨演讲：Grace Wang-对话嘉宾：赵一凡 - 某社区 - BV1aa4y1b7cd",
            "P2",
            "主题报告：清洗",
            [("Grace Wang", "speaker"), ("赵一凡", "guest")],
        ),
        (
            "某大会 - P3：环节1：Fireside Chat-王敏-赵一凡 - 某社区 - BV1aa4y1b7cd",
            "P3",
            "环节1：Fireside Chat",
            [("王敏", "guest"), ("赵一凡", "guest")],
        ),
        (
            "某大会 - P5：尖峰对话：清洗之路-主持人：王敏-对话嘉宾-赵一凡-陈 思 - 某社区 - BV1aa4y1b7cd",
            "P5",
            "尖峰对话：清洗之路",
            [("王敏", "host"), ("赵一凡", "guest"), ("陈思", "guest")],
        ),
        (
            "某大会 - P7：Data： Past and Future：Tom Lee - 某社区",
            "P7",
            "Data： Past and Future",
            [("Tom Lee", "speaker")],
        ),
        ("数据清洗的未来", None, "数据清洗的未来", []),
        ("数据 - 清洗 - 未来", None, "数据 - 清洗 - 未来", []),
        ("高性能-低成本", None, "高性能-低成本", []),
    ],
)
def test_a_heading_names_part_title_and_people(
    line: str, part: str | None, title: str, people: list[tuple[str, str]]
) -> None:
    found = read_headline(line)
    assert (found.part, found.title, [(p.name, p.role) for p in found.people]) == (part, title, people)


def test_the_last_heading_is_the_talks_own_and_the_one_above_names_the_event() -> None:
    found = meta("# 某大会 2024\n\n# P2：清洗之道：王敏\n\n大家上午好，今天讲清洗。\n")
    assert (found.title, found.event, found.part) == ("清洗之道", "某大会 2024", "P2")


def test_a_video_number_gives_the_address() -> None:
    found = meta("# 某大会 - P1：进展报告 - 某社区 - BV1aa4y1b7cd\n\n大家上午好。\n")
    assert found.url == "https://www.bilibili.com/video/BV1aa4y1b7cd"
    assert found.extra["video"] == "BV1aa4y1b7cd"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("标题在此\n作者：王敏 发布时间：2024-06-15\n\n正文很长。\n", "2024-06-15"),
        ("标题在此\n来源：互联网   发布日期：2024-09-25 20:07:45   浏览：25次\n\n正文很长。\n", "2024-09-25T20:07:45"),
        ("标题在此\n2024年6月4日\n\n正文很长。\n", "2024-06-04"),
        ("标题在此\n2024/6/4 08:30 某某城市\n\n正文很长。\n", "2024-06-04T08:30"),
        ("标题在此\n\n2024年2月，某研究院宣布成立，这件事传遍了业界。\n", None),
        ("标题在此\n\n2024年2月3日，某研究院宣布成立，这件事传遍了业界，很多人都来祝贺。\n", None),
        ("标题在此\n2024-13-45 某某城市\n\n正文很长。\n", None),
    ],
)
def test_the_date_comes_from_a_page_head_only(text: str, date: str | None) -> None:
    assert meta(text).date == date


def test_the_title_is_the_line_above_the_byline() -> None:
    assert meta("本站导航\n\n数据清洗的未来\n作者：王敏\n\n数据清洗是一件苦差事。\n").title == "数据清洗的未来"


@pytest.mark.parametrize(
    "text",
    [
        "大家好\n我们今天来谈数据\n谢谢\n",
        "各位来宾：\n\n大家上午好。今天很热闹。\n",
        "数据清洗是一件苦差事。\n\n它很重要。\n",
    ],
)
def test_speech_has_no_title(text: str) -> None:
    assert meta(text).title is None


def test_a_lead_says_what_the_people_are() -> None:
    text = (
        "今天的对话请到了数据工场创始人赵一凡，由未来电台主编王敏主持。\n\n"
        "王敏：数据从哪里来？\n\n赵一凡：自己采的。\n\n王敏：贵吗？\n\n赵一凡：不贵。\n"
    )
    assert {p.name: p.about for p in meta(text).participants} == {"王敏": "未来电台主编", "赵一凡": "数据工场创始人"}


def test_someone_in_the_audience_introduces_himself() -> None:
    text = (
        "王敏：数据从哪里来？\n\n赵一凡：自己采的。\n\n王敏：大家有问题吗？\n\n"
        "观众1：老师好，我是南方时报的记者，想问一下贵不贵？\n\n赵一凡：不贵。\n"
    )
    people = {p.name: (p.role, p.about) for p in meta(text).participants}
    assert people["观众1"] == ("audience", "南方时报的记者")


def test_key_points_reach_to_the_transcript() -> None:
    text = (
        "数据清洗的未来\n\n【以下为某报整理的要点】\n\n关于数据：先采后洗\n\n赵一凡：先采集数据，再清洗数据。\n\n"
        "【以下为实录】\n\n王敏：数据从哪里来？\n\n赵一凡：自己采的。\n\n王敏：贵吗？\n"
    )
    assert kinds(text) == [
        ("heading", "数据清洗的未来"),
        ("note", "【以下为某报整理的要点】"),
        ("heading", "关于数据：先采后洗"),
        ("summary", "赵一凡：先采集数据，再清洗数据。"),
        ("note", "【以下为实录】"),
    ]


def test_a_list_of_key_points_ends_where_it_ends() -> None:
    text = "核心观点：\n\n1. 数据最重要。\n\n2. 清洗最花时间。\n\n今天我们请来了赵一凡，谈谈数据清洗。\n"
    assert [k for k, _ in kinds(text)] == ["note", "summary", "summary"]


def test_events_stand_alone() -> None:
    assert kinds("大家好。\n\n[音乐]\n\n我们开始吧。\n\n（掌声）\n") == [("event", "[音乐]"), ("event", "（掌声）")]


def test_a_bracketed_event_inside_a_sentence_is_no_segment_of_its_own() -> None:
    assert kinds("大家好。我们开始吧。（掌声）谢谢大家。\n") == []


def test_short_open_lines_between_paragraphs_are_headings() -> None:
    text = (
        "王敏：数据从哪里来？大家都很想知道这件事情的来龙去脉。\n\n赵一凡：自己采的，花了三年时间，走了不少弯路。\n\n"
        "清洗最花时间\n\n王敏：那清洗呢？听说这一步最难，是不是这样的？\n\n赵一凡：对，去重最难。\n"
    )
    assert kinds(text) == [("heading", "清洗最花时间")]


@pytest.mark.parametrize("line", ["谢谢大家", "好的", "我们开始吧", "对", "1. 数据", "- 数据", "我有三点："])
def test_short_speech_is_no_heading(line: str) -> None:
    text = (
        f"王敏：数据从哪里来？大家都很想知道这件事情的来龙去脉。\n\n赵一凡：自己采的，花了三年时间，走了不少弯路。\n\n"
        f"{line}\n\n王敏：那清洗呢？听说这一步最难，是不是这样的？\n\n赵一凡：对，去重最难。\n"
    )
    assert kinds(text) == []


def test_subtitle_lines_are_no_headings() -> None:
    assert kinds("大家好\n今天我们来聊一聊\n什么是数据清洗\n先看一张图\n它画得很清楚\n我们慢慢看\n") == []


def test_people_the_caller_names_are_kept_and_completed() -> None:
    text = "主持人：王敏\n嘉宾：赵一凡、陈思\n\n今天我们来谈谈数据清洗。它很重要，也很难。\n"
    doc = run(text, ("layout",), participants=["王敏:guest"]).document
    assert [(p.name, p.role) for p in doc.meta.participants] == [
        ("王敏", "guest"),
        ("赵一凡", "guest"),
        ("陈思", "guest"),
    ]


def test_a_head_of_facts_lists_who_takes_part_and_is_no_turn() -> None:
    text = (
        "智驾圆桌：下一步\n时间：2025年3月18日\n"
        "嘉宾：周雨桐（远舟智行 CTO）、韩立（图灵大学教授）、Kevin Zhang（北辰汽车）\n"
        "主持人：许诺\n\n各位下午好，欢迎来到圆桌，我们先请雨桐总。好，大家好，我是远舟智行的周雨桐，做自动驾驶。"
    )
    people = {p.name: (p.role, p.about) for p in meta(text).participants}
    assert people == {
        "周雨桐": ("guest", "远舟智行 CTO"),
        "韩立": ("guest", "图灵大学教授"),
        "Kevin Zhang": ("guest", "北辰汽车"),
        "许诺": ("host", None),
    }
    assert not meta(text).extra["labelled"]
    assert meta(text).title == "智驾圆桌：下一步"


def test_a_cast_may_stand_one_to_a_line() -> None:
    text = "对谈\n\n嘉宾：\n周雨桐  远舟智行 CTO\n韩立（图灵大学教授）\n\n大家好，今天谈谈下一步，先请两位说说自己。"
    assert [p.name for p in meta(text).participants] == ["周雨桐", "韩立"]


def test_short_answers_are_no_list_of_names() -> None:
    text = "主持人：大家好，欢迎。\n嘉宾：谢谢\n主持人：第一个问题，为什么做这件事？\n嘉宾：好玩。"
    assert meta(text).extra["labelled"]
    assert "谢谢" not in [p.name for p in meta(text).participants]
