"""Sounds of hesitation and empty particles: `一家呃，新的机构啊，… → 一家新的机构，…`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, edit
from tclean.text.codes import Array, Detector, codes, matches, places, table
from tclean.text.langdata import language_data, words_of
from tclean.text.literals import any_of, trie
from tclean.text.spans import Spans

FILLER = "disfluency:filler"
PARTICLE = "disfluency:particle"
_BLOCKS = ("heading", "note", "event")
_WHOLE = ("好的", "是的", "对的")
_STOPS = "。？！?!；…"
_SPOKEN_RATE = 1 / 400  # one filler in so many characters, and two at least: somebody talks
_LIST = re.compile(r"(?:[^，。？！、\s啊呀]{1,4}[啊呀]){3}")
_AND_SO_ON = re.compile(r"[，、 ]?[^，。啊呀]{0,5}[啊呀]?(?:等等|之类|什么的)")
_CLAUSE = 24  # characters before a particle that are looked at
_MARKS = "，。？！：、\n"
_CRY = 6  # a cry or an order is short
_CUT = frozenset('，。？！?!；：:、“”" \t\n\r\u3000')


def _split(text: str, runs: Iterable[tuple[int, int]], borders: Collection[int]) -> Iterator[tuple[int, int]]:
    """Runs of fillers as the stretches that belong to one turn each."""
    for start, end in runs:
        cuts = [i for i in range(start + 1, end) if i in borders] if end - start > 1 else []
        if not cuts:
            yield start, end
            continue
        edges = [start, *cuts, end]
        yield from ((a, b - (text[b - 1] in "，、")) for a, b in pairwise(edges))


def _sizes(text: str, starts: list[int]) -> list[int]:
    """How many characters of its clause stand before each of these places, as far as they are looked at."""
    at = np.array(starts, np.int64)
    marks = np.append(-1, places(text, _MARKS))
    sizes: list[int] = np.minimum(at - marks[marks.searchsorted(at) - 1] - 1, _CLAUSE).tolist()
    return sizes


class Fillers:
    """The pass. `more` are fillers of the user's rules, removed wherever they stand between other words."""

    def __init__(self, more: Sequence[str] = ()) -> None:
        data = language_data("disfluency")
        sounds = [*words_of(data["hesitations"]), *more]
        self._particles = frozenset(words_of(data["particles"]))
        one = trie([*sounds, *self._particles])
        self._first = "".join(sorted({word[0] for word in (*sounds, *self._particles)}))
        words = [word for word in words_of(data["words"]) if not set(self._first).isdisjoint(word)]
        self._word, self._may_be_word = re.compile(trie(words)), Detector(words)
        self._inside = sorted({n for word in words for n, char in enumerate(word) if char in self._first})
        self._run = re.compile(f"{one}(?:[，、]?{one})*")
        self._single = all(len(sound) == 1 for sound in sounds)
        self._open = words_of(data["open"])
        self._answers = frozenset(words_of(data["answers"]))
        self._asked = words_of(data["asked"])
        self._exclaims = any_of(words_of(data["exclaims"]))

    def __call__(self, doc: Document) -> Findings:
        """Deletions, each with the comma that becomes needless."""
        text = doc.text
        at = places(text, self._first)
        runs = self._runs(text, at)
        if not runs:
            return Findings()
        borders = frozenset(m.start for m in doc.marked("turn", "label"))
        if borders and any(end - start > 1 for start, end in runs):
            runs = list(_split(text, runs, borders))
        if words := Spans(m.span() for m in self._words(text, at)):
            runs = [(start, end) for run in runs for start, end in [words.outside(*run)] if start < end]
        if blocks := Spans((m.start, m.end) for m in doc.marked(*_BLOCKS)):
            runs = [run for run in runs if run[0] not in blocks]
        spoken = len(runs) > 1 and len(runs) >= _SPOKEN_RATE * len(text)
        sizes = _sizes(text, [start for start, _ in runs])
        found = (
            self._edit(text, start, end, size, borders, spoken) for (start, end), size in zip(runs, sizes, strict=True)
        )
        return Findings([e for e in found if e])

    def _words(self, text: str, at: Array) -> Iterator[re.Match[str]]:
        """Words that hold a filler's character; `at` is where these stand."""
        begins = np.concatenate([at - n for n in self._inside])
        return matches(self._word, text, np.sort(self._may_be_word.at(codes(text), begins[begins >= 0])))

    def _runs(self, text: str, at: Array) -> list[tuple[int, int]]:
        """All stretches of fillers, with the commas between them; `at` is where their characters stand."""
        if not self._single:
            return [m.span() for m in matches(self._run, text, at)]
        gap = np.diff(at)
        apart = (gap > 2) | ((gap == 2) & ~table("，、")[codes(text)[at[1:] - 1]])
        starts, ends = at[np.append(True, apart)[: len(at)]], at[np.append(apart, True)[: len(at)]] + 1
        return list(zip(starts.tolist(), ends.tolist(), strict=True))

    def _edit(self, text: str, start: int, end: int, size: int, borders: Collection[int], spoken: bool) -> Edit | None:
        """The deletion of one run of fillers, if it says nothing; `size` characters of its clause stand before it."""
        if text[start] not in self._particles or not start or start in borders or text[start - 1] in _CUT:
            if not spoken and text[start] not in "呃嗯":
                return None
            rule, sure = FILLER, 0.95
        elif not spoken or not self._empty(text, start, end, size):
            size = 0 if text.startswith(("，", "、"), start + 1) else min(size + 1, _CLAUSE)
            start += 1 if size else 2
            return self._edit(text, start, end, size, borders, spoken) if start < end else None
        elif end - start == 1:
            return edit(text, start, end, "", PARTICLE, confidence=0.9)
        else:
            rule, sure = PARTICLE, 0.9
        span = self._hesitation(text, start, end, borders)
        return edit(text, *span, rule, confidence=sure) if span else None

    def _empty(self, text: str, start: int, end: int, size: int) -> bool:
        """Whether a particle behind a word says nothing: not an answer, a question, a cry or a list (图像啊视频啊)."""
        if text[end : end + 1] in ("？", "！", "?", "!"):
            return False
        if size < 2 or text.endswith(self._asked, start - size, start):
            return False
        if size <= _CRY:
            clause = text[start - size : start]
            if clause in self._answers or self._exclaims.search(clause):
                return False
        near = text[max(0, start - 14) : end + 14]
        if near.count("啊") + near.count("呀") > 2 and _LIST.search(near):
            return False
        return not ("等" in near or "类" in near or "的" in near) or not _AND_SO_ON.match(text, end)

    def _hesitation(self, text: str, start: int, end: int, borders: Collection[int]) -> tuple[int, int, str] | None:
        """What goes with a hesitation `text[start:end]`; None where it is the whole reply."""
        before = "\n" if not start or start in borders else text[start - 1]
        closes = end == len(text) or end in borders or (text[end] in "，、" and end + 1 in borders)
        after = "\n" if closes else text[end]
        opens = before in _STOPS or before.isspace()
        if after in _STOPS or after == "\n":
            if before in "，、":
                return start - 1, end, ""  # …，呃。 → …。
            if opens and after == "。" and "嗯" not in text[start:end]:
                return start, end + 1, ""  # 啊。其实要说 → 其实要说
            if closes and opens and set(text[start:end]) == {"呃"}:
                return start, end + (text[end : end + 1] in ("，", "、")), ""  # a turn of nothing else
            return None if opens else (start, end, "")  # 嗯。 is a reply
        if opens or before in "，、：:“（(":
            return start, end + (after in "，、 "), ""  # ，呃，我 → ，我
        split = text.endswith(self._open, max(0, start - 4), start) and not text.endswith(_WHOLE, 0, start)
        if after in "，、":
            return start, end + split, ""  # 这个呃，新的 → 这个新的
        if "，" in text[start:end] and not split:
            return start, end, "，"  # 思考啊，啊那我们 → 思考，那我们
        glue = " " if before.isascii() and after.isascii() and before.isalnum() and after.isalnum() else ""
        return start, end, glue
