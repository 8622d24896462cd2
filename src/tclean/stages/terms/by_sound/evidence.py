"""What speaks for a candidate and what against it, added up in nats."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from tclean.stages.terms.by_sound.addressed import another_family, cuts_address, rightly_called, vocative
from tclean.stages.terms.by_sound.beside_latin import beside_latin, destroyed
from tclean.stages.terms.by_sound.candidates import Candidate, is_word
from tclean.stages.terms.by_sound.digits import digits_fit, same_digits, spoken_digits
from tclean.stages.terms.by_sound.latin_evidence import (
    NEVER,
    ODD,
    POINT,
    Evidence,
    acronym,
    foreign_sound,
)
from tclean.stages.terms.by_sound.targets import SLIP, Target, compact
from tclean.stages.terms.by_sound.view import RARE, View
from tclean.stages.terms.by_sound.weights import Weights, weights

_DIGITS = re.compile("[零一二三四五六七八九]{2,}")
_NUMBER = re.compile("[一二三四五六七八九两几十百千]*[十百千万亿]+")
STRANGER = 0.1  # distance by syllable at which somebody of whom nobody spoke is still heard
ORDINARY = -12.0  # a word that may well be another modifier of the same head: 起初大模型
SURELY = 0.5  # talk of the trade in which it tells that something is named
PIECE = -9.5  # a character that is hardly a word by itself
SAME = 0.06  # … unless it sounds the same: 资源大会


def evidence_for(view: View, found: Candidate) -> Iterator[Evidence]:
    """All evidence for a candidate but what the document remembers."""
    heard = view.text[found.start : found.end]
    start, end, target = found[:3]
    if (
        rightly_called(found, heard)
        or view.closed(start, end, target)
        or view.known_inside(start, end, target.bare)
        or _only_more(heard, target)
        or (found.evidence is None and cuts_address(view, found))
    ):
        yield NEVER
    elif found.evidence is None:
        yield from han_evidence(view, found)
    else:
        yield from found.evidence
        if target.kind != SLIP:
            yield from mixed_evidence(view, found)


def _only_more(heard: str, target: Target) -> bool:
    """Whether nothing is heard but the term and characters beside it: AI客服部 is not AI客服."""
    if len(heard) <= len(target.bare):
        return False
    said = compact(heard)
    return target.bare in said and not said.replace(target.bare, "", 1).isascii()


def han_evidence(view: View, found: Candidate) -> Iterator[Evidence]:
    """The evidence for a candidate in Han text."""
    w = weights()
    text = view.text[found.start : found.end]
    target = found.target
    size = found.end - found.start
    if text == target.bare or (not text.isalpha() and not digits_fit(found, text)):
        yield NEVER
    if (number := _NUMBER.match(text)) and not target.bare.startswith(number[0]):
        yield NEVER  # 六十例 is no 流失率
    if target.han and (digits := _DIGITS.search(text)) and digits[0] not in target.bare:
        yield NEVER  # 零四七 is no 定时器
    if target.han and not target.participant:
        yield from _rest(view, text, found)
    if target.bare.isascii():
        yield "unlikely as it stands", float(view.strange(np.array([found.start]), size)[0])
        yield from _rendered(view, found, w)
        yield from document_evidence(view, found)
        return
    yield "unlikely as it stands", view.unlikely(found.start, found.end)
    yield "sound", -w["sound"] * found.distance
    yield "worst syllable", -w["worst"] * max(0.0, found.worst - w["worst_free"])
    if not target.han:
        yield "heard as Han", w["cross_short"] if size == 2 else w["cross"]
    if found.distance <= SAME and (size > 3 or (size == 3 and view.expected(target, found[:2]))):
        yield "sounds the same", w["same"] + w["same_exact"] * (found.distance == 0) if size > 3 else w["same_three"]
    yield from destroyed(view, found, w)
    word = is_word(view, found) and not target.participant
    if size == 2:
        yield "two syllables", w["two_units"]
        if word:
            yield "is a word", w["lone_word"]
    yield from document_evidence(view, found, word)


def _rendered(view: View, found: Candidate, w: Weights) -> Iterator[Evidence]:
    """The evidence for a Latin term in Chinese characters."""
    two, by = found.end - found.start == 2, by_unit(found)
    heard = view.text[found.start : found.end]
    person = found.target.kind == "person" and not found.target.participant  # rightly written so
    if person or POINT in (view.text[found.start - 1 : found.start], view.text[found.end : found.end + 1]):
        yield NEVER
    if not same_digits(heard, found.target.canonical) and (spoken_digits(heard) or not view.support(found.target)):
        yield NEVER
    yield from foreign_sound(by, 2 if two else min(found.end - found.start, len(found.reading)), w)
    yield "heard as Han", w["cross_short"] if two else w["cross"]
    yield "not written as names are", w["no_name"] * float((~view.islands.foreign[found.start : found.end]).mean())
    if len(found.target.bare) <= 3:
        yield "a short term", w["short"]
    if view.text[found.end - 1] in w.places:
        yield "the name of a place", w["place"]
    if not view.islands.odd[found.start : found.end].all():
        yield "a real word inside", w["word_inside"]
    if _goes_on(view, found):
        yield "leaves a piece behind", w["piece_left"]


def by_unit(found: Candidate) -> float:
    """The distance for one unit."""
    return found.distance / max(found.end - found.start, len(found.reading))


def _goes_on(view: View, found: Candidate) -> bool:
    """Whether what is beside it is no word either: 拉马思 of 拉马思瑞."""
    odd, beside = view.islands.odd, (found.start - 1, found.end)
    return any(0 <= at < len(odd) and odd[at] and view.word(at, at + 1) < PIECE for at in beside)


def _rest(view: View, text: str, found: Candidate) -> Iterator[Evidence]:
    """What both have in common proves nothing: 物理智能 is not 具身智能, however alike the second half."""
    name, w = found.target.bare, weights()
    if len(name) != len(text):
        return
    places = [i for i, (a, b) in enumerate(zip(text, name, strict=True)) if a != b]
    if not places:
        return
    first, last, by = places[0], places[-1] + 1, found.distance / len(places)
    if len(places) < len(name):
        limit = 0.13 if len(name) < 5 or len(places) == 1 else 0.3
        if _odd_in_common(view, found, first, last):
            limit = 0.3
        ordinary = last - first > 1 and view.word(found.start + first, found.start + last) > ORDINARY
        if by > limit or (ordinary and by > SAME):
            yield NEVER
    if any(text[i] in w.last for i in places) or (not first and text[0] in w.first):
        yield "a word of grammar inside", w["grammar"]


def _odd_in_common(view: View, found: Candidate, first: int, last: int) -> bool:
    """Whether what both have in common is no ordinary head that could have another modifier: 月之暗 of 月之暗灭.

    Nor is it where a single character is left that makes no word with what was heard: 溅 of 高斯波溅.
    """
    name = found.target.bare
    if last - first == 1 and len(name) > 3:
        for at, alone in ((found.start, first == 1), (found.start + first, last == len(name) - 1)):
            if alone and view.word(at, at + 2) < RARE:
                return True
    sides = ((found.start, found.start + first), (found.start + last, found.end))
    pairs = [(a, b) for left, right in sides for a in range(left, right) for b in range(a + 2, right + 1)]
    return last - first == 1 and len(pairs) > 2 and all(view.word(a, b) < RARE for a, b in pairs)


def mixed_evidence(view: View, found: Candidate) -> Iterator[Evidence]:
    """What the place says about a candidate with Latin letters."""
    heard = view.text[found.start : found.end]
    if not heard.isascii():
        yield from beside_latin(view, found, heard, weights())
    yield from document_evidence(view, found)


def document_evidence(view: View, found: Candidate, word: bool = False) -> Iterator[Evidence]:
    """What the document says for or against the term; less where it is only half alike, or a word by itself."""
    w = weights()
    target, heard = found.target, view.text[found.start : found.end]
    support = view.support(target, found[:2])
    if target.participant:
        yield "takes part", w["participant"]
        if another_family(view, found):
            yield "another surname before it", w["surname"]
        if frames := vocative(view, found):
            yield "is addressed", w["vocative"] + (frames - 1) * w["vocative_twice"]
        else:
            support *= w["support_bare"] if is_word(view, found) else 1.0
            yield "nobody is addressed", w["bare_person"] + (w["far_person"] if found.distance > 0.4 else 0)
    elif target.kind == "person":
        yield "a person not known to be here", w["person"]
        if found.distance > STRANGER * len(found.reading):
            yield NEVER
    if target.kind == "own":
        yield "no term, a word of the document", w["own_word"]
    if target.glossary:
        yield "in the glossary", w["glossary"]
    short = found.evidence is not None and target.bare.isalpha() and target.canonical.isupper()
    if short and heard.isascii() and acronym(heard):
        yield "one acronym for another", w["acronym_here"] if support else w["acronym"]
    if not view.expected(target, found[:2]):
        yield from _unsupported(view, found, w)
    if support:
        share = (min(w["support_word"], support) if word else support) * closeness(found)
        yield f"stands here {view.times(target, found[:2])} times or in the title", share


def _unsupported(view: View, found: Candidate, w: Weights) -> Iterator[Evidence]:
    """Against a term of which the document shows no other trace."""
    size = found.end - found.start
    if found.evidence is not None:
        cost = w["odd_alone"] if found.evidence[0][0] == ODD else w["latin_alone"]
        yield "no trace of it here", -cost * found.distance
        return
    if found.target.bare.isascii():
        yield "no trace of it here", w["cross_alone"] + max(0.0, view.trade) * w["trade_cross"]
        if view.trade > SURELY:
            yield from _setting(view, found, w)
        return
    person = found.target.kind == "person"
    yield "no trace of it here", -w["sound_alone"] * found.distance + (w["han_alone"] if size > 2 else 0)
    if view.word(found.end - 1, found.end + 1) > ORDINARY:
        yield f"cuts {view.text[found.end - 1 : found.end + 1]}", w["cuts"]
    if view.trade < 0:
        yield "hardly a talk of the trade", view.trade * w["lay"]
    if size == 2 and not (person and vocative(view, found)):
        trade = max(0.0, view.trade) if found.distance <= SAME else 0.0
        yield "two syllables alone", w["two_alone"] + trade * w["trade_alone"]
    if size > 3 and person:
        yield "a foreign name may be written so", w["transliteration"]


def _setting(view: View, found: Candidate, w: Weights) -> Iterator[Evidence]:
    """What stands around a foreign name: 就是酷大，, Triton、泰浪, 真正写库大算子的."""
    before, after = view.text[max(0, found.start - 4) : found.start], view.text[found.end : found.end + 4]
    if w.listed_before.search(before) or w.listed_after.match(after):
        yield "foreign names beside it", w["listed"]
    if w.naming.search(before) or w.named.match(after):
        yield "something is named", w["naming"]
    if (before[-1:] or "，") in w.opens and (after[:1] or "，") in w.opens:
        yield "stands by itself", w["by_itself"]


def closeness(found: Candidate) -> float:
    """How much the document may help: wholly up to a tenth of distance by syllable, nothing beyond a fifth.

    For Latin strings the limits are .15 and .35: English is misheard more freely.
    """
    if found.target.participant:
        return 1.0
    by = found.distance / len(found.reading)
    if found.evidence is None and found.target.bare.isascii():
        return max(0.0, min(1.0, 1.75 - 5.0 * by_unit(found)))
    if found.evidence and found.evidence[0][0] == ODD:  # few terms stand in one document: hardly any is near by chance
        return max(0.0, min(1.0, 5.0 - 12.5 * by))
    return max(0.0, min(1.0, 2.0 - 10.0 * by if found.evidence is None else 1.75 - 5.0 * by))
