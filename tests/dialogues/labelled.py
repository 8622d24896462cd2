"""Generated labelled dialogues: random speakers, one label format each, with everything that is no label in between."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tclean.core.document import Document

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董程曹袁邓许傅沈曾彭吕苏卢蒋蔡魏薛叶阎潘杜戴夏钟汪田任姜范方石姚"
    "谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉梅红建国志文海波宁晨宇航浩然子涵雨欣梓轩思远一凡嘉怡若曦亦菲承泽"
)
LATIN = ["Grace Wang", "Tom Lee", "Anna Schmidt", "Sam Green", "Maria Rossi", "John Smith"]
SENTENCES = [
    "数据清洗是最花时间的一步。",
    "我们试过很多办法，最后还是要一条一条看。",
    "模型的大小并不是唯一的因素。",
    "这里面有三个原因。",
    "第一是成本，第二是速度，第三是质量。",
    "我觉得这个方向是对的。",
    "去年我们做过一次对比，差别很明显。",
    "他说过：机器会自己学会的。",
    "大家都知道，这件事情没有捷径。",
    "比例大概是3:1，和以前差不多。",
    "会议定在9:30开始。",
    "我补充一点，开源的力量不能小看。",
    "价格还会再降，这一点我很有信心。",
    "现在下结论还太早。",
    "用户要的其实很简单：快、便宜、好用。",
    "我们团队一共二十个人，一半做工程。",
    "具体的做法可以看 https://example.org 上的文档。",
]
QUESTIONS = [
    "您怎么看这个问题？",
    "数据是从哪里来的？",
    "成本会不会太高？",
    "下一步打算做什么？",
    "有没有想过换一种做法？",
]
HEADINGS = ["关于数据：先采后洗", "一、数据从哪里来", "开源生态：正在变大", "成本与速度", "未来三年的路线"]


class Generated(NamedTuple):
    """A document, and the speaker of every turn with the first characters of what is said."""

    text: str
    turns: list[tuple[str, str]]
    style: str


def name(rng: random.Random) -> str:
    if rng.random() < 0.06:
        return rng.choice(LATIN)
    return rng.choice(SURNAMES) + "".join(rng.choice(GIVEN) for _ in range(rng.choice((1, 2, 2))))


def stamp(n: int) -> str:
    return f"{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}"


STYLES: dict[str, Callable[[str, int], str]] = {
    "colon": lambda who, t: f"{who}：",
    "half": lambda who, t: f"{who}:",
    "half-blank": lambda who, t: f"{who}: ",
    "bold": lambda who, t: f"**{who}**：",
    "bold-inside": lambda who, t: f"**{who}：**",
    "bold-line": lambda who, t: f"**{who}**\n",
    "bracket": lambda who, t: f"【{who}】",
    "bracket-line": lambda who, t: f"【{who}】\n",
    "own-line": lambda who, t: f"{who}：\n",
    "affiliation": lambda who, t: f"{who}（某某大学）：",
    "spaced": lambda who, t: f"{' '.join(who) if len(who) == 2 and not who.isascii() else who}：",
    "time-line": lambda who, t: f"{who} {stamp(t)}\n",
    "time-bracket": lambda who, t: f"{who}({stamp(t)}): ",
    "time-first": lambda who, t: f"[{stamp(t)}] {who}：",
    "short-time": lambda who, t: f"{who} {t // 60 % 100:02}:{t % 60:02}\n",
    "voice": lambda who, t: f"<v {who}>",
    "indent": lambda who, t: f"　　{who}：",
}
CODES: dict[str, Callable[[int, int], str]] = {
    "spk": lambda n, t: f"[SPK{n}] ",
    "speaker": lambda n, t: f"Speaker {n} ({stamp(t)})\n",
    "speaker-colon": lambda n, t: f"SPEAKER_{n:02}: ",
    "shuohuaren": lambda n, t: f"说话人 {n} {stamp(t)}\n",
    "fayanren": lambda n, t: f"发言人{n}   {t // 60 % 100:02}:{t % 60:02}\n",
}


def dialogue(rng: random.Random) -> Generated:
    """One labelled document."""
    coded = rng.random() < 0.2
    style = rng.choice(list(CODES if coded else STYLES))
    count = rng.randint(2, 6)
    people: list[str] = []
    while len(people) < count:
        who = name(rng)
        if who not in people:
            people.append(who)
    blocks: list[str] = []
    turns: list[tuple[str, str]] = []
    t, last = rng.randrange(30), -1
    for _ in range(rng.randint(6, 40)):
        n = rng.choice([i for i in range(count) if i != last]) if last else rng.randrange(1, count)
        last = n
        label = CODES[style](n + 1, t) if coded else STYLES[style](people[n], t)
        t += rng.randint(5, 90)
        body = said(rng, host=n == 0)
        blocks.append(label + body)
        turns.append((f"speaker-{n + 1}" if coded else people[n], body[:12]))
        if rng.random() < 0.15:
            blocks.append(said(rng, host=False))
        if rng.random() < 0.06 and not coded:
            blocks.append(rng.choice(HEADINGS))
    return Generated("\n\n".join(blocks) + "\n", turns, style)


def said(rng: random.Random, host: bool) -> str:
    if rng.random() < 0.1:
        return rng.choice(("对。", "好的，谢谢。", "是的。"))
    parts = rng.choices(SENTENCES, k=rng.randint(1, 2 if host else 8))
    return "".join(parts) + (rng.choice(QUESTIONS) if host else "")


def documents(seed: int, count: int) -> Iterator[Generated]:
    rng = random.Random(seed)
    return (dialogue(rng) for _ in range(count))


def found(doc: Document) -> list[tuple[str, str]]:
    """The turns of a cleaned document in the form of `Generated.turns`."""
    turns = [(m.value["name"], doc.text[m.start : m.end].strip()[:12]) for m in doc.marked("turn")]
    return [(name, text.split("\n")[0]) for name, text in turns if name is not None]
