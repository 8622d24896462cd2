"""Events, invented credits, loops and recognisers' tags: what becomes a segment of its own, what goes, what stays."""

from __future__ import annotations

import pytest

from harness import run

# what was written, and what stands there afterwards: a letter for each stretch (e an event, s speech, d dropped)
FOUND = (
    ("[背景音乐]\n大家好，欢迎收听本期节目。", "es"),
    ("（掌声）谢谢大家。", "es"),
    ("我先讲到这里。（热烈的掌声）", "se"),
    ("【音乐】今天我们来聊一聊茶。", "es"),
    ("(笑声)好，我们继续。", "es"),
    ("♪ 音乐 ♪\n我们回来了。", "es"),
    ("[Applause]\nThank you so much.", "es"),
    ("[BLANK_AUDIO]\n好的，我们开始。", "es"),
    ("这个问题很有意思。[笑]我来回答。", "ses"),
    ("（现场掌声）\n\n我们有请下一位。", "es"),
    ("（播放视频）看完了这段视频，我们来讨论。", "es"),
    ("（此处听不清）后面我再补充。", "es"),
    ("[静音]\n[静音]\n喂，能听到吗？", "ees"),
    ("（众人笑）他就走了。", "es"),
    ("(鼓掌)谢谢。(鼓掌)", "ese"),
    ("[laughter]我没想到。", "es"),
    ("（手机铃响）不好意思。", "es"),
    ("【掌声】【欢呼】谢谢各位！", "ees"),
    ("字幕由Amara.org社区提供\n今天天气不错。", "ds"),
    ("请不吝点赞 订阅 转发 打赏支持明镜与点点栏目\n我们说第二点。", "ds"),
    ("我们说第一点。\n中文字幕志愿者 李宗盛", "sd"),
    ("我们说第一点。\n由 Amara.org 社群提供的字幕", "sd"),
    ("本节目由某某剧场独播\n优优独播剧场——YoYo Television Series Exclusive\n今天说到这儿。", "sds"),
    ("詞曲 李宗盛\n我们开始上课。", "ds"),
    ("Subtitles by the Amara.org community\n好的。", "ds"),
    ("请订阅我的频道\n第一件事是浇水。\n谢谢观看\n第二件事是施肥。", "dsds"),
    ("感谢观看，下期再见\n先看天气。\n感谢观看，下期再见\n再看路况。", "dsds"),
)
STAYS = (
    "我觉得（笑）这个事情很难讲。",
    "这首音乐很好听，我们再放一遍。",
    "他讲完以后全场响起了热烈的掌声。",
    "公式里的括号（a加b）要先算。",
    "《掌声》是一篇课文。",
    "我们在讲字幕的制作流程，字幕由编辑来校对。",
    "请大家点赞支持一下这位同学。",
    "订阅数每个月涨两千。",
    "重要的事情说三遍，不要迟到，不要迟到，不要迟到。",
    "好的好的好的，我马上来。",
    "加油加油加油，就差一点了。",
    "谢谢观看，我今天就讲到这里。",
    "【注意】本文只讲入门。",
    "（一）总则",
    "他说（原话）不可以。",
    "[1]参考文献见后。",
    "第一句：我爱你。第二句：我爱你。",
    "叮叮当，叮叮当，铃儿响叮当。",
    "一二一，一二一，立正。",
    "明镜高悬这个词出自哪里？",
    "我们频道的名字叫下期见。",
    "本期视频由张三拍摄，李四剪辑。",
    "沉默了一会儿，他说好。",
    "（王老师）我来讲。",
    "问：什么是音乐？答：声音的艺术。",
    "滴答滴答滴答，钟在走。",
    "太好了太好了太好了！",
)
LOOPS = (
    ("我们看一下。", "对吧", "所以要小心。"),
    ("", "好的我知道了，", "我们换一个话题。"),
    ("", "然后", "我们到了。"),
    ("", "我们今天讲水，", "水是生命之源。"),
)


@pytest.mark.parametrize(("text", "kinds"), FOUND)
def test_sounds_and_credits_leave_the_speech(text: str, kinds: str) -> None:
    cleaned = run(text, ("reflow",))
    seen = [(s.span[0], s.kind[0]) for s in cleaned.segments] + [(d.span[0], "d") for d in cleaned.dropped]
    assert "".join(kind for _, kind in sorted(seen)) == kinds


@pytest.mark.parametrize("text", STAYS)
def test_what_somebody_said_or_wrote_stays(text: str) -> None:
    cleaned = run(text, ("reflow",))
    assert [(s.kind, s.text) for s in cleaned.segments] == [("speech", text)]
    assert not cleaned.dropped


@pytest.mark.parametrize(("before", "phrase", "behind"), LOOPS)
def test_a_loop_is_kept_once_with_its_edit_on_record(before: str, phrase: str, behind: str) -> None:
    cleaned = run(before + phrase * 15 + behind, ("reflow",))
    assert cleaned.text == before + phrase + behind
    assert {rule for c in cleaned.document.changes for rule in c.rules} == {"reflow:loop"}


def test_tags_of_a_recogniser_go_and_those_of_a_language_model_stay() -> None:
    assert run("<|zh|><|NEUTRAL|><|Speech|>大家早上好。", ("reflow",)).text == "大家早上好。"
    assert run("用<|endoftext|>把两篇文章隔开。", ("reflow",)).text == "用<|endoftext|>把两篇文章隔开。"
