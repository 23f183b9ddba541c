"""What the reader makes of questions, in the terms of everybody else: places of canonical text, chances and odds."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from assistant.facts import spelt_out
from assistant.library import Library
from assistant.models.reader import Reader, Span, Text
from assistant.question import with_a_word_less
from assistant.records import Passage, Reading


class Readings:
    """A reader and the library whose passages it reads. Raises ModelError if the reader's files are damaged."""

    def __init__(self, reader: Reader, library: Library) -> None:
        self._reader, self._library = reader, library

    def of_passages(self, question: str, passages: Sequence[Passage]) -> list[list[Reading]]:
        """The spans read in each passage, under its document's title; best first."""
        sources = self._library.sources_of(passages)
        titles = {id_: source.title for id_, source in sources.items()}
        asked = [
            (spelt_out(question, passage.text), Text(passage.text, titles.get(passage.source_id, "")))
            for passage in passages
        ]
        return [
            [Reading(passage.start + span.start, passage.start + span.end, span.score) for span in spans]
            for passage, spans in zip(passages, self._reader.read_each(asked), strict=True)
        ]

    def answer(self, question: str, text: str) -> tuple[str, float]:
        """The answer that stands in a text, and its chance from 0 to 1; "" and 0 where none was read."""
        [spans] = self._reader.read(question, [Text(text)])
        best = _best(spans)
        return (text[best.start : best.end], best.chance) if best else ("", 0.0)

    def steadily(self, question: str, texts: Sequence[str]) -> list[float]:
        """The odds, 0 to 1, that each text alone answers: their mean over the question with each word left out."""
        wordings = with_a_word_less(question)
        found = self._reader.read_each([(wording, Text(text)) for text in texts for wording in wordings])
        odds = [best.odds if best else 0.0 for best in map(_best, found)]
        return [fmean(odds[at : at + len(wordings)]) for at in range(0, len(odds), len(wordings))]


def _best(spans: Sequence[Span]) -> Reading | None:
    return Reading(spans[0].start, spans[0].end, spans[0].score) if spans else None
