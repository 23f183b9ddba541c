"""The sentences of the passages found, each a candidate for the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.attribution import Statement, statements
from assistant.orders import order_spans
from assistant.records import Hit, Reading
from assistant.text import sentence_spans


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer. Offsets are in the canonical text; ``near`` is what is read along with it."""

    hit: Hit
    start: int
    end: int
    text: str
    near: str
    reading: Reading | None = None  # the best one in it
    cell: bool = False  # whether the reading is a cell that was looked up
    orders: bool = False  # whether it gives orders to whoever answers
    features: Mapping[str, float] = field(default_factory=dict)
    score: float = 0.0

    @property
    def place(self) -> tuple[str, int]:
        """Source id and start: no two candidates share them."""
        return self.hit.passage.source_id, self.start

    @property
    def read(self) -> str:
        """The words of the reading; "" where there is none."""
        if self.reading is None:
            return ""
        passage = self.hit.passage
        return passage.text[self.reading.start - passage.start : self.reading.end - passage.start]


def candidates(hits: Sequence[Hit], titles: Mapping[str, str]) -> Iterator[Candidate]:
    """Every sentence of the hits, once. ``titles`` is by source id."""
    seen: set[tuple[str, int]] = set()
    for hit in hits:
        passage = hit.passage
        above = f"{titles.get(passage.source_id, '')} {passage.heading}"
        before, orders = "", order_spans(passage.text)
        for first, last in sentence_spans(passage.text):
            text = passage.text[first:last]
            if (passage.source_id, passage.start + first) not in seen:
                seen.add((passage.source_id, passage.start + first))
                near = f"{above} {before} {text}"
                start, end = passage.start + first, passage.start + last
                ordering = any(first < stop and begin < last for begin, stop in orders)
                yield Candidate(hit, start, end, text, near, _reading(hit, start, end), orders=ordering)
            before = f"{before[-300:]} {text}"


def _reading(hit: Hit, start: int, end: int) -> Reading | None:
    """The best reading that begins in a sentence."""
    return next((reading for reading in hit.readings if start <= reading.start < end), None)


def said_in(candidate: Candidate) -> Statement | None:
    """The statement that this sentence makes or goes on with, where its passage names who made it."""
    passage = candidate.hit.passage
    first, last = candidate.start - passage.start, candidate.end - passage.start
    for said in statements(passage.text):
        if said.start < last and first < said.end and any(letter.isupper() for letter in said.speaker):
            return said
    return None
