"""What a synthesizer writes, and the shape that both synthesizers share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any

from llama_index.core.base.response.schema import Response
from llama_index.core.callbacks import CallbackManager
from llama_index.core.llms import LLM
from llama_index.core.response_synthesizers import BaseSynthesizer
from llama_index.core.schema import NodeWithScore, QueryBundle

from assistant.comparing import Sides
from assistant.nodes import hit_of
from assistant.records import Beside, Candidate, Hit, Mode, Passage, Sentence


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
    """A llama-index synthesizer that writes a Draft. ``synthesize`` puts it into the response's metadata."""

    def __init__(self, llm: LLM) -> None:
        super().__init__(llm=llm, callback_manager=CallbackManager())

    def compare(self, sides: Sides, retrieve: Callable[[str], tuple[Hit, ...]]) -> tuple[Draft, tuple[Hit, ...]] | None:
        """The answer to a comparison, with its passages; None where it is to be answered as any other question."""
        return None

    @abstractmethod
    def write(self, question: str, hits: Sequence[Hit]) -> Generator[str, None, Draft]:
        """Yields text as it is written and returns the checked draft."""

    def synthesize(
        self,
        query: str | QueryBundle,
        nodes: list[NodeWithScore],
        additional_source_nodes: Sequence[NodeWithScore] | None = None,
        **response_kwargs: Any,
    ) -> Response:
        """The whole answer at once: its text, and under ``metadata["draft"]`` the Draft."""
        question = query if isinstance(query, str) else query.query_str
        draft = finish(self.write(question, [hit_of(node) for node in nodes]))
        text = " ".join(sentence.text for sentence in draft.sentences) or draft.missing
        sources = [*nodes, *(additional_source_nodes or [])]
        return Response(text, source_nodes=sources, metadata={"draft": draft})

    async def asynthesize(self, *args: Any, **kwargs: Any) -> Response:
        """The same; the work is done by the processor, so there is nothing to wait for."""
        return self.synthesize(*args, **kwargs)

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
