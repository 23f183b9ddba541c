"""What in a sentence is of the kind that a question asks for: a name, a date, a figure."""

from __future__ import annotations

import re

from assistant.extract.candidate import Candidate
from assistant.facts import dates, money, name_words, names, numbers
from assistant.question import Asks, Question
from assistant.text import fold, words

LONG = (Asks.SUMMARY, Asks.STATEMENT, Asks.YES_NO, Asks.WHY, Asks.HOW)  # no word or two answers these
_HOW_MANY = re.compile(r"\bhow many\b ?(\w+)?", re.IGNORECASE)
_MEASURED = re.compile(
    r"\d\s?(m|km|cm|mm|nm|µm|ft|mi|g|kg|mg|t|lb|oz|s|ms|h|min|l|ml|[kmg]?w|v|a|hz|[kmgt]b|°c|°f)\b", re.IGNORECASE
)
_AMOUNT = re.compile(
    r"\b(?:half|thirds?|quarters?|dozens?|several|hundreds?|thousands?|(?:m|b|tr)illions?|once|twice|none|no|nobody|nothing|few|"
    r"many|most|all|both|pair|couple|majority|free)\b",
    re.IGNORECASE,
)


def new_spans(question: Question, candidate: Candidate) -> list[tuple[int, int]]:
    """Spans of the asked kind in the sentence that do not just repeat the question."""
    finder = FINDERS.get(question.asks)
    spans = finder(candidate) if finder else []
    texts = {span: candidate.text[span[0] : span[1]] for span in spans}
    return [span for span, text in texts.items() if suits(question, text) and not repeats(question, text)]


def repeats(question: Question, text: str) -> bool:
    """Whether a span is what the question names: all its words, or a name by its last word."""
    found = words(text)
    if not found:
        return True
    named = {word for name in question.names for word in name_words(name)}
    asked = {fold(word) for word in words(question.text)}
    return all(word in asked for word in found) or (found[-1] in named and not numbers(text))


def suits(question: Question, text: str) -> bool:
    """Whether a short answer is of the asked kind, as far as that can be told: an amount where one is asked for."""
    if question.asks not in (Asks.NUMBER, Asks.MONEY, Asks.PERCENT):
        return True
    found = numbers(text)
    counted = _HOW_MANY.search(question.text)
    if counted and (any(fact.value.is_money for fact in found) or _measures_else(text, counted[1] or "")):
        return False
    return bool(found) or bool(_AMOUNT.search(text))


def _measures_else(text: str, counted: str) -> bool:
    """Whether a figure has the sign of a unit ("6.5 m") by which what is counted ("segments") is not measured."""
    measured = _MEASURED.search(text)
    return measured is not None and not counted.lower().startswith(measured[1].lower()[0])


def _people(candidate: Candidate) -> list[tuple[int, int]]:
    """Names of two words or more where there are any, else all; initials such as U.S. only when alone."""
    found = [fact for fact in names(candidate.text) if fact.sure or " " in fact.value]
    full = [fact for fact in found if " " in fact.value] or [fact for fact in found if "." not in fact.value] or found
    return [(fact.start, fact.end) for fact in full]


def _places(candidate: Candidate) -> list[tuple[int, int]]:
    return [(fact.start, fact.end) for fact in names(candidate.text) if fact.sure]


def _whens(candidate: Candidate) -> list[tuple[int, int]]:
    return [(fact.start, fact.end) for fact in dates(candidate.text)]


def _counts(candidate: Candidate) -> list[tuple[int, int]]:
    taken = _whens(candidate)
    found = [(fact.start, fact.end) for fact in numbers(candidate.text) if fact.value.unit not in ("ordinal", "time")]
    return [span for span in found if not any(span[0] < end and start < span[1] for start, end in taken)]


def _sums(candidate: Candidate) -> list[tuple[int, int]]:
    return [(fact.start, fact.end) for fact in money(candidate.text)]


def _percents(candidate: Candidate) -> list[tuple[int, int]]:
    return [(fact.start, fact.end) for fact in numbers(candidate.text) if fact.value.unit in ("%", "share")]


FINDERS = {
    Asks.WHO: _people,
    Asks.WHERE: _places,
    Asks.WHEN: _whens,
    Asks.NUMBER: _counts,
    Asks.MONEY: _sums,
    Asks.PERCENT: _percents,
}
