"""One dialogue in the label formats of editors, meeting exports and chat tools; and lists that only look like one."""

from __future__ import annotations

import pytest

from harness import run

# speaker, what is said; a "+" goes on without a label. 许诺 (a promise) is a word as well as a name.
SAID = [
    ("许诺", "大家好，欢迎来到今天的节目，我们请到了远舟智行的周雨桐。雨桐，先说说你们最近在做什么？"),
    ("周雨桐", "谢谢许诺。我们最近在做一件很有意思的事情：把整套系统换成了端到端。"),
    ("+", "这件事情做了一年多，中间踩了很多坑。"),
    ("许诺", "比如说？"),
    ("周雨桐", "比如说数据。我们内部有一句话：垃圾进，垃圾出。"),
    ("许诺", "这个大家都有同感。那成本呢？"),
    ("周雨桐", "成本一台车多三千块。"),
    ("许诺", "好，谢谢。"),
]
FORMATS = {
    "colon": "{name}：{text}",
    "ascii colon": "{name}: {text}",
    "bullet": "- {name}：{text}",
    "dot": "● {name}：{text}",
    "at": "@{name}：{text}",
    "bracket": "【{name}】{text}",
    "square": "[{name}] {text}",
    "corner": "「{name}」{text}",
    "paren": "（{name}）{text}",
    "angle": "<{name}> {text}",
    "bar": "{name}｜{text}",
    "ascii bar": "{name} | {text}",
    "dash": "{name} — {text}",
    "long dash": "{name}——{text}",
    "hyphen": "{name} - {text}",
    "arrow": "{name} > {text}",
    "tab": "{name}\t{text}",
    "wide blank": "{name}\u3000{text}",
    "bold": "**{name}**：{text}\n",
    "bold with colon": "**{name}：** {text}\n",
    "italic": "*{name}*：{text}\n",
    "heading": "### {name}\n\n{text}\n",
    "timed heading": "### {name} [{clock}]\n\n{text}\n",
    "line": "{name}：\n{text}\n",
    "stamp behind": "{name} {clock}\n{text}\n",
    "stamp in front": "{clock} {name}\n{text}\n",
    "stamp below": "{name}\n{clock}\n{text}\n",
    "stamp in brackets": "[{clock}] {name}: {text}",
    "stamp in parens": "{name}(00:{clock}): {text}",
    "span": "[00:{clock} --> 00:{clock}] {name}：{text}",
    "speaker": "Speaker {number}: {text}",
    "speaker letter": "Speaker {letter}: {text}",
    "speaker code": "SPEAKER_0{number} [00:{clock}]: {text}",
    "Chinese speaker": "说话人{number} {clock}\n{text}\n",
    "Chinese speaker apart": "发言人 {number}  {clock}\n{text}\n",
    "question, answer": "{part}：{text}",
    "letter": "{letter}：{text}",
}


def written(form: str) -> str:
    out = ["智驾对谈", ""]
    for n, (name, text) in enumerate(SAID):
        if name == "+":
            out.append(text + ("\n" if form.endswith("\n") else ""))
            continue
        host = name == "许诺"
        out.append(
            form.format(
                name=name,
                text=text,
                clock=f"{n:02}:{n * 7:02}",
                number=1 if host else 2,
                letter="A" if host else "B",
                part="问" if host else "答",
            )
        )
    return "\n".join(out)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS.keys())
def test_every_turn_has_its_speaker(form: str) -> None:
    segments = [s for s in run(written(form), ("layout", "speakers")).segments if s.kind == "speech"]
    names = [(s.speaker or {})["name"] for s in segments]
    assert len(segments) == 7
    assert len(set(names[0::2])) == len(set(names[1::2])) == 1
    assert None not in names
    assert names[0] != names[1]
    assert [s.text[:2] for s in segments] == ["大家", "谢谢", "比如", "比如", "这个", "成本", "好，"]
    assert segments[1].text.endswith("踩了很多坑。")


LISTS = {
    "prices": "高粱 | 十块。\n方便面 | 五块。\n高粱 | 八块。\n方便面 | 四块。",
    "places": "张鹏 | 清华大学\n李四 | 北京大学\n张鹏 | 理事长\n李四 | 理事",
    "years": "李白（701年生）写了很多诗。\n杜甫（712年生）也写了很多诗。\n李白（762年卒）死在当涂。",
    "laughter": "（笑）大家好，我们开始吧。\n（笑）今天讲三件事情。\n（掌声）第一件是数据。\n（笑）第二件是算力。",
    "quotation": "学而时习之——孔子这样说。\n道可道——老子这样说。\n学而时习之——我们这样做。",
    "code": "a > b 的时候走左边。\nb > a 的时候走右边。\na > b 的时候再看一次。\nb > a 的时候结束。",
    "scores": "00:12\n大家好，今天开始。\n00:37\n第一件事情是数据。\n01:02\n第二件是算力。",
    "steps": "方法\t先把水烧开。\n时间\t大约十分钟。\n方法\t再把面放进去。\n时间\t大约三分钟。",
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS.keys())
def test_lists_and_asides_are_no_dialogue(text: str) -> None:
    assert not run(text, ("layout", "speakers")).document.meta.extra["labelled"]
