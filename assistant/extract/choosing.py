"""Which sentences make the answer, in which order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.extract.candidate import Candidate, said_in
from assistant.extract.kinds import FINDERS, new_spans
from assistant.question import Asks, Question
from assistant.text import is_ended, is_item, stems

MOST = {Asks.SUMMARY: 5, Asks.LIST: 4, Asks.STATEMENT: 4, Asks.WHY: 3, Asks.HOW: 4}  # sentences; two for other kinds
_NOT_FAR = 400  # characters
_LONGEST_LIST = 12  # items
_ANNOUNCED = re.compile(
    r"\b(?:following|(?:two|three|four|five|six|seven|eight|nine|ten|several|\d{1,2}) \w+)\W*$", re.IGNORECASE
)
_BESIDE = 0.7  # how far a further sentence may score below the best one


def choose(question: Question, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The sentences of the answer: the best one and what stands beside it in worth, in reading order."""
    if not ranked:
        return []
    best = ranked[0]
    most = MOST.get(question.asks, 2)
    chosen = [best, *_naming_the_speaker(question, best, ranked), *_completing(question, best, ranked)]
    chosen += _listed(question, best, ranked)
    for candidate in ranked[1:]:
        if len(chosen) >= most or candidate.score < best.score - _BESIDE:
            break
        if all(_differ(candidate.text, other.text) for other in chosen):
            chosen.append(candidate)
    if question.asks in MOST:
        return sorted(chosen, key=lambda c: (c.hit.passage.source_id != best.hit.passage.source_id, c.start))
    return chosen


def _naming_the_speaker(question: Question, best: Candidate, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The sentence that names who said it, where the best one says only "he"."""
    said = said_in(best) if question.asks is Asks.SPEAKER else None
    if said is None:
        return []
    at = best.hit.passage.start + said.speaker_span[0]
    naming = [each for each in ranked if each.hit is best.hit and each.start <= at < each.end]
    return [each for each in naming if each.start != best.start]


def _completing(question: Question, best: Candidate, ranked: Sequence[Candidate]) -> list[Candidate]:
    """Where the best sentence lacks what is asked for: the first after it that has it, if it is not far."""
    if question.asks not in FINDERS or new_spans(question, best):
        return []
    after = [each for each in ranked if each.hit is best.hit and 0 < each.start - best.start < _NOT_FAR]
    return [each for each in sorted(after, key=lambda each: each.start) if new_spans(question, each)][:1]


def _listed(question: Question, best: Candidate, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The items of the list that the best sentence leads into or stands in, where several things are asked for."""
    beside = sorted((each for each in ranked if each.hit is best.hit), key=lambda each: each.start)
    first = last = beside.index(best) + 1
    if _leads(question, best):
        while last < len(beside) and _goes_on(beside[last].text):
            last += 1
    elif is_item(best.text) and question.asks in (Asks.LIST, Asks.HOW):
        first -= 1
        while first and is_item(beside[first].text):  # back to what leads into the list
            first -= 1
    else:
        return []
    while last < len(beside) and is_item(beside[last].text):
        last += 1
    listed = [each for each in beside[first:last] if each is not best]
    return listed[:_LONGEST_LIST] if any(is_item(each.text) for each in (best, *listed)) else []


def _goes_on(text: str) -> bool:
    """Whether a piece of a sentence leads on to the list, as "It must" does."""
    return not is_ended(text) and not is_item(text)


def _leads(question: Question, best: Candidate) -> bool:
    """Whether a sentence may lead into a list that answers: it ends in a colon, or announces so many things."""
    if question.asks not in (Asks.LIST, Asks.HOW, Asks.OTHER):
        return False
    return best.text.endswith(":") or (not is_item(best.text) and bool(_ANNOUNCED.search(best.text)))


def _differ(one: str, other: str) -> bool:
    first, second = set(stems(one)), set(stems(other))
    return len(first & second) < 0.7 * min(len(first), len(second))
