"""Passages cut to the size that a library's have: whole sentences, a few hundred characters, the answer inside.

Reading costs time by the token, so a long passage around a short answer is mostly wasted on learning; and what is read
at run time is short. A share stays whole, so that length tells nothing about whether there is an answer.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.models.training.questions import Question, Span, chance
from assistant.text import sentence_spans

SMALLEST, LARGEST = 250, 700  # characters aimed at, drawn evenly; a single sentence may be longer
WHOLE = 0.5  # share of passages left as they are


def shortened(question: Question) -> Question:
    """The same question over a stretch of its passage that holds its answer; answers outside the stretch are dropped.

    A question without an answer is left as it is: nobody knows which part of its passage misleads.
    """
    if question.answer is None:
        return question
    choose = chance("shorten", question.id)
    if chance("whole", question.id).random() < WHOLE:
        return question
    start, end = _stretch(question.passage, question.answer, choose.randint(SMALLEST, LARGEST), choose.random())
    inside = tuple((first - start, last - start) for first, last in question.answers if start <= first and last <= end)
    return replace(question, passage=question.passage[start:end], answers=inside)


def _stretch(passage: str, answer: Span, size: int, lean: float) -> Span:
    """Whole sentences around ``answer``, about ``size`` characters, the share ``lean`` of what is added before it."""
    sentences = list(sentence_spans(passage))
    touched = [number for number, (start, end) in enumerate(sentences) if start < answer[1] and answer[0] < end]
    first, last = touched[0], touched[-1]
    before = sentences[first][0] - lean * max(size - (sentences[last][1] - sentences[first][0]), 0)
    while first and sentences[first - 1][0] >= before:
        first -= 1
    while last + 1 < len(sentences) and sentences[last + 1][1] - sentences[first][0] <= size:
        last += 1
    return sentences[first][0], sentences[last][1]
