"""Encodings whose bytes also read as Chinese: Korean and Japanese EUC; and those that hide in ASCII."""

from __future__ import annotations

import re

from tclean.formats.decode.judge import Reading, lenient, sample

_ESCAPES = ((re.compile(rb"\x1b\$[@B]"), "iso2022_jp"), (re.compile(rb"~\{[\x21-\x77][\x21-\x7e]"), "hz"))
_HANGUL = re.compile("[가-힣]")
_KANA = re.compile("[ぁ-んァ-ヶー]")
_LETTER = re.compile(r"[^\W\d_a-zA-Z]")
_ALL, _SOME = 0.95, 0.2  # of the letters beyond ASCII
_ENOUGH = 4
_CLOSE = 0.2


def escaped(data: bytes) -> str | None:
    """The encoding that switches to Chinese or Japanese within seven bits, if it decodes.

    >>> escaped("你好".encode("hz")), escaped(b"a ~{ b")
    ('hz', None)
    """
    for pattern, codec in _ESCAPES:
        if pattern.search(data):
            try:
                data.decode(codec)
            except UnicodeDecodeError:
                continue
            return codec
    return None


def neighbour(data: bytes, chinese: Reading) -> Reading | None:
    """The Korean or Japanese reading, where it is written in the letters of that language and as plausible as the
    `chinese` one: Chinese read so shows hanja between its syllables and hardly any kana.

    >>> korean, plain = "안녕하세요. 감사합니다.".encode("euc_kr"), "今天开始讨论。".encode("gb18030")
    >>> neighbour(korean, lenient(korean, "gb18030")).codec, neighbour(plain, lenient(plain, "gb18030"))
    ('euc_kr', None)
    """
    part = sample(data)
    for codec, own, share in (("euc_kr", _HANGUL, _ALL), ("euc_jp", _KANA, _SOME)):
        found = lenient(part, codec)
        letters = _LETTER.findall(found.text)
        number = len(own.findall(found.text))
        likely = codec == "euc_kr" or found.score > chinese.score - _CLOSE
        if likely and number >= max(_ENOUGH, share * len(letters)) and len(found.bad) * 50 <= len(letters):
            return lenient(data, codec)
    return None
