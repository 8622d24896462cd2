"""What a string with Latin letters says by itself for or against a term, wherever it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from tclean.stages.terms.by_sound.digits import same_digits
from tclean.stages.terms.by_sound.targets import Target, compact
from tclean.stages.terms.by_sound.weights import Weights, weights
from tclean.text.langdata import language_data
from tclean.text.phonetic_index.skeleton import alignment
from tclean.text.phonetics import readings_of
from tclean.text.phonetics.english import english_word
from tclean.text.phonetics.numbers import numbers
from tclean.text.phonetics.phrases import phrase
from tclean.text.phonetics.readings import humps

Evidence = tuple[str, float]
NEVER: Evidence = ("never", -99.0)
SHARED = 0.5  # what a word that both have in common proves less than one misheard
POINT = "·"  # between the parts of a foreign name
ALONE = "unlikely as it stands"
ODD = "words nobody says together"
TOKEN = re.compile(r"[A-Za-z]+|\d+")
_ENDING = re.compile("(?:e?[sd]|e|ing)$")
COMMON, LISTED = -10.5, -15.5  # English words everybody uses; words that are ones
ALIKE = 40  # letters in common, of 100: what is misheard in English is still written somewhat alike
EDIT, LETTERS = 0.45, 3  # each letter in spelling; as many may differ
HALF = 0.3  # distance by unit of the words that are not the same
SAME = 0.05  # distance of what sounds the same
CLOSE = 0.12  # … by unit, of a foreign word hardly said otherwise
LONGER = 0.02  # … and for each unit more than three
SPELLED = 80  # letters in common of a name written nearly right


def latin_evidence(heard: str, target: Target, distance: float, size: int) -> Iterator[Evidence]:
    """The evidence of the string alone; what Han characters in it cost is left to the document.

    `distance` is that of the whole, `size` the number of units of the term.
    """
    w = weights()
    bare = compact(heard)
    tokens = tokens_of(heard)
    mixed = not bare.isascii()
    holds = target.bare in bare and heard.isascii() and heard.isalpha()  # AIiPhone
    if len(bare) < 3 or bare == target.bare or holds or not same_digits(heard, target.canonical):
        yield NEVER
        return
    if "".join(tokens).lower() == target.bare:
        yield "spelled out", w["spelled"]
        return
    if not mixed and (value := odd(tokens)):
        yield from odd_evidence(tokens, target, distance, size, value)
        return
    alike = fuzz.ratio(bare, target.bare)
    yield ALONE, min(w["ceiling"], w["prior"] - sum(map(english_logp, tokens)))
    if mixed:
        own = max(1.0, size - SHARED * _common(tokens, target))
        yield from foreign_sound(distance / own, own, w)
        yield "Han and Latin in one", w["mixed"]
    else:
        share = 1.0 if alike < 75 else 1.6 - alike / 100  # what is also written alike may sound less so
        yield "sound", -distance * share * w["sound_latin"]
        if distance < SAME:
            yield "sounds the same", w["same_latin"]
    if len(target.bare) <= 3 and Levenshtein.distance(bare, target.bare) > 1:  # AJI is AGI misheard by one letter
        yield "a short term", w["short"]
    if not mixed and alike < ALIKE:
        yield "spelled quite differently", w["spelling"]
    yield from _tokens(tokens, target, w, mixed)


def foreign_sound(by: float, size: float, w: Weights) -> Iterator[Evidence]:
    """What the sound says of a foreign word in Chinese characters, by its distance for one unit and its units."""
    far = max(0.0, by - CLOSE - LONGER * max(0.0, size - 3))
    yield "sound", -w["sound_cross_short" if size == 2 else "sound_cross"] * by - w["far_cross"] * far
    if by < CLOSE:
        yield "sounds nearly the same", w["same"] * (1 - by / CLOSE)


@lru_cache(maxsize=1 << 14)
def tokens_of(heard: str) -> tuple[str, ...]:
    """Words and numbers of a string, letters said one by one as one word, digits as digits.

    >>> tokens_of("g p t four"), tokens_of("int 八"), tokens_of("plan b")
    (('gpt', 'four'), ('int', '8'), ('plan', 'b'))
    """
    out: list[str] = []
    letters = False
    for token in TOKEN.findall(numbers(heard).translate(_digits())):
        if letters and len(token) == 1 and token.isalpha():
            out[-1] += token
        else:
            out.append(token)
            letters = len(token) == 1 and token.isalpha()
    return tuple(out)


@cache
def _digits() -> dict[int, str]:
    return {ord(c): str(n) for n, c in enumerate(language_data("phonemes")["digits"]["mandarin"])}


@lru_cache(maxsize=1 << 14)
def odd(tokens: tuple[str, ...]) -> float:
    """How odd it is that these words stand side by side: in a Chinese talk it is hardly ever meant.

    >>> odd(("skin", "law")) > odd(("open", "i")) > odd(("web", "search")) == odd(("law",)) == 0
    True
    """
    w = weights()
    pairs = [(a, b) for a, b in pairwise(map(str.lower, tokens)) if a.isalpha() and b.isalpha() and not phrase(a, b)]
    if any(len(a) > 1 < len(b) for a, b in pairs):
        return w["odd"]
    return w["odd_letter"] if pairs else 0.0


def odd_evidence(tokens: Sequence[str], target: Target, distance: float, size: int, value: float) -> Iterator[Evidence]:
    """What words that make no phrase say. Few terms are near them by chance; what both have in common counts half."""
    w = weights()
    said, mine = TOKEN.findall(target.canonical), {t.lower() for t in tokens}
    if part_of(tokens, said) or slip(tokens, said):
        yield NEVER
        return
    parts = _parts(said, mine)
    shared = mine & set(parts)
    common = _units(shared)
    yield ODD, value
    yield "sound", -w["sound_odd"] * distance / max(1.0, size - SHARED * common)
    rest = _without(shared, parts)
    if not rest.isdigit() and fuzz.ratio(_without(shared, tokens), rest) <= ALIKE:
        yield "spelled quite differently", w["spelling_odd"]
    elif rest.isalpha() and any(len(t) > 2 for t in shared) and distance <= HALF * (size - common):
        yield "one word is right", w["half_right"]
    if len(tokens[-1]) == 1 and not target.bare.endswith(tokens[-1].lower()):
        yield "another letter at its end", w["letter_more"]
    if len(target.bare) <= 5:
        yield "a short term", w["short"]
    if tokens[-1].endswith("s") and not target.bare.endswith("s") and len(tokens[-1]) > 3:
        yield "a plural", w["plural"]


def _common(tokens: Sequence[str], target: Target) -> int:
    """The units of the words that a term has in common with what is heard."""
    mine = {t.lower() for t in tokens}
    return _units(mine & set(_parts(TOKEN.findall(target.canonical), mine)))


def _parts(said: Sequence[str], mine: set[str]) -> list[str]:
    return [p.lower() for t in said for p in (humps(t) if t.lower() not in mine else [t])]


def _units(words: Iterable[str]) -> int:
    return sum(len(found[0]) for t in words if (found := readings_of(t)))


def _without(shared: set[str], tokens: Sequence[str]) -> str:
    return "".join(t.lower() for t in tokens if t.lower() not in shared)


def part_of(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one is the other with words left out: `Scaling` is no slip of `Scaling Law`, `end to and` may be one.

    >>> part_of(["scaling"], ["Scaling", "Law"]), part_of(["end", "to", "and"], ["end", "to", "end"])
    (True, False)
    """
    mine, theirs = Counter(map(str.lower, one)), Counter(map(str.lower, other))
    return mine < theirs or theirs < mine


