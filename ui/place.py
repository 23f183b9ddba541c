"""A place in a source that a reader wants to see, and where it lies in the document."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.records import Document


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a source that is asked for. All offsets are in the canonical text.

    ``above`` and ``below`` count how often more was asked for on that side. ``around`` is what is looked at when that
    is not the stretch itself, and ``find`` the words whose every place is marked too.
    """

    source: str
    start: int
    end: int
    above: int = 0
    below: int = 0
    around: int | None = None
    find: str = ""

    def within(self, document: Document) -> tuple[int, int]:
        """The stretch, cut to what the document has."""
        start = min(max(self.start, 0), len(document.text))
        return start, min(max(self.end, start), len(document.text))

    def middle(self, document: Document) -> tuple[int, int]:
        """What is looked at, cut to what the document has."""
        if self.around is None:
            return self.within(document)
        around = min(max(self.around, 0), len(document.text))
        return around, around


def page_of(document: Document, position: int) -> int | None:
    """The number of the page on which a character stands; None between pages and where there are none."""
    return next((page.number for page in document.pages if page.start <= position < page.end), None)
