"""Footnote beside simpler systems on the built-in cases: the same embedding model, the same step to the answer.

- plain: llama-index over Chroma, chunks of 1,000 characters with 100 shared, the three nearest by cosine.
- meaning, words: Footnote's own passages, by cosine alone and by BM25 alone.
- Footnote: fused, read, neighbours put together.

    python -m eval.studies.references

It imports parts, since it takes them apart.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import chromadb
from chromadb.config import Settings as ChromaSettings
from llama_index.core import Document as LlamaDocument
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter
from llama_index.vector_stores.chroma import ChromaVectorStore

from assistant.answer import ExtractiveSynthesizer, finish
from assistant.assistant import build_assistant
from assistant.local import LocalAssistant
from assistant.records import Answer, Filters, Hit, Passage, Scores
from assistant.session import standalone
from assistant.settings import Settings
from eval.cases import Case, builtin
from eval.outcome import Outcome, outcome
from eval.places import locate
from eval.prediction import Prediction
from eval.summary import Summary, summarise
from eval.tables import table

SHOWN = ("evidence_hit@1", "evidence_hit@3", "mrr", "contains_answer", "f1", "citation_precision")
Retrieve = Callable[[str], Sequence[Hit]]


def plain(assistant: LocalAssistant, chunk: int = 1000, overlap: int = 100, top: int = 3) -> Retrieve:
    """The retriever that llama-index makes of Chroma and the embedding model with its usual settings."""
    # Characters as tokens: the splitter's own tokenizer would be fetched from the network.
    splitter = SentenceSplitter(chunk_size=chunk, chunk_overlap=overlap, tokenizer=list, include_metadata=False)
    documents = [
        LlamaDocument(text=assistant.document(source.id).text, metadata={"id": source.id, "name": source.name})
        for source in assistant.sources()
    ]
    nodes = splitter.get_nodes_from_documents(documents)
    store = ChromaVectorStore(
        chroma_collection=chromadb.EphemeralClient(ChromaSettings(anonymized_telemetry=False)).create_collection(
            "plain"
        )
    )
    context = StorageContext.from_defaults(vector_store=store)
    index = VectorStoreIndex(nodes, storage_context=context, embed_model=assistant._embedder)
    retriever = index.as_retriever(similarity_top_k=top)
    starts = {node.node_id: (getattr(node, "start_char_idx", 0) or 0) for node in nodes}

    def retrieve(question: str) -> list[Hit]:
        hits = []
        for found in retriever.retrieve(question):
            text, start = found.node.get_content(), starts[found.node.node_id]
            source = str(found.node.metadata["id"])
            passage = Passage(found.node.node_id, source, start, start + len(text), text)
            score = found.score or 0.0
            hits.append(Hit(passage, str(found.node.metadata["name"]), score, Scores(meaning=score, fused=score)))
        return hits

    return retrieve


def alone(assistant: LocalAssistant, which: str, top: int = 8) -> Retrieve:
    """Footnote's passages by one search alone: "words" or "meaning"."""
    library = assistant._library

    def retrieve(question: str) -> list[Hit]:
        if which == "words":
            found = library.search_words(question, top, Filters())
        else:
            found = library.search_vectors(assistant._embedder.get_query_embedding(question), top, Filters())
        names = {id_: name for name, id_ in library.names().items()}
        best = max((score for _, score in found), default=0.0) or 1.0
        return [Hit(p, names[p.source_id], s / best, Scores(fused=s / best)) for p, s in found]

    return retrieve


def ask(assistant: LocalAssistant, cases: Sequence[Case], retrieve: Retrieve) -> list[Outcome]:
    """Every case through a retriever and the extractive step."""
    names = [source.name for source in assistant.sources()]
    texts = {name: assistant.document(name).text for name in names}
    # Nothing is declined: how sure an answer is was fitted with the reader, which the simpler systems lack.
    synthesizer = ExtractiveSynthesizer(assistant._library, assistant._embedder, 0.0)
    outcomes = []
    for case in cases:
        searched = standalone(case.question, case.history)
        hits = tuple(retrieve(searched))
        draft = finish(synthesizer.write(searched, hits))
        text = " ".join(sentence.text for sentence in draft.sentences) or draft.missing
        short, sentences = draft.short_answer, draft.sentences
        answer = Answer(
            case.question, searched, text, short, draft.refused, draft.confidence, draft.mode, sentences, hits
        )
        located = (locate(evidence, names, texts.__getitem__) for evidence in case.evidence)
        gold = tuple(places for places in located if places)
        outcomes.append(outcome(case, Prediction(answer, hits, gold, (), 0.0)))
    return outcomes


def systems(assistant: LocalAssistant) -> Mapping[str, Retrieve]:
    """Retrievers by name."""
    return {
        "plain llama-index over Chroma": plain(assistant),
        "meaning alone": alone(assistant, "meaning"),
        "words alone": alone(assistant, "words"),
        "Footnote": assistant.search,
    }


def as_markdown(found: Mapping[str, Summary]) -> str:
    """A row a system, each figure with its interval."""
    rows = [(name, *(_cell(summary, metric) for metric in SHOWN)) for name, summary in found.items()]
    return table(("system", *SHOWN), rows, figures=True)


def _cell(summary: Summary, metric: str) -> str:
    mean = summary.means.get(metric)
    return "" if mean is None else f"{mean.value:.3f} ({mean.low:.2f} to {mean.high:.2f})"


def main() -> None:
    """Print the table."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    with builtin() as given, tempfile.TemporaryDirectory() as home:
        assistant = build_assistant(Settings(home=Path(home)))
        list(assistant.add([given.documents]))
        found = {name: summarise(ask(assistant, given.cases, each)) for name, each in systems(assistant).items()}
        assistant.close()
    print(as_markdown(found))


if __name__ == "__main__":
    main()
