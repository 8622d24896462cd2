"""What speaks for a candidate and what against it, added up in nats."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tclean.stages.terms.by_sound.candidates import Candidate
from tclean.stages.terms.by_sound.language import Language
from tclean.stages.terms.by_sound.latin import TOKEN, token_distance
from tclean.stages.terms.by_sound.targets import Target, compact
from tclean.stages.terms.by_sound.view import View
from tclean.stages.terms.by_sound.weights import Weights, weights
from tclean.text.langdata import language_data
from tclean.text.phonetics.english import english_words
from tclean.text.phonetics.readings import piece_readings

PIECE = re.compile(r"[A-Za-z]+|\d|[^\W\d]")
_LETTER_BEFORE = re.compile(r"(?<![A-Za-z])[B-HJ-Zb-hj-z] $")
_LETTER_AFTER = re.compile(r" [B-HJ-Zb-hj-z](?![A-Za-z])")
Evidence = tuple[str, float]
COMMON, LISTED = -10.5, -13.0  # English words
STRANGER = 0.1  # distance by syllable at which somebody of whom nobody spoke is still heard
FREQUENT, RARE = -11.0, -15.0  # a word everybody knows; a word the lists hardly know
NEVER = ("never", -99.0)


def han_evidence(view: View, words: Language, found: Candidate) -> Iterator[Evidence]:
    """The evidence for a candidate in Han text."""
    w = weights()
    text = view.text[found.start : found.end]
    target = found.target
    size = found.end - found.start
    yield "unlikely as it stands", float(view.gain(size)[found.start])
    yield "sound", -w["sound"] * found.distance
    yield "worst syllable", -w["worst"] * max(0.0, found.worst - w["worst_free"])
    if text == target.canonical or view.known_inside(found.start, found.end, target.bare):
        yield NEVER
    if any(c.isdigit() for c in text) and not _digits_fit(found, text):
        yield NEVER
    if target.han:
        yield from _rest(text, found)
    else:
        yield "heard as Han", w["cross"] + (w["cross_short"] if size == 2 else 0)
    yield from _destroyed(words, text, target.canonical, w)
    word = words.logp(text) > RARE and not target.participant
    if size == 2:
        yield "two syllables", w["two_units"]
        if word:
            yield "is a word", w["lone_word"]
    yield from document_evidence(view, found, word)


def _rest(text: str, found: Candidate) -> Iterator[Evidence]:
    """What both have in common proves nothing: 物理智能 is not 具身智能, however alike the second half."""
    name = found.target.canonical
    if len(name) != len(text):
        return
    differ = [i for i, (a, b) in enumerate(zip(text, name, strict=True)) if a != b]
    if differ and len(differ) < len(name) < 5 and found.distance / len(differ) > 0.2:
        yield NEVER
    if differ and len(name) >= 5 and found.distance / len(differ) > 0.3:
        yield NEVER


def _digits_fit(found: Candidate, text: str) -> bool:
    """Digits count as heard only where they are said exactly so, and not alone: 01万物 → 零一万物."""
    han = sum(not c.isdigit() for c in text)
    if han < 2 or len(found.reading) != len(text):
        return False
    digits = ((piece_readings(c), u) for c, u in zip(text, found.reading, strict=True) if c.isdigit())
    return all((u,) in known for known, u in digits)


def _destroyed(words: Language, text: str, name: str, w: Weights) -> Iterator[Evidence]:
    """Frequent words inside the span which the term does not contain."""
    size = len(text)
    for length in range(2, size):
        for i in range(size - length + 1):
            word = text[i : i + length]
            if word not in name and (logp := words.logp(word)) > RARE:
                yield f"destroys {word}", w["destroyed"] * min(1.0, (logp - RARE) / (FREQUENT - RARE))


def document_evidence(view: View, found: Candidate, word: bool = False) -> Iterator[Evidence]:
    """What the document says for or against the term; less where it is only half alike, or a word by itself."""
    w = weights()
    target = found.target
    if target.participant:
        yield "takes part", w["participant"]
        if vocative(view, found):
            yield "is addressed", w["vocative"]
        else:
            yield "nobody is addressed", w["bare_person"] + (w["far_person"] if found.distance > 0.4 else 0)
    elif target.kind == "person":
        yield "a person not known to be here", w["person"]
        if found.distance > STRANGER * len(found.reading):
            yield NEVER
    if target.glossary:
        yield "in the glossary", w["glossary"]
    times = view.known[target.bare]
    support = w.present(times) + (w["title"] if target.bare in view.title else 0.0)
    if support:
        share = min(w["support_word"] if word else w["support"], support) * closeness(found)
        yield f"stands here {times} times" + (" and in the title" if target.bare in view.title else ""), share


def closeness(found: Candidate) -> float:
    """How much the document may help: wholly up to a tenth of distance by syllable, not at all beyond a fifth."""
    if found.latin or found.target.participant:
        return 1.0
    return max(0.0, min(1.0, 2.0 - 10.0 * found.distance / len(found.reading)))


def vocative(view: View, found: Candidate) -> bool:
    """Whether somebody is addressed or named here: 谢谢X, X老师."""
    w = weights()
    before = view.text[max(0, found.start - 4) : found.start]
    return bool(w.before.search(before) or w.after.match(view.text, found.end))


def latin_evidence(view: View, found: Candidate) -> Iterator[Evidence]:
    """The evidence for a candidate with Latin letters."""
    w = weights()
    text = view.text[found.start : found.end]
    target = found.target
    if len(compact(text)) < 3 or compact(text) == target.bare or view.known_inside(found.start, found.end, target.bare):
        yield NEVER
        return
    tokens = TOKEN.findall(text)
    han = len(text) - sum(map(len, tokens)) - text.count(" ") - text.count("-")
    gain = w["prior"] - sum(map(english_logp, tokens)) - (view.han_logp(found.start, found.end) if han else 0.0)
    yield "unlikely as it stands", min(w["ceiling"], gain)
    yield "sound", -found.distance * (w["sound"] if han else w["sound_latin"])
    if han:
        yield "Han and Latin in one", w["mixed"]
    yield from _tokens(tokens, target, w)
    if _LETTER_BEFORE.search(view.text[max(0, found.start - 3) : found.start]) or _LETTER_AFTER.match(
        view.text, found.end
    ):
        yield "leaves a letter behind", w["letter_left"]
    if spoken_digits(text) != spoken_digits(target.canonical):
        yield NEVER
    if len(target.bare) <= 3:
        yield "a short term", w["short"]
    yield from document_evidence(view, found)


def _tokens(tokens: list[str], target: Target, w: Weights) -> Iterator[Evidence]:
    said = TOKEN.findall(target.canonical)
    theirs = {t.lower() for t in said}
    mine = {t.lower() for t in tokens}
    if mine < theirs or theirs < mine:
        yield NEVER  # `Scaling` is not a slip of `Scaling Law`
    common = [t for t in mine - theirs if len(t) > 1 and english_logp(t) > COMMON]
    if common:
        yield f"English: {' '.join(sorted(common))}", len(common) * w["english_word"]
    if len(tokens) == 1 and (logp := english_logp(tokens[0])) > LISTED and len(tokens[0]) > 1:
        yield "is an English word", w["lone_word"]
        if any(stem(tokens[0].lower(), t) for t in theirs) or logp > COMMON:
            yield NEVER  # an inflection, not a slip
    if len(tokens) == 1 and tokens[0].isupper() and target.canonical.isupper() and tokens[0].isalpha():
        yield "one acronym for another", w["acronym"]
    if len(tokens) == len(said):
        far = max(token_distance(a, b) for a, b in zip(tokens, said, strict=True))
        if far > w["token_free"]:
            yield "one word differs", -w["token"] * (far - w["token_free"])


def spoken_digits(text: str) -> str:
    """The digits of a string, also where they are written as words.

    >>> spoken_digits("g p t four"), spoken_digits("Emu三"), spoken_digits("GPT-3.5")
    ('4', '3', '35')
    """
    digits = language_data("phonemes")["digits"]
    words = {w: str(n) for n, w in enumerate(digits["words"])}
    return "".join(words.get(p.lower(), "") or _digit(p, digits["mandarin"]) for p in PIECE.findall(text))


def _digit(piece: str, han: str) -> str:
    return piece if piece.isdigit() else str(han.index(piece)) if piece in han else ""


def stem(one: str, other: str) -> bool:
    """Whether two words share their first four letters or more.

    >>> stem("scaling", "scaled"), stem("skin", "scaling")
    (True, False)
    """
    return len(one) >= 4 and one[:4] == other[:4]


def english_logp(token: str) -> float:
    """How likely a Latin token is as it stands."""
    if token.isdigit():
        return -4.0
    if len(token) == 1:
        return -7.0
    found = english_words().get(token.lower())
    return found.logp if found else -16.0