def slip(tokens: Sequence[str], said: Sequence[str]) -> bool:
    """Whether only endings differ: `language models` is no slip of `language model`."""
    one, other = "".join(tokens).lower(), "".join(said).lower()
    if one == other:  # b f sixteen is BF16
        return False
    if _inflected(one, other):
        return True
    return len(tokens) == len(said) and all(_inflected(a.lower(), b.lower()) for a, b in zip(tokens, said, strict=True))


def _tokens(tokens: Sequence[str], target: Target, w: Weights, mixed: bool) -> Iterator[Evidence]:
    said = TOKEN.findall(target.canonical)
    theirs, mine = {t.lower() for t in said}, {t.lower() for t in tokens}
    if not mixed and (part_of(tokens, said) or slip(tokens, said)):
        yield NEVER
    common = sorted(t for t in mine - theirs if len(t) > 1 and english_logp(t) > COMMON)
    if common and not mixed:
        yield f"English: {' '.join(common)}", len(common) * w["english_word"]
    if len(tokens) == 1 and not mixed:
        yield from _lone(tokens[0], theirs, target, w)
        yield from _nearly(tokens[0], target, w)
    if len(tokens) == len(said) and not mixed:
        far = max(token_distance(a, b) for a, b in zip(tokens, said, strict=True))
        if far > w["token_free"]:
            yield "one word differs", -w["token"] * (far - w["token_free"])


