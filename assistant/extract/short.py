"""The answer in a word or two, where the kind of question has one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.extract.candidate import Candidate, said_in
from assistant.extract.kinds import LONG, new_spans, repeats, suits
from assistant.extract.lists import enumeration
from assistant.question import Asks, Question
from assistant.text import fold, stems

_SURE = 0.4  # the least chance of a reading that is shown as the answer
_FOLLOWS = 30  # characters behind a number in which the thing counted is named
_WHAT_IS = re.compile(r"^what (?:is|are|does|do)\b", re.IGNORECASE)
_MEANS = re.compile(r"[\"”’»]\)?\s+(?:means|shall mean|is defined as|refers to)\s+(?P<what>\S.*?)[.;]?$", re.IGNORECASE)
_COUNTED = re.compile(r"\bhow many (?:more )?(\w+)", re.IGNORECASE)


def short_answer(question: Question, chosen: Sequence[Candidate]) -> str:
    """The words of the chosen sentences that answer in a word or two; empty where the kind of question has none."""
    if question.asks in LONG:
        return ""
    if question.asks is Asks.SPEAKER:
        said = said_in(chosen[0])
        return said.speaker if said else read_answer(question, chosen[0])
    if question.asks is Asks.LIST:
        return ", ".join(_items(question, chosen))
    defined = _definition(question, chosen[0].text)
    read = next((text for text in (defined, *(read_answer(question, each) for each in chosen)) if text), "")
    if read:
        return read
    for candidate in chosen:
        spans = new_spans(question, candidate)
        if spans:
            first, last = min(spans, key=lambda span: (_distance(question, candidate.text, span), span[0]))
            return candidate.text[first:last]
    return ""


def _definition(question: Question, sentence: str) -> str:
    """What a term in quotation marks means, where the question asks for it and the sentence defines it; or ""."""
    defines = _MEANS.search(sentence)
    if defines is None or not _WHAT_IS.match(question.text):
        return ""
    return defines["what"] if set(question.stems) <= set(stems(sentence[: defines.start()])) else ""


def _items(question: Question, chosen: Sequence[Candidate]) -> list[str]:
    """The items that the reader found in the sentences, each with those it is enumerated with; none twice."""
    found: dict[str, str] = {}
    for candidate in chosen:
        read = read_answer(question, candidate)
        at = candidate.text.find(read)
        if read and at >= 0:
            for start, end in enumeration(candidate.text, (at, at + len(read))):
                found.setdefault(fold(candidate.text[start:end]), candidate.text[start:end])
    return list(found.values())


def read_answer(question: Question, candidate: Candidate) -> str:
    """What the reader found in the sentence, where it is sure enough and says more than the question does; or ""."""
    if candidate.reading is None or candidate.reading.chance < _SURE or not suits(question, candidate.read):
        return ""
    return "" if repeats(question, candidate.read) else candidate.read


def _distance(question: Question, text: str, span: tuple[int, int]) -> float:
    """How far a span is from the nearest word that was asked, in characters; 0 where what is counted follows it."""
    counted = _COUNTED.search(question.text)
    if counted and set(stems(counted[1])) & set(stems(text[span[1] : span[1] + _FOLLOWS])):
        return 0.0
    wanted, nearest, place = set(question.stems), float(len(text)), 0
    for word in text.split():
        at = text.index(word, place)
        place = at + len(word)
        if wanted & set(stems(word)):
            nearest = min(nearest, max(at - span[1], span[0] - place, 1))
    return nearest
