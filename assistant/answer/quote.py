"""Places of a document as sentences of an answer, and short answers to be shown side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from assistant.answer.units import Piece
from assistant.library import Library
from assistant.records import Beside, Citation, Sentence, Source, Verdict


def quoted(
    pieces: Iterable[Piece], source_id: str, name: str, source: Source | None, library: Library, *, first: int = 1
) -> tuple[Sentence, ...]:
    """One sentence for each piece, its own quote and so supported; citations are numbered from ``first`` on.

    ``name`` is the source's name for the person who asks.
    """
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


def beside(text: str, cited: Citation, thing: str = "") -> Beside:
    """A short answer that stands on ``cited``; what is not said of a ``thing`` goes by its document."""
    label = thing or cited.title or cited.source
    of: Literal["thing", "document"] = "thing" if thing else "document"
    return Beside(of, label, text, cited.number, cited.source, cited.title, cited.published)
