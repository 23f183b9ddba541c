"""The systems, each from a llama-index query engine: how it ranks passages, and how it answers from the best."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import chromadb
from chromadb.config import Settings as ChromaSettings
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import RESPONSE_TYPE
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.query_engine import CitationQueryEngine, RetrieverQueryEngine
from llama_index.core.schema import Document, NodeWithScore, QueryBundle, TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore

from assistant.local import LocalAssistant
from assistant.nodes import scored_node
from assistant.records import Hit, Passage, Source
from assistant.retrieve import HybridRetriever, Neighbours, Reread
from eval.references.step import BEGIN, CitedSources, ReadAndQuoted, quoting
from eval.run import DEPTH

CHUNK, OVERLAP, TOP = 1000, 100, 3  # characters of a chunk, characters shared with the next; chunks an answer is from
CITED, CITED_OVERLAP = 512, 20  # CitationQueryEngine's own sizes of a source, in characters here
PLAIN = (
    f"chunks of {CHUNK} characters, {OVERLAP} shared, embedded with the name of their file; answered from the {TOP} "
    "nearest"
)
CITING = f"llama-index's, over the same chunks, each cut into sources of {CITED} characters, {CITED_OVERLAP} shared"

Search = Callable[[str], list[tuple[Passage, float]]]


@dataclass(frozen=True, slots=True)
class System:
    """``rank`` gives at least DEPTH passages where there are so many; ``write`` answers from the best ``shown``."""

    name: str
    meaning: str
    rank: Callable[[QueryBundle], list[NodeWithScore]]
    write: Callable[[QueryBundle, list[NodeWithScore]], RESPONSE_TYPE]
    shown: int


def footnote(assistant: LocalAssistant, name: str) -> System:
    """Footnote's own retrieval, ranked before neighbours are put together, and its answer with nothing declined."""
    library, shown = assistant._library, assistant.settings.passages
    engine = RetrieverQueryEngine(
        HybridRetriever(library, assistant._embedder),
        quoting(assistant),
        node_postprocessors=[Reread(reads=assistant.reads)],
    )
    neighbours = Neighbours(library=library, count=shown)

    def write(question: QueryBundle, nodes: list[NodeWithScore]) -> RESPONSE_TYPE:
        return engine.synthesize(question, neighbours.postprocess_nodes(nodes, query_bundle=question))

    return System(name, "the same, always quoting, with nothing declined", engine.retrieve, write, shown)


@contextmanager
def systems(assistant: LocalAssistant) -> Iterator[tuple[System, ...]]:
    """The reference systems on the assistant's documents; their index lasts as long as the context."""
    library, embedder, answering = assistant._library, assistant._embedder, ReadAndQuoted(assistant)
    names = {id_: name for name, id_ in library.names().items()}

    def by_words(question: str) -> list[tuple[Passage, float]]:
        found = library.search_words(question, DEPTH)
        best = max((score for _, score in found), default=0.0) or 1.0
        return [(passage, score / best) for passage, score in found]

    def by_meaning(question: str) -> list[tuple[Passage, float]]:
        return library.search_vectors(embedder.get_query_embedding(question), DEPTH)

    def alone(name: str, by: str, search: Search) -> System:
        engine = RetrieverQueryEngine(_Alone(search, names), answering)
        shown = assistant.settings.passages
        meaning = f"Footnote's passages by {by}; answered from the {shown} best"
        return System(name, meaning, engine.retrieve, engine.synthesize, shown)

    with _index(assistant) as index:
        nearest = index.as_retriever(similarity_top_k=DEPTH)
        plain = RetrieverQueryEngine(nearest, answering)
        # The engine looks for a language model even where it is given a synthesizer; this one is never called.
        pieces = _splitter(CITED, CITED_OVERLAP)
        citing = CitationQueryEngine(nearest, MockLLM(), CitedSources(assistant), text_splitter=pieces)
        yield (
            System("plain llama-index over Chroma", PLAIN, plain.retrieve, plain.synthesize, TOP),
            System("CitationQueryEngine", CITING, citing.retrieve, citing.synthesize, TOP),
            alone("words alone", "BM25", by_words),
            alone("meaning alone", "cosine", by_meaning),
        )


class _Alone(BaseRetriever):
    """Passages as one search ranks them, with scores from 0 to 1. ``names`` is source name by source id."""

    def __init__(self, search: Search, names: dict[str, str]) -> None:
        self._search, self._names = search, names
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._search(query_bundle.query_str)
        return [scored_node(Hit(each, self._names[each.source_id], score)) for each, score in found]


@contextmanager
def _index(assistant: LocalAssistant) -> Iterator[VectorStoreIndex]:
    """The index that llama-index makes of Chroma and an embedding model with its usual settings."""
    splitter = _splitter(CHUNK, OVERLAP)
    nodes = [node for source in assistant.sources() for node in _chunks(assistant, source, splitter)]
    client: Any = chromadb.EphemeralClient(ChromaSettings(anonymized_telemetry=False))
    name = f"reference-{uuid.uuid4()}"  # all clients in the memory of a process share their collections
    try:
        store = ChromaVectorStore(chroma_collection=client.create_collection(name, embedding_function=None))
        context = StorageContext.from_defaults(vector_store=store)
        embedder = assistant._embedder
        yield VectorStoreIndex(nodes, storage_context=context, embed_model=embedder, transformations=[splitter])
    finally:
        client.delete_collection(name)
        client.close()


def _splitter(size: int, overlap: int) -> SentenceSplitter:
    """llama-index's splitter with sizes in characters: the tokenizer that it counts with comes from the network."""
    return SentenceSplitter(chunk_size=size, chunk_overlap=overlap, tokenizer=list)


def _chunks(assistant: LocalAssistant, source: Source, splitter: SentenceSplitter) -> Sequence[TextNode]:
    """The chunks of a source; its name is embedded with each, as llama-index's reader of folders has it."""
    whole = Document(text=assistant.document(source.id).text)
    chunks = [each for each in splitter.get_nodes_from_documents([whole]) if isinstance(each, TextNode)]
    for chunk in chunks:
        chunk.id_ = f"{source.id}:{chunk.start_char_idx}"  # the same every time
        hidden = {"source_id": source.id, "page": None, "heading": "", BEGIN: chunk.start_char_idx}
        chunk.metadata = {"source": source.name, **hidden}
        chunk.excluded_embed_metadata_keys = list(hidden)
    return chunks
