"""Answers to questions that compare two things: each is asked about alone, and the two answers are weighed up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer.draft import Draft
from assistant.answer.quote import beside
from assistant.comparing import Side, Sides, greater_of
from assistant.facts import named_in
from assistant.records import Beside, Hit, Sentence
from assistant.text import content_stems, stems


@dataclass(frozen=True, slots=True)
class Told:
    """What the documents say of one side: the draft of its answer and the passages that it was made from."""

    side: Side
    draft: Draft
    hits: tuple[Hit, ...]


def compared(sides: Sides, ask: Callable[[str], tuple[Draft, tuple[Hit, ...]]]) -> tuple[Draft, tuple[Hit, ...]] | None:
    """The answer to a comparison, with its passages; None where the two cannot be weighed up.

    ``ask`` answers a question from quotes.
    """
    first = Told(sides.first, *ask(sides.first.question))
    if not _is_told(first):
        return None
    second = Told(sides.second, *ask(sides.second.question))
    if not _is_told(second) or _place(first) == _place(second):
        return None
    order = greater_of(first.draft.short_answer, second.draft.short_answer)
    return None if order is None else (_draft(sides, first, second, order), _merged(first.hits, second.hits))


def _draft(sides: Sides, first: Told, second: Told, order: int) -> Draft:
    sentences = tuple(_numbered([*_giving(first), *_giving(second)]))
    return Draft(
        first.draft.mode,
        sentences,
        short_answer=_verdict(sides, order),
        confidence=min(first.draft.confidence, second.draft.confidence),
        note=" ".join(filter(None, dict.fromkeys((first.draft.note, second.draft.note)))),
        beside=(_beside(first, sentences[0]), _beside(second, sentences[-1])),
    )


def _beside(told: Told, sentence: Sentence) -> Beside:
    return beside(told.draft.short_answer, sentence.citations[0], told.side.name)


def _verdict(sides: Sides, order: int) -> str:
    if sides.claim:
        return "yes" if order == (1 if sides.greater else -1) else "no"
    if order == 0:
        return "the same"
    return (sides.first if (order > 0) == sides.greater else sides.second).name


def _is_told(told: Told) -> bool:
    """Whether there is a short answer, in a sentence of a passage or document that names what it is about."""
    giving = _giving(told)
    if told.draft.refused or not told.draft.short_answer or not giving:
        return False
    cited = giving[0].citations[0]
    around = next((hit.passage for hit in told.hits if _holds(hit, giving[0])), None)
    text = f"{cited.title}\n{cited.source}\n{around.heading}\n{around.text}" if around else cited.quote
    wanted = set(content_stems(told.side.name))
    return wanted <= set(stems(text)) or not named_in(told.side.name, text)[1]


def _holds(hit: Hit, sentence: Sentence) -> bool:
    cited, passage = sentence.citations[0], hit.passage
    return passage.source_id == cited.source_id and passage.start <= cited.start and cited.end <= passage.end


def _giving(told: Told) -> list[Sentence]:
    """The first sentence that holds the short answer."""
    return [sentence for sentence in told.draft.sentences if told.draft.short_answer in sentence.text][:1]


def _place(told: Told) -> tuple[str, int, str]:
    """Where the short answer stands. The same place for both sides tells nothing of either."""
    cited = _giving(told)[0].citations[0]
    return cited.source_id, cited.start, told.draft.short_answer


def _numbered(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """The sentences with their citations numbered anew; the same sentence comes once."""
    number = 0
    for sentence in {(each.citations[0].source_id, each.citations[0].start): each for each in sentences}.values():
        citations = []
        for cited in sentence.citations:
            number += 1
            citations.append(replace(cited, number=number))
        yield replace(sentence, citations=tuple(citations))


def _merged(first: Sequence[Hit], second: Sequence[Hit]) -> tuple[Hit, ...]:
    """The passages of both, the better first, none twice."""
    best: dict[str, Hit] = {}
    for hit in sorted((*first, *second), key=lambda hit: -hit.score):
        best.setdefault(hit.passage.id, hit)
    return tuple(best.values())
