"""Where quotes stand in documents, and how far two places cover each other. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from assistant.text import fold
from eval.cases import Evidence


@dataclass(frozen=True, slots=True)
class Place:
    """The characters ``start`` to ``end`` (half open) of the canonical text of the source of this name."""

    source: str
    start: int
    end: int

    def shared(self, other: Place) -> int:
        """How many characters both hold."""
        return max(0, min(self.end, other.end) - max(self.start, other.start)) if self.source == other.source else 0

    def covers_half(self, other: Place) -> bool:
        """Whether at least half of ``other`` lies in this place."""
        return 2 * self.shared(other) >= other.end - other.start


def held(place: Place, others: Iterable[Place]) -> int:
    """How many characters of ``place`` the others hold together; what several hold counts once."""
    total, reached = 0, place.start
    for other in sorted(others, key=lambda other: other.start):
        if other.source == place.source:
            total += max(0, min(other.end, place.end) - max(other.start, reached))
            reached = max(reached, other.end)
    return total


def locate(evidence: Evidence, sources: Sequence[str], text_of: Callable[[str], str]) -> tuple[Place, ...]:
    """Every place where the quote stands in its documents; empty when it stands nowhere."""
    if evidence.documents:
        sources = [source for source in sources if any(is_called(source, name) for name in evidence.documents)]
    return tuple(Place(source, *span) for source in sources for span in find_quote(text_of(source), evidence.quote))


def is_called(source: str, name: str) -> bool:
    """Whether ``name`` means this source: its name, its name without folders, or without the ending as well."""
    known, asked = PurePosixPath(source), PurePosixPath(name.replace("\\", "/"))
    return asked in (known, PurePosixPath(known.name), known.with_suffix(""), PurePosixPath(known.stem))


def find_quote(text: str, quote: str) -> list[tuple[int, int]]:
    """Spans of ``text`` that read as ``quote``: exactly, or failing that but for white space, case, accents, dashes."""
    exact = list(_occurrences(text, quote.strip()))
    if exact:
        return exact
    folded, offsets = _folded(text)
    wanted = _folded(quote)[0]
    return [(offsets[start], offsets[end - 1] + 1) for start, end in _occurrences(folded, wanted)]


def _occurrences(text: str, quote: str) -> Iterable[tuple[int, int]]:
    start = text.find(quote) if quote else -1
    while start >= 0:
        yield start, start + len(quote)
        start = text.find(quote, start + len(quote))


@lru_cache(maxsize=64)
def _folded(text: str) -> tuple[str, list[int]]:
    """The text folded and without white space and soft hyphens, and the offset in ``text`` of each character left."""
    letters: list[str] = []
    offsets: list[int] = []
    for offset, letter in enumerate(text):
        for plain in "" if letter.isspace() or letter == "\u00ad" else fold(letter):
            letters.append(plain)
            offsets.append(offset)
    return "".join(letters), offsets
