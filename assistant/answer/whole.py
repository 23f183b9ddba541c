"""Answers about a document as a whole: its summary, one of its sections, who wrote it, when, and between whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from assistant.answer.draft import Draft
from assistant.answer.origin import meant, origin_asked, place_of, stated
from assistant.answer.quoted import quoted
from assistant.answer.sections import section_asked, section_of
from assistant.extract import Candidate, candidates, is_bare
from assistant.library import Library
from assistant.question import Asks, Question
from assistant.records import Hit, Mode, Source
from assistant.summary import central_sentences
from assistant.text import is_item, stems, words

_READ = 200  # sentences of a source that a summary looks at
_SUMMARY = 5  # sentences of a summary, a title among them
_TELLS = 5  # words at least of a sentence that a summary may hold
_ITEMS, _SENTENCES = 12, 4  # at most, of a section
_FAR = 2000  # characters that a sentence may begin before what it tells
# Stems that ask for a summary and name nothing.
_ASKING = frozenset(
    stems("summarize summarise summary overview cover gist nutshell key main point idea finding takeaway")
)

Sources = Mapping[str, Source]


class WholeAnswers:
    """Answers that need no reader. ``vectors`` embeds texts, float32 (texts, dimension)."""

    def __init__(self, library: Library, vectors: Callable[[list[str]], np.ndarray]) -> None:
        self._library, self._vectors = library, vectors

    def answer(self, asked: Question, hits: Sequence[Hit], sources: Sources) -> Draft | None:
        """The answer, or a refusal that says why; None where nothing of the kind is asked."""
        shown = {hit.passage.source_id: hit.source for hit in reversed(hits)}  # as whoever asks knows them
        reached = [
            replace(sources[id_], name=shown[id_])
            for id_ in dict.fromkeys(hit.passage.source_id for hit in hits)
            if id_ in sources
        ]
        draft = self._section(asked, reached)
        if draft is None and asked.asks is Asks.SUMMARY:
            draft = self._summary(asked, reached)
        return draft or self._about_itself(asked, reached)

    def _section(self, asked: Question, reached: Sequence[Source]) -> Draft | None:
        """The items, or else the first sentences, under the heading that is asked for."""
        wanted = section_asked(asked.text)
        if not wanted:
            return None
        for source in reached:
            span = section_of(self._library.document(source.id), f"{source.title} {source.name}", wanted)
            found = self._sentences(source, span) if span else []
            items = [each for each in found if is_item(each.text)]
            telling = [each for each in found if not is_bare(each.text)]
            chosen = items[:_ITEMS] if len(items) > 1 else telling[:_SENTENCES]
            if chosen:
                return self._draft(chosen, source)
        return None

    def _summary(self, asked: Question, reached: Sequence[Source]) -> Draft | None:
        """The central sentences of the source that is meant; None when there is nothing to summarise."""
        named = [word for word in asked.stems if word not in _ASKING]
        if not reached or (len(reached) > 1 and not named):
            return None
        first, found = _title_and_sentences(self._sentences(reached[0]))
        if not found:
            return None
        chosen = central_sentences(found, self._vectors([each.text for each in found]), _SUMMARY - len(first))
        return self._draft([*first, *chosen], reached[0])

    def _about_itself(self, asked: Question, reached: Sequence[Source]) -> Draft | None:
        """Who wrote a document, or when, where that is asked and known; the line that tells it is the answer."""
        origin = origin_asked(asked.text)
        if origin is None:
            return None
        possible = meant(asked, reached, [self._library.text(each.id) for each in reached])
        places = {each.id: place_of(origin, each, self._library.text(each.id)) for each in possible}
        one = possible if len(possible) == 1 else [each for each in possible if places[each.id]]
        if len(one) != 1:
            return None
        [source] = one
        place, text = places[source.id], self._library.text(source.id)
        near = self._sentences(source, (max(0, place[0] - _FAR), place[0] + 1)) if place else []
        found = [each for each in near if place and each.start <= place[0] < each.end]
        if place and found:
            return self._draft(found, source, text[place[0] : place[1]])
        return _of_record(source, stated(origin, source))

    def _sentences(self, source: Source, within: tuple[int, int] | None = None) -> list[Candidate]:
        """The sentences of a source, or those that begin in a span of it, without those that give orders."""
        start, end = within or (0, source.characters)
        passages = [each for each in self._library.passages_of(source.id) if each.start < end and start < each.end]
        found = candidates([Hit(each, source.name, 1.0) for each in passages], {})
        return [each for each in found if start <= each.start < end and not each.orders]

    def _draft(self, chosen: Sequence[Candidate], source: Source, short: str = "") -> Draft:
        sentences = quoted([(each, ()) for each in chosen], {source.id: source}, self._library)
        return Draft(Mode.EXTRACTIVE, sentences, short_answer=short, confidence=1.0)


def _of_record(source: Source, known: str) -> Draft | None:
    """A refusal that says what the file's record has and its text has not; None where nothing is known."""
    if not known:
        return None
    missing = f"“{source.title or source.name}” does not say so itself; the file’s own record says: {known}."
    return Draft(Mode.EXTRACTIVE, refused=True, missing=missing)


def _title_and_sentences(found: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """The title that a text begins with, if it does; and the sentences that a summary chooses from."""
    title = [each for each in found[:1] if is_bare(each.text)]
    telling = [each for each in found if not is_bare(each.text) and len(words(each.text)) >= _TELLS]
    return title, (telling or list(found[len(title) :]))[:_READ]
