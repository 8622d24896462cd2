"""Which readings are good enough to be written, and with what confidence; the rest stays as it is and is flagged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tclean.core.edit import Edit, Grade, Mark, edit
from tclean.stages.repair.mirror.codec import WIDE
from tclean.stages.repair.mirror.line import Line
from tclean.stages.repair.mirror.proof import proves
from tclean.stages.repair.mirror.search import Region, Window, text_of
from tclean.stages.repair.mirror.tokens import Kind

AROUND = 8  # tokens of context the proof is given on either side
RIVAL = 500  # a proved runner-up this near beats a best reading without proof
GAIN_PROVED = 100  # how much better than the text as it stands
GAIN_BARE = 1500
GAIN_UNPROVED = 1000
MARGIN_UNPROVED = 50  # how much better than the runner-up
SURE = 300  # below this margin the place is flagged as well

UNRESOLVED = {"flag": "garble:unresolved"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one region."""

    text: str | None  # None: left as it is
    proved: bool = False
    margin: int = 0
    guessed: bool = False  # a byte is lost, the model chose


def judge(page: str, line: Line, window: Window, region: Region, table: Mapping[str, str]) -> Verdict:
    """The reading to write for a region, if any."""
    first, last = _context(line, window, region)
    shown = page[line.tokens[first].start : line.tokens[last - 1].end]
    near = [(cost, way) for cost, way in region.ways if cost <= RIVAL][:4]
    proved = [n for n, (_, way) in enumerate(near) if proves(text_of(way, first, last), shown, table)]
    chosen = proved[0] if proved else 0
    rivals = [near[n][0] for n in proved[1:]] if proved else [cost for cost, _ in region.ways[1:]]
    rivals += [cost for cost, _ in region.ways if cost > RIVAL]
    margin = min(rivals, default=9999) - near[chosen][0]
    gain = region.gain - near[chosen][0]
    if gain >= GAIN_PROVED if proved else gain >= GAIN_UNPROVED and margin >= MARGIN_UNPROVED:
        text = text_of(near[chosen][1], region.start, region.end)
        guessed = not near[chosen][1].guessed.isdisjoint(range(region.start, region.end))
        return Verdict(text, bool(proved), margin, guessed)
    return Verdict(None)


def judge_strictly(page: str, line: Line, window: Window, region: Region, table: Mapping[str, str]) -> Verdict:
    """The same for a page that shows no pinyin: proved, and far better than the text as it stands, or nothing."""
    verdict = judge(page, line, window, region, table)
    return verdict if verdict.proved and region.gain >= GAIN_BARE else Verdict(None)


def _context(line: Line, window: Window, region: Region) -> tuple[int, int]:
    """The tokens given to the proof; never cut between a character and its insertion."""
    first = max(window.start, region.start - AROUND)
    last = min(window.end, region.end + AROUND)
    while last < window.end and line.tokens[last].kind == Kind.PINYIN:
        last += 1
    while first < region.start and line.tokens[first].kind == Kind.PINYIN:
        first += 1
    return first, last


def write(
    page: str, line: Line, region: Region, verdict: Verdict, narrowed: frozenset[str]
) -> tuple[list[Edit], list[Mark]]:
    """The edit for a region (its common ends left out), or the flag, or both."""
    start, end = line.tokens[region.start].start, line.tokens[region.end - 1].end
    if verdict.text is None:
        return [], [Mark(start, end, "flag", "repair:garble", UNRESOLVED)]
    after = "".join(chr(WIDE[ord(c)]) if c in narrowed else c for c in verdict.text)
    before = page[start:end]
    if before == after:
        return [], [Mark(start, end, "flag", "repair:garble", UNRESOLVED)]
    while before and after and before[-1] == after[-1]:
        before, after, end = before[:-1], after[:-1], end - 1
    while before and after and before[0] == after[0]:
        before, after, start = before[1:], after[1:], start + 1
    sure = verdict.margin >= SURE
    grade = Grade.SAFE if verdict.proved and sure and not verdict.guessed else Grade.UNSAFE
    confidence = (0.99 if sure else 0.8) if verdict.proved else (0.8 if sure else 0.6)
    why = "damaged again it gives the page's text" if verdict.proved else "likeliest reading of the bytes"
    if verdict.guessed:
        confidence, why = confidence - 0.1, f"{why}; a lost byte was chosen by the words around it"
    made = edit(page, start, end, after, "repair:shifted-bytes", grade, confidence, why)
    return [made], [] if sure else [Mark(start, end, "flag", "repair:garble", UNRESOLVED, confidence)]
