"""Sentences of the documents as sentences of an answer: each its own quote, cited in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

from assistant.extract import Candidate as Place
from assistant.library import Library
from assistant.records import Candidate, Citation, Sentence, Source, Verdict

StandsOn = Sequence[tuple[Place, Sequence[Place]]]
"""Places, each with those of other documents that say the same."""


def quoted(stands_on: StandsOn, sources: Mapping[str, Source], library: Library) -> tuple[Sentence, ...]:
    """Sentences that are their own quotes, so supported; those of others that say the same are cited with them."""
    numbers = count(1)
    return tuple(
        Sentence(
            each.text,
            tuple(citation(next(numbers), place, sources, library) for place in (each, *same)),
            Verdict.SUPPORTED,
        )
        for each, same in stands_on
    )


def nearest(best: Place, short: str, sources: Mapping[str, Source], library: Library) -> Candidate:
    """The best place of a refusal."""
    return Candidate(best.text, short if short in best.text else "", (citation(1, best, sources, library),))


def citation(number: int, place: Place, sources: Mapping[str, Source], library: Library) -> Citation:
    """The citation of a place."""
    source_id = place.hit.passage.source_id
    source = sources.get(source_id)
    return Citation(
        number=number,
        source_id=source_id,
        source=place.hit.source,
        title=source.title if source else "",
        start=place.start,
        end=place.end,
        quote=place.text,
        page=library.page_at(source_id, place.start),
        published=source.published if source else None,
    )
