"""The text that next questions are formed from: around an answer's passages, or the newest documents' beginnings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from assistant.posing import Background, Posed, pose
from assistant.records import Answer, Filters, Source

_AROUND = 4000  # characters before and behind a passage
_KNOWN = 16_000  # characters of a document that tell what it is about
_FIRST = 4000  # characters of a document that a beginning looks at
_SOURCES = 6  # that are looked at
_RELATED = 0.8  # of the best passage's score; a source with less is about something else


class Shelf(Protocol):
    """What is needed of a library; ``assistant.library.Library`` is one."""

    def sources(self, filters: Filters = ...) -> list[Source]:
        """The sources that pass the filters."""

    def text(self, source_id: str) -> str:
        """The canonical text of a source. Raises UnknownSource."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Stretches of a source's text, with the places in it that the answer cites."""

    source: Source
    spans: tuple[tuple[int, int], ...]
    cited: tuple[tuple[int, int], ...] = ()

    def posed(self, text: str, spoken: str) -> Iterator[Posed]:
        """The questions that these stretches answer, but for what is cited already."""
        for start, end in self.spans:
            begun = max(0, min(start - (_KNOWN - (end - start)) // 2, len(text) - _KNOWN))
            background = Background(text[begun : begun + _KNOWN], self.source.title, spoken)
            for each in pose(text, start, end, background):
                if not any(each.start < stop and first < each.end for first, stop in self.cited):
                    yield each

    def distance(self, posed: Posed) -> int:
        """Characters between a sentence and the nearest place that is cited, or the best passage."""
        places = self.cited or self.spans[:1]
        return min(max(first - posed.end, posed.start - stop, 0) for first, stop in places)


def around(answer: Answer, shelf: Shelf, filters: Filters) -> Iterator[Ground]:
    """The sources of an answer's passages, those cited first, as far as ``filters`` let them be seen."""
    allowed = {source.id: source for source in shelf.sources(filters)}
    cited: dict[str, list[tuple[int, int]]] = {}
    for sentence in answer.sentences:
        for citation in sentence.citations:
            cited.setdefault(citation.source_id, []).append((citation.start, citation.end))
    best = max((hit.score for hit in answer.passages), default=0.0)
    related = [hit.passage for hit in answer.passages if hit.score >= _RELATED * best]
    places: dict[str, list[tuple[int, int]]] = {id_: list(spans) for id_, spans in cited.items()}
    for passage in related:
        places.setdefault(passage.source_id, []).append((passage.start, passage.end))
    for id_ in list(places)[:_SOURCES]:
        if id_ in allowed:
            size = len(shelf.text(id_))
            yield Ground(allowed[id_], tuple(_widened(places[id_], size)), tuple(cited.get(id_, ())))


def beginnings(shelf: Shelf, filters: Filters) -> Iterator[Ground]:
    """The newest sources, each with its beginning."""
    newest = sorted(shelf.sources(filters), key=lambda source: source.added, reverse=True)
    for source in newest[:_SOURCES]:
        yield Ground(source, ((0, min(_FIRST, source.characters)),))


def _widened(spans: Sequence[tuple[int, int]], size: int) -> Iterator[tuple[int, int]]:
    """The spans with what is around them, in the order given; where two meet, the text between belongs to the first."""
    wide = sorted({(max(0, start - _AROUND), min(size, end + _AROUND)) for start, end in spans if start < size})
    merged: list[tuple[int, int]] = wide[:1]
    for _, (start, end) in pairwise(wide):
        if start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    yield from merged
