"""Answers without a language model: the place that answers best, as a unit of its document, or that none is certain."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer.draft import Draft
from assistant.answer.quote import beside, quoted
from assistant.answer.units import Piece, Units
from assistant.library import Library
from assistant.orders import asks_of_orders, order_spans
from assistant.records import Beside, Candidate, Evidence, Hit, Mode, Sentence, Source
from assistant.text import fold, squeeze, words

# Fitted on the development half of eval/exams/foreign.jsonl: how often an answer is right (decision 19).
SLOPE, FUSED, SHIFT = 0.71, 5.5, -4.66
FEW_WORDS = 0.25  # probability of a span from which it is shown as the short answer
FAINT = 0.1  # certainty below which a place is not shown as the nearest one
MOST_BESIDE = 3


def certainty(hit: Hit, evidence: Evidence) -> float:
    """The probability that the passage answers, 0 to 1."""
    fused = hit.scores.fused if hit.scores.fused is not None else hit.score
    return 1 / (1 + math.exp(-(SLOPE * evidence.relevance + FUSED * fused + SHIFT)))


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of a document that may answer. ``short`` is the span of its few words, None where it has none."""

    hit: Hit
    pieces: tuple[Piece, ...]
    short: tuple[int, int] | None
    sure: float


class Composer:
    """Makes an answer of passages that were read. ``strictness``: how certain an answer must be, 0 to 1."""

    def __init__(self, library: Library, strictness: float) -> None:
        self._library, self._strictness = library, strictness

    def compose(self, question: str, hits: Sequence[Hit]) -> Draft:
        """The answer, or a refusal with the nearest place."""
        places = list(self._places(question, hits))
        if not places:
            return Draft(Mode.EXTRACTIVE, refused=True)
        obeying = asks_of_orders(question)
        kept = [place for place in places if obeying or not self._gives_orders(place)]
        note = LEFT_OUT.format(places[0].hit.source) if kept[:1] != places[:1] else ""
        if not kept:
            return Draft(Mode.EXTRACTIVE, refused=True, note=note)
        best = kept[0]
        sources = self._library.sources_of(place.hit.passage for place in kept)
        sentences = self._sentences(best, sources)
        short = self._words(best)
        if best.sure < FAINT:
            return Draft(Mode.EXTRACTIVE, refused=True, confidence=best.sure, note=note)
        if best.sure < self._strictness:
            cited = tuple(citation for sentence in sentences for citation in sentence.citations)
            nearest = Candidate(" ".join(sentence.text for sentence in sentences), short, cited)
            return Draft(Mode.EXTRACTIVE, refused=True, confidence=best.sure, note=note, candidate=nearest)
        more, others = self._others(best, kept, sources, sentences)
        return Draft(Mode.EXTRACTIVE, more, short_answer=short, confidence=best.sure, note=note, beside=others)

    def _places(self, question: str, hits: Sequence[Hit]) -> Iterator[Place]:
        for hit in hits:
            if hit.evidence is None:
                continue
            units = Units(self._library.document(hit.passage.source_id))
            wanted = _few_words(question, hit, hit.evidence)
            pieces = units.answer(hit.passage.start, hit.passage.end, hit.evidence.bears, wanted)
            if pieces:
                yield Place(hit, tuple(pieces), wanted, certainty(hit, hit.evidence))

    def _gives_orders(self, place: Place) -> bool:
        passage = place.hit.passage
        spans = [(passage.start + start, passage.start + end) for start, end in order_spans(passage.text)]
        return any(piece.start < end and start < piece.end for piece in place.pieces for start, end in spans)

    def _words(self, place: Place) -> str:
        text = self._library.text(place.hit.passage.source_id)
        return squeeze(text[slice(*place.short)]) if place.short else ""

    def _sentences(self, place: Place, sources: dict[str, Source], first: int = 1) -> tuple[Sentence, ...]:
        id_ = place.hit.passage.source_id
        return quoted(place.pieces, id_, place.hit.source, sources.get(id_), self._library, first=first)

    def _others(
        self, best: Place, places: Sequence[Place], sources: dict[str, Source], sentences: tuple[Sentence, ...]
    ) -> tuple[tuple[Sentence, ...], tuple[Beside, ...]]:
        """Other documents that are as certain: one with the same few words is cited with it, others stand beside."""
        if not best.short:
            return sentences, ()
        seen = {best.hit.passage.source_id}
        told = [beside(self._words(best), sentences[0].citations[0])]
        for place in places:
            if place.hit.passage.source_id in seen or place.sure < self._strictness or not place.short:
                continue
            seen.add(place.hit.passage.source_id)
            number = 1 + sum(len(sentence.citations) for sentence in sentences)
            theirs = self._sentences(place, sources, number)
            if same_words(self._words(best), self._words(place)):
                first = sentences[0]
                sentences = (
                    Sentence(first.text, (*first.citations, theirs[0].citations[0]), first.verdict),
                    *sentences[1:],
                )
            elif len(told) <= MOST_BESIDE:
                told.append(beside(self._words(place), theirs[0].citations[0]))
                sentences = (*sentences, *theirs)
        return sentences, tuple(told) if len(told) > 1 else ()


def _few_words(question: str, hit: Hit, evidence: Evidence) -> tuple[int, int] | None:
    """The span of the short answer, where the reader finds one that is no fragment and no echo of the question."""
    if evidence.short <= 0 or not evidence.spans:
        return None
    start, end, chance = evidence.spans[0]
    text = hit.passage.text[start - hit.passage.start : end - hit.passage.start]
    said = {fold(word) for word in words(text)}
    if chance < FEW_WORDS or not said or said <= {fold(word) for word in words(question)}:
        return None
    return start, end


def same_words(one: str, other: str) -> bool:
    """Whether the words of one short answer are among the other's."""
    first, second = ({fold(word) for word in words(text)} for text in (one, other))
    return bool(first and second) and (first <= second or second <= first)


LEFT_OUT = "“{}” holds text that gives orders to whoever answers; it was left out."
