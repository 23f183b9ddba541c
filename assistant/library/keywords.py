"""Keyword search: a tantivy index of the passages' words, BM25 with English stemming, kept on disk.

The index holds no text, only words and passage ids; the catalog has the text. A hit that the catalog does not know is
an orphan of an interrupted write and is dropped by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy

from assistant.errors import LibraryDamaged
from assistant.records import Passage
from assistant.text import STOPWORDS, analyzer, spaced

_ANALYZER = "footnote"
_HEAP = 64_000_000  # bytes that the writer may fill before it makes a segment
_TERM = re.compile(r"[^\W_]+")


class Keywords:
    """The index in one folder. Many may read; a write opens the writer, commits and lets go of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with self._guarded():
            folder.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(_schema(), path=str(folder))
        self._index.register_tokenizer(_ANALYZER, analyzer())

    def add(self, passages: Iterable[tuple[Passage, str]]) -> None:
        """Index passages, each with its source's title. The same passage must not be added twice."""
        with self._written() as writer:
            _put(writer, passages)

    def rebuild(self, passages: Iterable[tuple[Passage, str]]) -> None:
        """Hold these passages, each with its source's title, and no others: at one moment."""
        with self._written() as writer:
            writer.delete_all_documents()
            _put(writer, passages)

    def remove(self, source_ids: Sequence[str]) -> None:
        """Take every passage of these sources out; ids that are not there do nothing."""
        if not source_ids:
            return
        with self._written() as writer:
            for source_id in source_ids:
                writer.delete_documents_by_term("source", source_id)

    def search(self, question: str, depth: int, source_ids: Iterable[str] | None = None) -> list[tuple[str, float]]:
        """Passage ids with their BM25 scores for any of the question's words, best first, at most ``depth``."""
        terms = query_terms(question)
        if not terms:
            return []
        self._index.reload()
        query = self._index.parse_query(" ".join(terms), ["body", "context"], field_boosts={"context": 0.25})
        if source_ids is not None:
            schema = self._index.schema
            among = tantivy.Query.const_score_query(tantivy.Query.term_set_query(schema, "source", list(source_ids)), 0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, among)])
        searcher = self._index.searcher()
        hits = searcher.search(query, depth, count=False).hits
        return [(searcher.doc(address)["id"][0], float(score)) for score, address in hits]

    def count(self) -> int:
        """How many passages are indexed."""
        with self._guarded():
            self._index.reload()
            return self._index.searcher().num_docs

    def ids(self) -> list[str]:
        """The id of every passage that is indexed, as often as it is."""
        with self._guarded():
            self._index.reload()
            searcher = self._index.searcher()
            if not searcher.num_docs:
                return []
            hits = searcher.search(tantivy.Query.all_query(), searcher.num_docs, count=False).hits
            return [searcher.doc(address)["id"][0] for _, address in hits]

    @contextmanager
    def _written(self) -> Iterator[tantivy.IndexWriter]:
        """A writer whose changes are seen together when the context ends, and not at all when it fails."""
        with self._guarded():
            writer = self._index.writer(_HEAP, 1)
            writer.garbage_collect_files()  # what a killed commit left has a name that this one may need
        try:
            yield writer
        except BaseException:
            writer.rollback()
            raise
        with self._guarded():
            writer.commit()
            writer.wait_merging_threads()
            self._index.reload()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, OSError, RuntimeError) as error:
            raise LibraryDamaged(
                f"The keyword index in {self._folder} cannot be used ({error}). The documents are safe in the catalog. "
                "Check that the disk is not full and that the folder may be written; if so, `footnote doctor --mend` "
                "builds the index anew."
            ) from error


def _put(writer: tantivy.IndexWriter, passages: Iterable[tuple[Passage, str]]) -> None:
    for passage, title in passages:
        writer.add_document(
            tantivy.Document(
                id=passage.id,
                source=passage.source_id,
                body=spaced(passage.text),
                context=spaced(f"{title}\n{passage.heading}"),
            )
        )


def query_terms(question: str) -> list[str]:
    """The question's words as the index knows them: without stopwords, unless there is nothing else."""
    terms = [term.lower() for term in _TERM.findall(spaced(question))]
    return [term for term in terms if term not in STOPWORDS] or terms


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("source", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("body", tokenizer_name=_ANALYZER, index_option="freq")
    builder.add_text_field("context", tokenizer_name=_ANALYZER, index_option="freq")
    return builder.build()
