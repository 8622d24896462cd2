"""Repair of GBK mirror pages: exact restoration by kind of damage, false changes on healthy text, speed.

    python benchmarks/repair.py [--text FILE] [--programs N] [--million M]

`--text` damages a file of your own (UTF-8, Simplified or Traditional) in place of the prose of tests/damage.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

import opencc

from tclean.config import settings
from tclean.core.document import Document, Source
from tclean.ruleset.model import RuleSet
from tclean.stages.repair import build
from tclean.text.lexicon import readings

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from damage.mirror import OTHER_DECODERS, damage, mixed, program, programs
from damage.prose import simplified, traditional
from damage.score import Score, repaired, score

CLASSICAL = "學而時習之，不亦說乎？有朋自遠方來，不亦樂乎？人不知而不慍，不亦君子乎？溫故而知新，可以為師矣。"
ENGLISH = "The talk began late (as usual), and nobody minded? She asked: what is a café worth without naïve questions? "
JAPANESE = "今日は朝から雨が降っていた。駅まで歩いて（十五分）、電車に乗った。「大丈夫ですか？」と彼女は聞いた。"


def damaged(text: str, number: int, length: int = 2000) -> tuple[Score, dict[str, list[int]], float]:
    """Score over `number` programs drawn from the matrix; by setting [missed, all]; characters per second."""
    rng = random.Random(1)
    rows = list(programs(seeds=(1, 2)))
    rng.shuffle(rows)
    total, chars, seconds = Score(), 0, 0.0
    by: dict[str, list[int]] = {}
    repaired(damage(text[:300], rows[0][1]).text)  # tables loaded
    for name, by_program in rows[:number]:
        at = rng.randrange(max(1, len(text) - length))
        page = damage(text[at : at + length], by_program)
        begin = process_time()
        doc = repaired(page.text)
        seconds += process_time() - begin
        chars += len(page.text)
        result = score(page, doc)
        total.add(result)
        for part in {p for p in name.split("/")[:-1] if p != "-"}:
            row = by.setdefault(part, [0, 0])
            row[0] += result.missed.total()
            row[1] += result.missed.total() + result.right.total()
    return total, by, chars / max(seconds, 1e-9)


KOREAN = "오늘은 아침부터 비가 내렸다. 역까지 걸어서 (십오 분) 전철을 탔다. “괜찮으세요?”라고 그녀가 물었다. 네! "
MATHS = "設 f(x) = ∑ aₙxⁿ (|x| < 1)，若 ∂f/∂x ≥ 0 且 α ∈ ℝ，則 ∫₀¹ f dx ≈ 3.14 ± 0.01；當 n → ∞ 時 √n·Δ → 0？對。\n"
EMOJI = "今天太開心了😂👍🏻！下班一起喝咖啡☕️嗎？好啊👩‍💻👨‍👩‍👧‍👦，❤️謝謝大家🙏🏻。明天見👋\n"
MARKDOWN = (
    "## 會議記錄？\n\n- [x] 看 `a?b:c` 與 [連結](https://example.org/?q=1&r=2)\n> 引用：「好不好?」他問。\n\n"
    "| 名 | 值 |\n|---|---|\n"
)
TALK_TRADITIONAL = "好,那我們今天先講到這里,大家還有問題嗎?沒有的話,我們就下次再見!對了,作業記得交;謝謝。\n"


def other_signs(text: str) -> Score:
    """Pages whose decoder shows other signs, or of which half was never damaged."""
    total = Score()
    for n, decoder in enumerate(OTHER_DECODERS * 3):
        by = program(n + 40, (25, 60, 170, 0)[n % 4], decoder=decoder, split=("", "leftmost", "one-by-one")[n % 3])
        total.add(score(damage(text[:2000], by)))
        total.add(score(mixed(text[:2000], by)))
    return total


def healthy() -> Iterator[tuple[str, str]]:
    """Texts in which nothing may change."""
    plain, full = simplified(), traditional()
    yield "simplified", plain
    yield "traditional", full
    yield "mixed", plain[:900] + full[900:]
    yield "narrow marks", full.translate(str.maketrans("，？！：；", ",?!:;"))
    yield "classical", CLASSICAL
    yield "code", Path(__file__).read_text("utf-8")
    yield "english", ENGLISH
    yield "japanese", JAPANESE
    yield "korean", KOREAN
    yield "mathematics", MATHS
    yield "emoji", EMOJI
    yield "markdown", MARKDOWN
    yield "talk, narrow marks", TALK_TRADITIONAL
    yield "author's glosses", _glossed(full, 60)
    yield "reader for children", _glossed(full, 1)


def _glossed(text: str, every: int) -> str:
    """Text in which an author gives a reading now and then."""
    parts = [f"{c}({readings()[c][0]})" if n % every == 0 and c in readings() else c for n, c in enumerate(text)]
    return "".join(parts)


def _shuffled(text: str, size: int, seed: int = 1) -> str:
    """About `size` characters of the text's sentences in another order each time."""
    rng = random.Random(seed)
    sentences = re.split(r"(?<=[。！？\n])", text)
    out: list[str] = []
    length = 0
    while length < size:
        rng.shuffle(sentences)
        out += sentences
        length += len(text)
    return "".join(out)[:size]


def whole(text: str) -> Document:
    """The document after all passes of the stage."""
    doc = Document.of(Source("page.txt", text), "page")
    for step in build(settings(), RuleSet()):
        doc.advance(step(doc))
    return doc


def _parts(text: str, size: int = 5000) -> Iterator[str]:
    """The text in documents of about `size` characters, cut at line ends where it has some."""
    at = 0
    while at < len(text):
        end = text.find("\n", at + size) + 1 or at + size
        yield text[at:end]
        at = end


def _rate(run: Callable[[str], object], text: str) -> float:
    begin = process_time()
    run(text)
    return len(text) / max(process_time() - begin, 1e-9)


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--text", type=Path)
    given.add_argument("--programs", type=int, default=48)
    given.add_argument("--million", type=float, default=0.2, help="millions of characters of each healthy text")
    args = given.parse_args()
    text = traditional()
    if args.text:
        made = opencc.OpenCC("s2t").convert(args.text.read_text("utf-8"))
        text = "".join(c for c in made if len(c.encode("gb18030", "replace")) <= 2 and c != "€")
    total, by, speed = damaged(text, args.programs)
    print(
        f"exactly restored {total.rate:.4f} of {total.right.total() + total.missed.total()} places; harm {total.harm}"
    )
    for kind in sorted(total.right | total.missed):
        good, bad = total.right[kind], total.missed[kind]
        print(f"  {kind:20} {good / (good + bad):.4f} of {good + bad}")
    for part, (bad, number) in sorted(by.items(), key=lambda row: row[1][0] / max(1, row[1][1])):
        print(f"  with {part:15} {1 - bad / max(1, number):.4f} of {number}")
    other = other_signs(text)
    print(f"other signs, half-damaged pages: {other.rate:.4f} of {other.right.total() + other.missed.total()}")
    print(f"damaged text: {speed:,.0f} characters/s")
    wrong: Counter[str] = Counter()
    size = int(args.million * 1e6)
    for name, sample in healthy():
        page = _shuffled(sample, size)
        whole(page[:5000])  # tables loaded
        speed = _rate(whole, page)
        wrong[name] = sum(len(whole(part).changes) for part in _parts(page))
        print(f"healthy {name:20} {wrong[name]} false changes in {size:,}; {speed:,.0f} characters/s")
    sys.exit(bool(wrong.total()))


if __name__ == "__main__":
    main()
