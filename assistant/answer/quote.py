"""Places of a document as sentences of an answer: each is its own quote, so it is supported."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answer.units import Piece
from assistant.library import Library
from assistant.records import Citation, Sentence, Source, Verdict


def quoted(
    pieces: Iterable[Piece], source_id: str, name: str, source: Source | None, library: Library, *, first: int = 1
) -> tuple[Sentence, ...]:
    """One sentence a piece, cited from number ``first`` on; ``name`` is what whoever asks calls the source."""
    text = library.text(source_id)
    title, published = (source.title, source.published) if source else ("", None)
    return tuple(
        Sentence(
            text[piece.start : piece.end],
            (
                Citation(
                    number,
                    source_id,
                    name,
                    title,
                    piece.start,
                    piece.end,
                    text[piece.start : piece.end],
                    library.page_at(source_id, piece.start),
                    published,
                ),
            ),
            Verdict.SUPPORTED,
        )
        for number, piece in enumerate(pieces, first)
    )
