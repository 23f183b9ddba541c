"""Answers without a language model: the documents' own sentences, chosen, ordered and quoted exactly."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from itertools import takewhile

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import MockLLM

from assistant.answer.beside import differing
from assistant.answer.compared import compared
from assistant.answer.draft import Draft, Synthesizer, finish
from assistant.answer.quoted import nearest, quoted
from assistant.answer.whole import WholeAnswers
from assistant.comparing import Sides
from assistant.extract import (
    Candidate,
    absent_names,
    candidates,
    choose,
    compare,
    confidence,
    rank,
    short_answer,
    without_corrections,
)
from assistant.facts import spelt_out
from assistant.library import Library
from assistant.orders import asks_of_orders
from assistant.question import Asks, Question, parse
from assistant.records import Hit, Mode, Source

ReadsSteadily = Callable[[str, Sequence[str]], Sequence[float]]
"""How surely the reader answers a question with a text alone, whichever word the question lacks; for each text."""

FAINT = 0.1  # certainty below which no place is shown as the nearest one


class ExtractiveSynthesizer(Synthesizer):
    """Chooses sentences. ``strictness`` (0 to 1) is how probable the best one must be, or the answer is a refusal."""

    def __init__(self, library: Library, embedder: BaseEmbedding, strictness: float, reads: ReadsSteadily) -> None:
        super().__init__(MockLLM())  # llama-index asks for one; it is never called
        self._library, self._embedder, self._strictness, self._reads = library, embedder, strictness, reads
        self._whole = WholeAnswers(library, self._vectors)

    def write(self, question: str, hits: Sequence[Hit]) -> Generator[str, None, Draft]:
        """See Synthesizer; nothing is yielded before the draft, for choosing takes no time to watch."""
        if not hits:
            return Draft(Mode.EXTRACTIVE, refused=True, missing=_NOTHING)
        asked = parse(spelt_out(question, "\n".join(hit.passage.text for hit in hits)))
        sources = self._library.sources_of(hit.passage for hit in hits)
        draft = self._whole.answer(asked, hits, sources) or self._answer(asked, hits, sources)
        for sentence in draft.sentences:
            yield sentence.text + " "
        return draft

    def compare(self, sides: Sides, retrieve: Callable[[str], tuple[Hit, ...]]) -> tuple[Draft, tuple[Hit, ...]] | None:
        """See Synthesizer; each side is asked about alone."""

        def ask(question: str) -> tuple[Draft, tuple[Hit, ...]]:
            hits = retrieve(question)
            return finish(self.write(question, hits)), hits

        return compared(sides, ask)

    def _answer(self, asked: Question, hits: Sequence[Hit], sources: dict[str, Source]) -> Draft:
        titles = {id_: source.title for id_, source in sources.items()}
        absent = absent_names(asked, hits, titles)
        ranked, left_out = _without_orders(asked, self._ranked(asked, hits, titles))
        warning = _warning(left_out, titles)
        if not ranked:
            return Draft(Mode.EXTRACTIVE, refused=True, missing=_missing(asked, absent), note=warning)
        sure = confidence(asked, ranked, absent, self._steady(asked, ranked[0]))
        chosen = choose(asked, ranked)
        short = short_answer(asked, chosen)
        if sure < self._strictness:
            return Draft(
                Mode.EXTRACTIVE,
                refused=True,
                confidence=sure,
                missing=_missing(asked, absent),
                note=warning,
                candidate=nearest(ranked[0], short, sources, self._library) if sure >= FAINT else None,
            )
        giving = next((each for each in chosen if short and short in each.text), ranked[0])
        others = compare(asked, giving, short, ranked)
        stands_on = [(each, others.same if each is giving else ()) for each in chosen]
        stands_on += [(each, ()) for each, _ in others.otherwise if each not in chosen]
        sentences = quoted(stands_on, sources, self._library)
        return Draft(
            Mode.EXTRACTIVE,
            sentences,
            short_answer=short,
            confidence=sure,
            note=warning,
            beside=differing([(giving, short), *others.otherwise], sentences) if others.otherwise else (),
        )

    def _steady(self, asked: Question, best: Candidate) -> float:
        """How surely a sentence answers by itself. A cell was looked up: its row alone says nothing of its columns."""
        if best.cell and best.reading:
            return best.reading.odds
        [steady] = self._reads(asked.text, [best.text])
        return steady

    def _ranked(self, asked: Question, hits: Sequence[Hit], titles: dict[str, str]) -> list[Candidate]:
        found = without_corrections(asked.text, candidates(hits, titles))
        if not found:
            return []
        [vector] = self._vectors([asked.text])
        cosines = self._vectors([each.text for each in found]) @ vector
        return rank(asked, found, cosines.tolist(), self._library.rarities(asked.stems))

    def _vectors(self, texts: list[str]) -> np.ndarray:
        return np.asarray(self._embedder.get_text_embedding_batch(texts), dtype=np.float32)


def _without_orders(asked: Question, ranked: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """The candidates that give no orders, and those left out that rank above all of them."""
    if asks_of_orders(asked.text):
        return list(ranked), []
    return [each for each in ranked if not each.orders], list(takewhile(lambda each: each.orders, ranked))


def _warning(left_out: Sequence[Candidate], titles: dict[str, str]) -> str:
    if not left_out:
        return ""
    passage = left_out[0].hit.passage
    title = titles.get(passage.source_id) or left_out[0].hit.source
    return f"“{title}” holds text that gives orders to whoever answers; it was left out."


_NOTHING = "There are no documents to look in. Add some, or choose others to ask."

_WANTED = {
    Asks.WHO: "who it was",
    Asks.SPEAKER: "who said it",
    Asks.WHEN: "a date for it",
    Asks.WHERE: "a place for it",
    Asks.NUMBER: "a figure for it",
    Asks.MONEY: "a sum for it",
    Asks.PERCENT: "a percentage for it",
    Asks.WHY: "a reason for it",
}


def _missing(asked: Question, absent: Sequence[str]) -> str:
    if absent:
        names = ", ".join(f"“{name}”" for name in absent)
        return f"{names} {'is' if len(absent) == 1 else 'are'} not mentioned in what was found."
    if asked.asks is Asks.SUMMARY:
        return "Name the document to summarise, or choose just that one."
    return f"What was found does not say {_WANTED.get(asked.asks, 'this')}."
