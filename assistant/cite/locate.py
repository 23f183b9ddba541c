"""Finds the sentence of a passage that carries a claim. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from assistant.facts import dates, find_quotation, name_words, names, numbers, quotations
from assistant.records import Passage
from assistant.text import content_stems, sentence_spans

_NUMBER, _NAME, _WORD = 3.0, 2.0, 1.0  # what a shared number (or date), word of a name, other word is worth
_SECOND_SENTENCE = 0.2  # share of the claim that a second sentence must add to be quoted too


def locate(claim: str, passage: Passage) -> tuple[int, int] | None:
    """The span, in the canonical text, of the sentence (or two that follow each other) that carries ``claim``.

    A sentence that holds the words which the claim quotes comes first; then the greatest overlap, in which numbers,
    dates and names weigh more than other words. None where nothing overlaps.
    """
    spans = _spans(passage.text)
    found = _quoted(claim, passage.text, spans) or _overlapping(claim, passage.text, spans)
    return (passage.start + found[0], passage.start + found[1]) if found else None


def coverage(claim: str, passage: Passage) -> float:
    """How much of ``claim`` one sentence of the passage carries, from 0 to 1, by weight."""
    features = _features(claim)
    total = sum(features.values())
    best = max((_shared(features, passage.text[a:b]) for a, b in _spans(passage.text)), default=0.0)
    return best / total if total else 0.0


@lru_cache(maxsize=1024)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(sentence_spans(text))


def _quoted(claim: str, text: str, spans: tuple[tuple[int, int], ...]) -> tuple[int, int] | None:
    for quotation in sorted(quotations(claim), key=lambda quotation: -len(quotation.value)):
        place = find_quotation(quotation.value, text) if len(quotation.value.split()) > 1 else None
        if place:
            touched = [span for span in spans if span[0] < place[1] and place[0] < span[1]]
            return (touched[0][0], touched[-1][1]) if 0 < len(touched) <= 2 else place
    return None


def _overlapping(claim: str, text: str, spans: tuple[tuple[int, int], ...]) -> tuple[int, int] | None:
    features = _features(claim)
    scores = [_shared(features, text[start:end]) for start, end in spans]
    if not scores or max(scores) <= 0:
        return None
    best = max(range(len(spans)), key=lambda i: (scores[i], -(spans[i][1] - spans[i][0])))
    chosen, least = spans[best], scores[best] + max(_NAME, _SECOND_SENTENCE * sum(features.values()))
    for start, end in _pairs(best, spans):
        score = _shared(features, text[start:end])
        if score >= least:
            chosen, least = (start, end), score + 0.01
    return chosen


def _pairs(best: int, spans: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    if best > 0:
        yield spans[best - 1][0], spans[best][1]
    if best + 1 < len(spans):
        yield spans[best][0], spans[best + 1][1]


@lru_cache(maxsize=4096)
def _features(text: str) -> dict[object, float]:
    """What a text states, each with its weight: values of numbers and dates, words of names, stems."""
    features: dict[object, float] = dict.fromkeys(content_stems(text), _WORD)
    for name in names(text):
        features |= {stem: _NAME for word in name_words(name.value) for stem in content_stems(word)}
    features |= {date.value: _NUMBER for date in dates(text)}
    features |= {number.value.value: _NUMBER for number in numbers(text)}
    return features


def _shared(claim: dict[object, float], text: str) -> float:
    theirs = _features(text)
    return sum(weight for feature, weight in claim.items() if feature in theirs)
