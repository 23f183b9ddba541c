"""Passages for a question: words and meaning searched apart, fused by score, neighbours put together.

The weights and depths were chosen by measurement; docs/decisions/0004-fusion.md has the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle
from pydantic import ConfigDict, Field

from assistant.nodes import hit_of, scored_node
from assistant.records import Evidence, Filters, Hit, Passage, Scores, Source

DEPTH = 100  # candidates from each search
WORDS_WEIGHT = 0.4  # the rest is meaning's
READ = 6  # candidates that are read
READER_WEIGHT = 0.5  # of a read candidate's score; the rest is the fused score's


class Searchable(Protocol):
    """What retrieval needs of a library; ``assistant.library.Library`` is one."""

    def search_words(self, question: str, depth: int, filters: Filters) -> list[tuple[Passage, float]]:
        """Passages with BM25 scores, best first."""

    def search_vectors(self, vector: Sequence[float], depth: int, filters: Filters) -> list[tuple[Passage, float]]:
        """Passages with cosines, best first."""

    def cosines(self, passages: Sequence[Passage], vector: Sequence[float]) -> dict[str, float]:
        """Passage id to cosine."""

    def sources_of(self, passages: Iterable[Passage]) -> dict[str, Source]:
        """The sources of these passages that are there, by id."""

    def text(self, source_id: str) -> str:
        """The canonical text of a source."""


class HybridRetriever(BaseRetriever):
    """Searches one library by words (BM25) and by meaning (cosine), and fuses the two.

    ``depth`` candidates come from each search; the best ``most`` of them are given (None: all).
    """

    def __init__(
        self,
        library: Searchable,
        embedder: BaseEmbedding,
        filters: Filters = Filters(),
        depth: int = DEPTH,
        most: int | None = None,
    ) -> None:
        self._library, self._embedder, self._filters, self._depth, self._most = library, embedder, filters, depth, most
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        question = query_bundle.query_str
        vector = query_bundle.embedding or self._embedder.get_query_embedding(question)
        by_words = self._library.search_words(question, self._depth, self._filters)
        by_meaning = self._library.search_vectors(vector, self._depth, self._filters)
        cosines = {passage.id: cosine for passage, cosine in by_meaning}
        only_by_words = [passage for passage, _ in by_words if passage.id not in cosines]
        cosines |= self._library.cosines(only_by_words, vector)
        passages = {passage.id: passage for passage, _ in [*by_words, *by_meaning]}
        names = {id_: source.name for id_, source in self._library.sources_of(passages.values()).items()}
        if self._filters.among is not None:
            names = {id_: name for id_, name in self._filters.among.items() if id_ in names}
        hits = fuse(passages, {passage.id: score for passage, score in by_words}, cosines, names)
        return [scored_node(hit) for hit in hits[: self._most]]


def fuse(
    passages: Mapping[str, Passage],
    bm25: Mapping[str, float],
    cosines: Mapping[str, float],
    names: Mapping[str, str],
    words_weight: float = WORDS_WEIGHT,
) -> list[Hit]:
    """Hits by ``words_weight`` × BM25 / best BM25 + the rest × cosine, best first; ties in order of passage id.

    ``bm25`` and ``cosines`` are by passage id, ``names`` is source name by source id. A source that has no name any
    more was removed while the search ran; its passages are left out.
    """
    best = max(bm25.values(), default=0.0) or 1.0
    hits = []
    for id_, passage in passages.items():
        if passage.source_id in names:
            words, meaning = bm25.get(id_, 0.0) / best, min(1.0, max(0.0, cosines.get(id_, 0.0)))
            score = words_weight * words + (1 - words_weight) * meaning
            hits.append(Hit(passage, names[passage.source_id], score, Scores(words, meaning, fused=score)))
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))


Reads = Callable[[str, Sequence[Passage]], Sequence[Evidence]]
"""What reading needs of a reader: a question and passages to what is found in each."""


class Reread(BaseNodePostprocessor):
    """Reads the best candidates and ranks all anew; one that is not read counts as one that does not answer."""

    reads: Reads = Field(exclude=True, description="Reads passages.")
    count: int = Field(default=READ, gt=0, description="How many candidates are read.")
    weight: float = Field(default=READER_WEIGHT, ge=0, le=1, description="The reader's share of the score.")

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        if query_bundle is None or not nodes:
            return nodes
        hits = [hit_of(node) for node in nodes]
        found = self.reads(query_bundle.query_str, [hit.passage for hit in hits[: self.count]])
        read = [self._read(hit, evidence) for hit, evidence in zip(hits, found, strict=False)]
        rest = [replace(hit, score=(1 - self.weight) * hit.score) for hit in hits[self.count :]]
        return [scored_node(hit) for hit in sorted([*read, *rest], key=lambda hit: (-hit.score, hit.passage.id))]

    def _read(self, hit: Hit, evidence: Evidence) -> Hit:
        score = (1 - self.weight) * hit.score + self.weight * evidence.chance
        return replace(hit, score=score, scores=replace(hit.scores, reader=evidence.chance), evidence=evidence)


class Neighbours(BaseNodePostprocessor):
    """Keeps the best ``count`` passages and puts those together that follow one another in their source."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Any = Field(exclude=True, description="A Searchable.")
    count: int = Field(gt=0)

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        hits = [hit_of(node) for node in nodes[: self.count]]
        return [scored_node(hit) for hit in merge_neighbours(hits, self.library)]


def merge_neighbours(hits: Sequence[Hit], library: Searchable) -> list[Hit]:
    """Hits with only white space between them become one, which keeps the better's place and scores."""
    merged: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.passage.source_id, hit.passage.start)):
        before = merged[-1] if merged else None
        if before and before.passage.source_id == hit.passage.source_id:
            text = library.text(hit.passage.source_id)
            if not text[before.passage.end : hit.passage.start].strip():
                merged[-1] = _joined(before, hit, text)
                continue
        merged.append(hit)
    return sorted(merged, key=lambda hit: (-hit.score, hit.passage.id))


def _joined(first: Hit, second: Hit, text: str) -> Hit:
    start, end = first.passage.start, second.passage.end
    passage = replace(
        first.passage, id=f"{first.passage.source_id}:{start}-{end}", start=start, end=end, text=text[start:end]
    )
    better = first if first.score >= second.score else second
    return replace(better, passage=passage)