def _lone(token: str, theirs: set[str], target: Target, w: Weights) -> Iterator[Evidence]:
    """A single token: a word, an inflection or an acronym of its own is no slip."""
    if len(token) > 1 and (logp := english_logp(token)) > LISTED:
        yield "is an English word", w["lone_word"]
        if logp > COMMON or any(stem(token.lower(), t) for t in theirs):
            yield NEVER


def _nearly(token: str, target: Target, w: Weights) -> Iterator[Evidence]:
    """A name of some length that nobody listed, hardly a letter away: PTORCH is PyTorch."""
    alike = fuzz.ratio(token.lower(), target.bare)
    if len(token) > 4 and alike > SPELLED and english_logp(token) < LISTED:
        yield "spelled nearly so", w["nearly"] * (alike - SPELLED) / (100 - SPELLED)


def _inflected(one: str, other: str) -> bool:
    """Whether two words differ at most in an ending: rewarding and reward, tuned and tuning."""
    if min(len(one), len(other)) <= 3:
        return one == other
    return not {one, _ENDING.sub("", one)}.isdisjoint({other, _ENDING.sub("", other)})


def acronym(heard: str) -> bool:
    """Whether a string may be an acronym of its own: letters one by one, or a short unknown word.

    >>> [acronym(s) for s in ("o s t", "igpt", "RNA", "law", "skin law")]
    [True, True, True, False, False]
    """
    parts = heard.split()
    if len(parts) > 1:
        return all(len(p) == 1 for p in parts)
    return len(heard) <= 5 and heard.isalpha() and (heard.isupper() or english_logp(heard) < LISTED)


def english_logp(token: str) -> float:
    """How likely a Latin token is as it stands.

    >>> english_logp("the") > english_logp("law") > english_logp("skilling") > english_logp("gbt")
    True
    """
    if token.isdigit():
        return -4.0
    if len(token) == 1:
        return -7.0
    return english_word(token.lower()).logp


def stem(one: str, other: str) -> bool:
    """Whether two words share their first four letters or more.

    >>> stem("scaling", "scaled"), stem("skin", "scaling")
    (True, False)
    """
    return len(one) >= 4 and one[:4] == other[:4]


@lru_cache(maxsize=1 << 14)
def token_distance(heard: str, said: str) -> float:
    """How far two tokens are apart, by sound or by spelling, for one unit of the longer.

    >>> token_distance("law", "law"), token_distance("lam", "Lang") < token_distance("lam", "chain")
    (0.0, True)
    """
    a, b = compact(heard), compact(said)
    if a == b:
        return 0.0
    best, size = EDIT * Levenshtein.distance(a, b), 1
    for one in readings_of(heard):
        for other in readings_of(said):
            cost = alignment(one, other, best)
            if cost <= best:
                best, size = cost, max(len(one), len(other))
    return best / max(1, size)
