"""A try: the question is answered by quoting, and held to the sentence that it was formed from."""

from __future__ import annotations

from assistant.facts import dates, numbers
from assistant.records import Answer, Sentence
from assistant.suggest.sifting import Candidate
from assistant.text import fold, words

_MARGIN = 0.1  # of confidence above the strictness, or half of what is left where that is less
_SAME = 0.8  # share of a sentence that is quoted when it is


def is_answered(candidate: Candidate, answer: Answer, strictness: float) -> bool:
    """Whether an answer is sure, stands on the candidate's sentence, and is short where that is the right answer."""
    doubted = answer.refused or answer.note or answer.beside
    if doubted or answer.confidence < min(strictness + _MARGIN, (1 + strictness) / 2):
        return False
    cited = [_stands_on(sentence, candidate) for sentence in answer.sentences]
    if not any(cited) or (answer.short_answer and not cited[0]):
        return False
    return not answer.short_answer or _is_right(answer.short_answer, candidate)


def _stands_on(sentence: Sentence, candidate: Candidate) -> bool:
    posed = candidate.posed
    return any(
        citation.source_id == candidate.source.id
        and min(citation.end, posed.end) - max(citation.start, posed.start) >= _SAME * (posed.end - posed.start)
        for citation in sentence.citations
    )


def _is_right(short: str, candidate: Candidate) -> bool:
    """Whether a short answer is in the sentence and comes to what the question was formed to ask for."""
    if fold(short) not in fold(candidate.sentence):
        return False
    wanted = candidate.posed.answer
    if not wanted:
        return candidate.posed.kind in ("what", "if") and len(words(short)) > 1
    if dates(wanted) and candidate.posed.kind == "when":
        return any(a.value.told_by(b.value) or b.value.told_by(a.value) for a in dates(wanted) for b in dates(short))
    if numbers(wanted):
        return numbers(wanted)[0].value.value in {fact.value.value for fact in numbers(short)}
    return fold(wanted) in fold(short) or (fold(short) in fold(wanted) and len(short) > 2)
