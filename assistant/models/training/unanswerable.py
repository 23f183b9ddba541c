"""Questions that a passage does not answer, made from questions that one does.

Three makers, each giving None where it would not be sure: another passage, the answering sentence removed, the question
changed (see ``swaps``). A made question keeps its source's id with the maker's name behind it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import tantivy

from assistant.models.training.questions import Question, chance
from assistant.text import content_stems, fold, sentence_spans, squeeze

SHORTEST = 30  # words; less than this is no passage to be misled by


def holds(passage: str, question: Question) -> bool:
    """Whether one of the question's answers, or the telling words of one, stand in ``passage``."""
    text = squeeze(fold(passage))
    stems = set(content_stems(passage))
    for reference in question.references:
        telling = set(content_stems(reference))
        if squeeze(fold(reference)) in text or (telling and telling <= stems):
            return True
    return False


def without_answer(question: Question) -> Question | None:
    """The same question over its passage without the sentences that answer it."""
    kept = [
        (start, end)
        for start, end in sentence_spans(question.passage)
        if not any(start < last and first < end for first, last in question.answers)
    ]
    passage = " ".join(question.passage[start:end] for start, end in kept)
    if len(passage.split()) < SHORTEST or holds(passage, question):
        return None
    return replace(question, id=f"{question.id}-removed", passage=passage, answers=(), kind="removed")


class Passages:
    """The passages of a set of questions, searched by words (BM25), to find those that look like an answer."""

    def __init__(self, questions: Iterable[Question]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("number", stored=True)
        builder.add_text_field("title", tokenizer_name="raw")
        builder.add_text_field("stems", tokenizer_name="whitespace")
        self._index = tantivy.Index(builder.build())
        self._texts = list(dict.fromkeys((question.title, question.passage) for question in questions))
        writer = self._index.writer(heap_size=50_000_000, num_threads=1)
        for number, (title, text) in enumerate(self._texts):
            stems = " ".join(content_stems(text))
            writer.add_document(tantivy.Document(number=number, title=title, stems=stems))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()
        self._many_titles = len({title for title, _ in self._texts}) > 1

    def nearest(self, question: Question, limit: int = 8) -> list[str]:
        """Passages of the same article, best first, without the question's own."""
        schema = self._index.schema
        asked = set(content_stems(question.question))
        words = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "stems", stem, index_option="freq"))
            for stem in sorted(asked)
        ]
        if not words:
            return []
        query = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, tantivy.Query.boolean_query(words)),
                (tantivy.Occur.Must, tantivy.Query.term_query(schema, "title", question.title)),
            ]
        )
        found = self._searcher.search(query, limit + 1).hits
        texts = [self._texts[self._searcher.doc(address)["number"][0]][1] for _, address in found]
        return [text for text in texts if text != question.passage][:limit]

    def misleading(self, question: Question) -> Question | None:
        """The same question over one of the four nearest passages that do not hold its answer."""
        near = [text for text in self.nearest(question) if len(text.split()) >= SHORTEST and not holds(text, question)]
        if not near:
            return None
        passage = chance("misleading", question.id).choice(near[:4])
        return replace(question, id=f"{question.id}-elsewhere", passage=passage, answers=(), kind="elsewhere")


def by_passage(questions: Iterable[Question]) -> dict[str, list[Question]]:
    """The questions of each passage, passages in the order first seen."""
    grouped: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        grouped[question.passage].append(question)
    return dict(grouped)
