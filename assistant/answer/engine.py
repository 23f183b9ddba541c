"""The llama-index query engine, and the flow that runs it and says what happens."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import cast

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.base.response.schema import StreamingResponse
from llama_index.core.callbacks import CallbackManager
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.schema import QueryBundle

from assistant.answer.draft import Synthesizer, answer_of
from assistant.comparing import sides_of
from assistant.events import AskEvent, Finished, PassagesFound, Searching, Token
from assistant.library import Library
from assistant.models.tokens import Meter
from assistant.nodes import hit_of
from assistant.records import Answer, Filters, Hit
from assistant.retrieve import READ, HybridRetriever, Neighbours, Reads, Reread

_MOST_NOTES = 3  # documents with pages that were not read


def build_engine(
    library: Library,
    embedder: BaseEmbedding,
    synthesizer: Synthesizer,
    filters: Filters,
    count: int,
    *,
    reads: Reads | None = None,
    streaming: bool = False,
) -> RetrieverQueryEngine:
    """Retriever, postprocessors and synthesizer put together for one question's filters; ``count`` passages.

    A response has the passages as source nodes and the whole Answer under ``metadata["answer"]``; when ``streaming``,
    that is there once its text has been read to the end.

    Without ``reads``, passages keep the retriever's order.
    """
    reading: list[BaseNodePostprocessor] = [Reread(reads=reads)] if reads else []
    # Those that are not read keep their order, so none behind so many can come among the best ``count``.
    most = READ + count if reads else count
    return RetrieverQueryEngine(
        retriever=HybridRetriever(library, embedder, filters, most=most),
        node_postprocessors=[*reading, Neighbours(library=library, count=count)],
        response_synthesizer=synthesizer.streams(streaming),
        callback_manager=CallbackManager(),
    )


def retrieve(engine: RetrieverQueryEngine, question: str) -> tuple[Hit, ...]:
    """The engine's passages for a question, best first."""
    return tuple(hit_of(node) for node in engine.retrieve(QueryBundle(question)))


def answer(
    question: str,
    searched: str,
    engine: RetrieverQueryEngine,
    synthesizer: Synthesizer,
    meter: Meter,
    *,
    library: Library,
) -> Iterator[AskEvent]:
    """Ask a streaming engine, so that passages and words are shown as they come.

    The answer tells what ``meter`` has counted by its end.
    """
    clock = _Clock()
    yield Searching(searched)
    sides = sides_of(searched)
    if told_apart := synthesizer.compare(sides, partial(retrieve, engine)) if sides else None:
        clock.lap("retrieve")
        yield PassagesFound(told_apart[1])
        made = answer_of(searched, *told_apart)
        yield from (Token(f"{sentence.text} ") for sentence in made.sentences)
    else:
        response = cast(StreamingResponse, engine.query(QueryBundle(searched)))
        clock.lap("retrieve")
        yield PassagesFound(tuple(hit_of(node) for node in response.source_nodes))
        with closing(response.response_gen) as pieces:
            yield from map(Token, pieces)
        made = cast(dict[str, Answer], response.metadata)["answer"]
    clock.lap("write")
    told = noted(replace(made, question=question), library)
    yield Finished(replace(told, timings=clock.laps(), usage=meter.take()))


def noted(answer: Answer, library: Library) -> Answer:
    """The answer with a note of pages that were not read: of the documents cited, or of all found in a refusal."""
    cited = {each.source_id for sentence in answer.sentences for each in sentence.citations}
    hits = [hit for hit in answer.passages if answer.refused or hit.passage.source_id in cited]
    names = {hit.passage.source_id: hit.source for hit in hits}
    sources = [each for each in library.sources_of(hit.passage for hit in hits).values() if each.unread]
    notes = [f"“{each.title or names[each.id]}”: {each.unread_pages}" for each in sources[:_MOST_NOTES]]
    return replace(answer, note=" ".join(filter(None, [answer.note, *notes])))


class _Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self._begun = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self._laps[stage] = round(now - self._last, 4)
        self._last = now

    def laps(self) -> dict[str, float]:
        return {**self._laps, "total": round(time.perf_counter() - self._begun, 4)}
