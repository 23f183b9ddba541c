"""What the reader finds in passages and says of claims, in the terms of everybody else: places of canonical text."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.models.reader import Reader, Text
from assistant.records import Evidence, Passage

HEADINGS = 80  # characters of headings that are read with a passage


def reads_of(reader: Reader, question: str, passages: Sequence[Passage]) -> list[Evidence]:
    """What the reader finds in each passage, under its headings. Raises ModelError if its files are damaged."""
    return reader.read(question, [Text(each.text, each.heading[-HEADINGS:], each.start) for each in passages])
