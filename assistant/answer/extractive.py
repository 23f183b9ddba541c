"""Answers without a language model: the documents' own sentences, chosen, ordered and quoted exactly."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from itertools import count, takewhile

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import MockLLM

from assistant.answer.beside import differing
from assistant.answer.compared import compared
from assistant.answer.draft import Draft, Synthesizer, finish
from assistant.answer.origin import meant, origin_asked, place_of, stated
from assistant.comparing import Sides
from assistant.extract import (
    Candidate,
    absent_names,
    candidates,
    choose,
    compare,
    confidence,
    is_bare,
    rank,
    short_answer,
    without_corrections,
)
from assistant.facts import spelt_out
from assistant.library import Library
from assistant.orders import asks_of_orders
from assistant.question import Asks, Question, parse
from assistant.records import Citation, Hit, Mode, Sentence, Source, Verdict
from assistant.summary import central_sentences
from assistant.text import stems, words

_READ = 200  # sentences of a source that a summary looks at
_SUMMARY = 5  # sentences of a summary, a title among them
_TELLS = 5  # words at least of a sentence that a summary may hold


ReadsSteadily = Callable[[str, Sequence[str]], Sequence[float]]
"""How surely the reader answers a question with a text alone, whichever word the question lacks; for each text."""


class ExtractiveSynthesizer(Synthesizer):
    """Chooses sentences. ``strictness`` (0 to 1) is how probable the best one must be, or the answer is a refusal."""

    def __init__(self, library: Library, embedder: BaseEmbedding, strictness: float, reads: ReadsSteadily) -> None:
        super().__init__(MockLLM())  # llama-index asks for one; it is never called
        self._library, self._embedder, self._strictness, self._reads = library, embedder, strictness, reads

    def write(self, question: str, hits: Sequence[Hit]) -> Generator[str, None, Draft]:
        """See Synthesizer; nothing is yielded before the draft, for choosing takes no time to watch."""
        if not hits:
            return Draft(Mode.EXTRACTIVE, refused=True, missing=_NOTHING)
        asked = parse(spelt_out(question, "\n".join(hit.passage.text for hit in hits)))
        sources = self._library.sources_of(hit.passage for hit in hits)
        draft = self._summary(asked, hits, sources) if asked.asks is Asks.SUMMARY else None
        draft = draft or self._about_itself(asked, hits, sources) or self._answer(asked, hits, sources)
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
        if sure < self._strictness:
            missing = _missing(asked, absent)
            return Draft(Mode.EXTRACTIVE, refused=True, confidence=sure, missing=missing, note=warning)
        chosen = choose(asked, ranked)
        short = short_answer(asked, chosen)
        giving = next((each for each in chosen if short and short in each.text), ranked[0])
        others = compare(asked, giving, short, ranked)
        stands_on = [(each, others.same if each is giving else ()) for each in chosen]
        stands_on += [(each, ()) for each, _ in others.otherwise if each not in chosen]
        sentences = self._sentences(stands_on, sources)
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

    def _summary(self, asked: Question, hits: Sequence[Hit], sources: dict[str, Source]) -> Draft | None:
        """The central sentences of the source that is meant; None when there is nothing to summarise."""
        meant = _meant(asked, hits, sources)
        if meant is None:
            return None
        name = next(hit.source for hit in hits if hit.passage.source_id == meant)
        passages = [Hit(passage, name, 1.0) for passage in self._library.passages_of(meant)]
        first, found = _title_and_sentences(list(candidates(passages, {})))
        if not found:
            return None
        count = _SUMMARY - len(first)
        chosen = [*first, *central_sentences(found, self._vectors([each.text for each in found]), count)]
        return Draft(Mode.EXTRACTIVE, self._sentences([(each, ()) for each in chosen], sources), confidence=1.0)

    def _about_itself(self, asked: Question, hits: Sequence[Hit], sources: dict[str, Source]) -> Draft | None:
        """Who wrote a document, or when, where that is asked and known; the line that tells it is the answer."""
        origin = origin_asked(asked.text)
        if origin is None:
            return None
        reached = list(dict.fromkeys(hit.passage.source_id for hit in hits))
        known = [sources[id_] for id_ in reached if id_ in sources]
        source = meant(asked, known, [self._library.text(each.id) for each in known])
        if source is None or not stated(origin, source):
            return None
        text = self._library.text(source.id)
        place = place_of(origin, source, text)
        telling = self._sentence_at(source, place[0]) if place else None
        if place is None or telling is None:
            only = f"“{source.title or source.name}” does not say so itself; the file’s own record says:"
            return Draft(Mode.EXTRACTIVE, refused=True, missing=f"{only} {stated(origin, source)}.")
        sentences = self._sentences([(telling, ())], sources)
        return Draft(Mode.EXTRACTIVE, sentences, short_answer=text[place[0] : place[1]], confidence=1.0)

    def _sentence_at(self, source: Source, at: int) -> Candidate | None:
        passages = takewhile(lambda passage: passage.start <= at, self._library.passages_of(source.id))
        found = candidates([Hit(passage, source.name, 1.0) for passage in passages], {})
        return next((each for each in found if each.start <= at < each.end), None)

    def _vectors(self, texts: list[str]) -> np.ndarray:
        return np.asarray(self._embedder.get_text_embedding_batch(texts), dtype=np.float32)

    def _sentences(
        self, stands_on: Sequence[tuple[Candidate, Sequence[Candidate]]], sources: dict[str, Source]
    ) -> tuple[Sentence, ...]:
        """Sentences that are their own quotes, so supported; those of others that say the same are cited with them."""
        numbers = count(1)
        return tuple(
            Sentence(
                each.text,
                tuple(self._citation(next(numbers), place, sources) for place in (each, *same)),
                Verdict.SUPPORTED,
            )
            for each, same in stands_on
        )

    def _citation(self, number: int, place: Candidate, sources: dict[str, Source]) -> Citation:
        source_id = place.hit.passage.source_id
        source = sources.get(source_id)
        return Citation(
            number=number,
            source_id=source_id,
            source=place.hit.source,
            title=source.title if source else "",
            start=place.start,
            end=place.end,
            quote=place.text,
            page=self._library.page_at(source_id, place.start),
            published=source.published if source else None,
        )


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


def _title_and_sentences(found: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """The title that a text begins with, if it does; and the sentences that a summary chooses from."""
    title = [each for each in found[:1] if is_bare(each.text)]
    telling = [each for each in found if not is_bare(each.text) and len(words(each.text)) >= _TELLS]
    return title, (telling or list(found[len(title) :]))[:_READ]


def _meant(asked: Question, hits: Sequence[Hit], sources: dict[str, Source]) -> str | None:
    """The source that a summary is asked of: the only one in reach, or the one that the question's words lead to."""
    reached = {hit.passage.source_id for hit in hits}
    if len(reached) == 1:
        return reached.pop()
    named = [word for word in asked.stems if word not in _ASKING]
    return hits[0].passage.source_id if hits and named and hits[0].passage.source_id in sources else None


# Stems that ask for a summary and name nothing.
_ASKING = frozenset(
    stems("summarize summarise summary overview cover gist nutshell key main point idea finding takeaway")
)

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
