"""From a written answer with ``[n]`` markers to sentences with exact citations. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.cite.locate import coverage, locate
from assistant.cite.markers import MarkedSentence, split_marked
from assistant.records import Citation, Hit, Sentence, Source, Verdict

__all__ = ["MarkedSentence", "cite", "locate", "split_marked"]

# How much of an unmarked sentence a passage must carry to be cited for it, from 0 to 1.
_UNMARKED = 0.6


def cite(text: str, hits: Sequence[Hit], sources: Mapping[str, Source]) -> tuple[Sentence, ...]:
    """The sentences of ``text`` with their citations; marker n means ``hits[n - 1]``, unknown numbers are dropped.

    A sentence without any marker is given the passage that plainly carries it, if there is one. Chips are numbered
    from 1 by first appearance, and one place keeps its number throughout. The verdicts are still to be computed: until
    then each sentence is "not found". ``sources`` is by id.
    """
    numbers: dict[tuple[str, int, int], int] = {}
    return tuple(
        Sentence(
            marked.text,
            tuple(_citation(place, hit, sources, numbers) for place, hit in _places(marked, hits)),
            Verdict.NOT_FOUND,
            ("Not checked.",),
        )
        for marked in split_marked(text)
    )


def _places(marked: MarkedSentence, hits: Sequence[Hit]) -> list[tuple[tuple[int, int], Hit]]:
    chosen = [hits[number - 1] for number in marked.numbers if 1 <= number <= len(hits)]
    if not marked.numbers:
        best = max(hits, key=lambda hit: coverage(marked.text, hit.passage), default=None)
        chosen = [best] if best and coverage(marked.text, best.passage) >= _UNMARKED else []
    places: dict[tuple[str, int, int], tuple[tuple[int, int], Hit]] = {}
    for hit in chosen:
        if place := locate(marked.text, hit.passage):
            places.setdefault((hit.passage.source_id, *place), (place, hit))
    return list(places.values())


def _citation(
    place: tuple[int, int], hit: Hit, sources: Mapping[str, Source], numbers: dict[tuple[str, int, int], int]
) -> Citation:
    start, end = place
    passage, source = hit.passage, sources.get(hit.passage.source_id)
    return Citation(
        number=numbers.setdefault((passage.source_id, start, end), len(numbers) + 1),
        source_id=passage.source_id,
        source=hit.source,
        title=source.title if source else "",
        start=start,
        end=end,
        quote=passage.text[start - passage.start : end - passage.start],
        page=passage.page,
        published=source.published if source else None,
    )
