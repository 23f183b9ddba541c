"""The step from passages to an answer that all systems share, as llama-index synthesizers."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import Any

from llama_index.core.base.response.schema import Response, StreamingResponse
from llama_index.core.llms import MockLLM
from llama_index.core.schema import NodeWithScore, QueryBundle

from assistant.answer import Draft, ExtractiveSynthesizer, Synthesizer
from assistant.local import LocalAssistant
from assistant.nodes import scored_node
from assistant.records import Hit, Passage

BEGIN = "begin"  # the metadata that tells CitedSources where a chunk begins in its document, in characters


def quoting(assistant: LocalAssistant) -> ExtractiveSynthesizer:
    """Footnote's extractive answer with nothing declined, for passages that have been read."""
    return assistant._extractive(0.0)


class ReadAndQuoted(Synthesizer):
    """The same for passages that have not: they are read first, as Footnote reads its own."""

    def __init__(self, assistant: LocalAssistant) -> None:
        super().__init__(MockLLM())  # llama-index asks for one; it is never called
        self._reads, self._quoting = assistant.reads, quoting(assistant)
        self._text = assistant._library.text

    def write(self, question: str, hits: Sequence[Hit]) -> Generator[str, None, Draft]:
        """See Synthesizer."""
        found = self._reads(question, [hit.passage for hit in hits])
        read = [replace(hit, evidence=evidence) for hit, evidence in zip(hits, found, strict=True)]
        return (yield from self._quoting.write(question, read))


class CitedSources(ReadAndQuoted):
    """The same for what CitationQueryEngine makes of chunks: "Source 1:" and a piece, without its place.

    A citation is the sentence quoted, as everywhere here, not the whole source that the engine would number.
    """

    def synthesize(
        self,
        query: str | QueryBundle,
        nodes: list[NodeWithScore],
        additional_source_nodes: Sequence[NodeWithScore] | None = None,
        **response_kwargs: Any,
    ) -> Response | StreamingResponse:
        """See Synthesizer."""
        return super().synthesize(query, [scored_node(self._placed(node)) for node in nodes], additional_source_nodes)

    def _placed(self, scored: NodeWithScore) -> Hit:
        _, piece = scored.node.get_content().split("\n", 1)
        text, metadata = piece.removesuffix("\n"), scored.node.metadata
        source = metadata["source_id"]
        start = self._text(source).index(text, metadata[BEGIN])
        passage = Passage(f"{source}:{start}", source, start, start + len(text), text)
        return Hit(passage, metadata["source"], scored.score or 0.0)
