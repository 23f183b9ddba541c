"""What a synthesizer writes, and the shape that both synthesizers share."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from llama_index.core.base.response.schema import Response, StreamingResponse
from llama_index.core.callbacks import CallbackManager
from llama_index.core.instrumentation.events.synthesis import SynthesizeEndEvent, SynthesizeStartEvent
from llama_index.core.llms import LLM
from llama_index.core.response_synthesizers import BaseSynthesizer
from llama_index.core.schema import NodeWithScore, QueryBundle
from llama_index_instrumentation import get_dispatcher

from assistant.comparing import Sides
from assistant.nodes import hit_of
from assistant.records import Answer, Beside, Candidate, Hit, Mode, Passage, Sentence

dispatcher = get_dispatcher(__name__)


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer's body: its sentences, already checked, and how it came out."""

    mode: Mode
    sentences: tuple[Sentence, ...] = ()
    short_answer: str = ""
    refused: bool = False
    confidence: float = 0.0
    missing: str = ""
    note: str = ""
    model: str = ""
    beside: tuple[Beside, ...] = ()
    candidate: Candidate | None = None


class Synthesizer(BaseSynthesizer):
    """A llama-index synthesizer that writes a Draft."""

    def __init__(self, llm: LLM) -> None:
        super().__init__(llm=llm, callback_manager=CallbackManager())

    def compare(self, sides: Sides, retrieve: Callable[[str], tuple[Hit, ...]]) -> tuple[Draft, tuple[Hit, ...]] | None:
        """The answer to a comparison, with its passages; None where it is to be answered as any other question."""
        return None

    @abstractmethod
    def write(self, question: str, hits: Sequence[Hit]) -> Generator[str, None, Draft]:
        """Yields text as it is written and returns the checked draft."""

    def streams(self, streaming: bool) -> Self:
        """Itself, from now on giving its text piece by piece or at once."""
        self._streaming = streaming
        return self

    @dispatcher.span
    def synthesize(
        self,
        query: str | QueryBundle,
        nodes: list[NodeWithScore],
        additional_source_nodes: Sequence[NodeWithScore] | None = None,
        **response_kwargs: Any,
    ) -> Response | StreamingResponse:
        """Text and nodes, and under ``metadata["answer"]`` the Answer, which is there once the text has been read."""
        bundle = QueryBundle(query) if isinstance(query, str) else query
        dispatcher.event(SynthesizeStartEvent(query=bundle))
        sources, metadata = [*nodes, *(additional_source_nodes or [])], dict[str, Any]()
        writing = self._answering(bundle.query_str, [hit_of(node) for node in nodes], metadata)
        response: Response | StreamingResponse
        if self._streaming:
            response = StreamingResponse(writing, source_nodes=sources, metadata=metadata)
        else:
            deque(writing, maxlen=0)
            response = Response(metadata["answer"].answer, source_nodes=sources, metadata=metadata)
        dispatcher.event(SynthesizeEndEvent(query=bundle, response=response))
        return response

    def _answering(self, question: str, hits: Sequence[Hit], metadata: dict[str, Any]) -> Generator[str, None, None]:
        draft = yield from self.write(question, hits)
        metadata["answer"] = answer_of(question, draft, hits)

    async def asynthesize(self, *args: Any, **kwargs: Any) -> Response | StreamingResponse:
        """The same, in a thread."""
        return await asyncio.to_thread(self.synthesize, *args, **kwargs)

    def get_response(self, query_str: str, text_chunks: Sequence[str], **response_kwargs: Any) -> str:
        """Answer from bare texts, which have no source to cite."""
        hits = [Hit(Passage(str(n), "", 0, len(text), text), "", 1.0) for n, text in enumerate(text_chunks)]
        return " ".join(sentence.text for sentence in finish(self.write(query_str, hits)).sentences)

    async def aget_response(self, query_str: str, text_chunks: Sequence[str], **response_kwargs: Any) -> str:
        """The same; see ``asynthesize``."""
        return self.get_response(query_str, text_chunks, **response_kwargs)

    def _get_prompts(self) -> dict[str, Any]:
        return {}

    def _update_prompts(self, prompts_dict: dict[str, Any]) -> None:
        """The prompts live in prompts/ and are not swapped at run time."""


def finish(writing: Generator[str, None, Draft]) -> Draft:
    """Run a ``write`` to its end and return its draft."""
    while True:
        try:
            next(writing)
        except StopIteration as stop:
            draft: Draft = stop.value
            return draft


def answer_of(question: str, draft: Draft, hits: Sequence[Hit]) -> Answer:
    """A draft as the answer to a question, without timings and usage; ``hits`` are what it was made from."""
    return Answer(
        question=question,
        searched=question,
        answer=" ".join(sentence.text for sentence in draft.sentences) or draft.missing,
        short_answer=draft.short_answer,
        refused=draft.refused,
        confidence=draft.confidence,
        mode=draft.mode,
        sentences=draft.sentences,
        passages=tuple(hits),
        missing=draft.missing,
        note=draft.note,
        model=draft.model,
        beside=draft.beside,
        candidate=draft.candidate,
    )
