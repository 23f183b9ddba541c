"""Answers about a document as a whole: its summary, one of its sections, who wrote it, when, and between whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from assistant.answer.draft import Draft
from assistant.answer.origin import meant, origin_asked, place_of, stated
from assistant.answer.quote import quoted
from assistant.answer.sections import section_asked, section_of
from assistant.answer.units import Piece, Units
from assistant.library import Library
from assistant.orders import order_spans
from assistant.records import BlockKind, Hit, Mode, Source
from assistant.summary import central_sentences
from assistant.text import content_stems, stems, words

_READ = 200  # sentences of a source that a summary looks at
_SUMMARY = 5  # sentences of a summary, a title among them
_TELLS = 5  # words at least of a sentence that a summary may hold
_ITEMS, _SENTENCES = 12, 4  # at most, of a section
_FAR = 2000  # characters that a sentence may begin before what it tells
_SUMMARY_ASKED = re.compile(
    r"\bsummari[sz]e\b|\bsummary\b|\boverview\b|\btl;?dr\b|\bgist\b|\bin a nutshell\b|\btake-?aways?\b|"
    r"\b(?:main|key) (?:points?|ideas?|findings?|topics?|facts?)\b|"
    r"^(?:please |can you |could you |do you know )*(?:tell me |explain |show me )?"
    r"what(?:'s| is| are|s)\b.{0,60}\babout\W*$|"
    r"^what does .{1,60} (?:cover|deal with|discuss)\W*$",
    re.IGNORECASE,
)
# Stems that ask for a summary and name no document.
_ASKING = frozenset(
    stems(
        "summarize summarise summary overview cover deal discuss gist nutshell key main point idea finding topic fact "
        "takeaway tldr please give tell explain show know say document text article report file"
    )
)

Sources = Mapping[str, Source]


def asks_for_summary(question: str) -> bool:
    """Whether a question asks what a document says in short."""
    return bool(_SUMMARY_ASKED.search(question.strip()))


class WholeAnswers:
    """Answers that need no reader. ``vectors`` embeds texts, float32 (texts, dimension)."""

    def __init__(self, library: Library, vectors: Callable[[list[str]], np.ndarray]) -> None:
        self._library, self._vectors = library, vectors

    def answer(self, question: str, hits: Sequence[Hit], sources: Sources) -> Draft | None:
        """The answer, or a refusal that says why; None where nothing of the kind is asked."""
        shown = {hit.passage.source_id: hit.source for hit in reversed(hits)}  # as whoever asks knows them
        reached = [
            replace(sources[id_], name=shown[id_])
            for id_ in dict.fromkeys(hit.passage.source_id for hit in hits)
            if id_ in sources
        ]
        draft = self._section(question, reached)
        if draft is None and asks_for_summary(question):
            draft = self._summary(question, reached)
        return draft or self._about_itself(question, reached)

    def _section(self, question: str, reached: Sequence[Source]) -> Draft | None:
        """The items, or else the first sentences, under the heading that is asked for."""
        wanted = section_asked(question)
        if not wanted:
            return None
        for source in reached:
            span = section_of(self._library.document(source.id), f"{source.title} {source.name}", wanted)
            found = self._pieces(source, span) if span else []
            items = [each for each in found if each.kind is BlockKind.LIST]
            telling = [each for each in found if each.kind is not BlockKind.HEADING]
            chosen = items[:_ITEMS] if len(items) > 1 else telling[:_SENTENCES]
            if chosen:
                return self._draft(chosen, source)
        return None

    def _summary(self, question: str, reached: Sequence[Source]) -> Draft | None:
        """The central sentences of the source that is meant; None when there is nothing to summarise."""
        named = set(content_stems(question)) - _ASKING
        if not reached or (len(reached) > 1 and not named):
            return None
        pieces, text = self._pieces(reached[0]), self._library.text(reached[0].id)
        title = [each for each in pieces[:1] if each.kind is BlockKind.HEADING]
        telling = [each for each in pieces if _tells(each, text)][:_READ]
        if not telling:
            return None
        vectors = self._vectors([text[each.start : each.end] for each in telling])
        return self._draft([*title, *central_sentences(telling, vectors, _SUMMARY - len(title))], reached[0])

    def _about_itself(self, question: str, reached: Sequence[Source]) -> Draft | None:
        """Who wrote a document, or when, where that is asked and known; the line that tells it is the answer."""
        origin = origin_asked(question)
        if origin is None:
            return None
        possible = meant(question, reached, [self._library.text(each.id) for each in reached])
        places = {each.id: place_of(origin, each, self._library.text(each.id)) for each in possible}
        one = possible if len(possible) == 1 else [each for each in possible if places[each.id]]
        if len(one) != 1:
            return None
        [source] = one
        place, text = places[source.id], self._library.text(source.id)
        near = self._pieces(source, (max(0, place[0] - _FAR), place[0] + 1)) if place else []
        found = [each for each in near if place and each.start <= place[0] < each.end]
        if place and found:
            return self._draft(found, source, text[place[0] : place[1]])
        return _of_record(source, stated(origin, source))

    def _pieces(self, source: Source, within: tuple[int, int] | None = None) -> list[Piece]:
        """The pieces of a source, or those that begin in a span of it, without those that give orders."""
        start, end = within or (0, source.characters)
        text = self._library.text(source.id)
        orders = [(start + first, start + last) for first, last in order_spans(text[start:end])]
        return [
            piece
            for piece in Units(self._library.document(source.id)).pieces(start, end)
            if piece.start >= start and not any(piece.start < last and first < piece.end for first, last in orders)
        ]

    def _draft(self, chosen: Sequence[Piece], source: Source, short: str = "") -> Draft:
        sentences = quoted(chosen, source.id, source.name, source, self._library)
        return Draft(Mode.EXTRACTIVE, sentences, short_answer=short, confidence=1.0)


def _of_record(source: Source, known: str) -> Draft | None:
    """A refusal that says what the file's record has and its text has not; None where nothing is known."""
    if not known:
        return None
    missing = f"“{source.title or source.name}” does not say so itself; the file’s own record says: {known}."
    return Draft(Mode.EXTRACTIVE, refused=True, missing=missing)


def _tells(piece: Piece, text: str) -> bool:
    """Whether a piece may stand in a summary."""
    telling = piece.kind in (BlockKind.PARAGRAPH, BlockKind.LIST)
    return telling and len(words(text[piece.start : piece.end])) >= _TELLS
