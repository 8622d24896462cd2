"""Traditional → Simplified: OpenCC's characters and phrases, and what regional spellings need beyond them."""

from __future__ import annotations

import re

from tclean.stages.script.conversions import converter
from tclean.text.lattice import Lattice

# forms whose usual Traditional form alone has a Simplified one in OpenCC's tables
_USUAL = tuple(zip("簷痺睪衞敍枱糭粧伕揹釐", "檐痹睾衛敘檯糉妝夫背厘", strict=True))
_YOUNGEST = re.compile("(?<![什怎那這多要甚])么")  # 老么, where 麼 is written 麼
# neighbours with which 著 is a word: 显著, 专著; 著名, 著作
_BEFORE = frozenset("显专名土论卓合巨编译原遗昭撰杂新拙较微")
_BEHIND = frozenset("名作称述书录者文译于")
_AROUND = 4  # characters that tell 著名 from 跟著名人


def plain(text: str, taiwan: bool = False) -> str:
    """The text in Simplified characters, as long as before where no phrase changes the length.

    `taiwan`: 著 also stands for 着, 么 for 幺.

    >>> plain("他看著我，這是著名的書", taiwan=True), plain("衞生署說他們都到了")
    ('他看着我，这是著名的书', '卫生署说他们都到了')
    """
    if taiwan and "么" in text:
        text = _YOUNGEST.sub("幺", text)
    for form, usual in _USUAL:
        text = text.replace(form, usual)
    new: str = converter("t2s")(text)
    return _particles(new) if taiwan and "著" in new else new


def _particles(text: str) -> str:
    """Each 著 as the words around it have it: 著作 and 显著 stay, 看著 becomes 看着."""
    model, out = Lattice(), list(text)
    for m in re.finditer("著", text):
        at = m.start()
        before, after = text[max(0, at - _AROUND) : at], text[at + 1 : at + 1 + _AROUND]
        doubtful = before[-1:] in _BEFORE or after[:1] in _BEHIND
        if not doubtful or _cost(model, f"{before}着{after}") <= _cost(model, f"{before}著{after}"):
            out[at] = "着"
    return "".join(out)


def _cost(model: Lattice, text: str) -> int:
    """What the words of a few characters cost; other signs end a word."""
    state, cost = model.START, 0
    for char in text:
        if "\u3400" <= char <= "\u9fff":
            state, more = model.step(state, char)
            cost += more
        else:
            state = model.START
    return cost
