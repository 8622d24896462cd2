"""Commas in speech without punctuation: where they stand, and where none may."""

from __future__ import annotations

from itertools import pairwise

from tclean.text.clauses import clause_borders, plain, worth

SAID = (
    "昨天下午我去了一趟旧书市场因为我想找一本讲钟表修理的老书结果走了三圈都没有看到后来有一个老先生跟我说"
    "你去最里面那个摊子问一问我就去了那个摊主从箱子底下翻出来一本虽然封面破了但是里面的图一张都没有少"
)


def pieces(text: str) -> list[str]:
    edges = [0, *(at for at, _ in clause_borders(text, 0, len(text))), len(text)]
    return [text[a:b] for a, b in pairwise(edges)]


def test_clauses_begin_with_the_words_that_open_them() -> None:
    found = pieces(SAID)
    assert "".join(found) == SAID
    assert {"因为", "虽然", "但是"} <= {piece[:2] for piece in found}


def test_no_comma_runs_through_a_word_a_number_or_a_name() -> None:
    text = SAID + "我们用的是PyTorch和TensorFlow一共跑了12345次所以相当于是把人工智能课从头又学了一遍"
    found = pieces(text)
    for whole in ("旧书市场", "钟表修理", "老先生", "PyTorch", "TensorFlow", "12345", "相当于", "人工智能"):
        assert any(whole in piece for piece in found), whole


def test_every_piece_is_short_enough_to_read() -> None:
    assert max(map(len, pieces(SAID))) <= 40


def test_digits_and_letters_weigh_the_same_whatever_they_are() -> None:
    assert plain("GPT4和B2") == plain("ABC9和Z7")
    assert worth("我用GPT4所以快").tolist() == worth("我用ABC9所以快").tolist()
