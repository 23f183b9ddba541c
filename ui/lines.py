"""Which sentences of an answer share a line: what is listed, a table's row and what follows a heading begin one."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.records import Sentence
from assistant.text import CELL_MARK, is_ended, is_item


def lines(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """The sentences in their order, grouped by line; none is empty."""
    found: list[list[Sentence]] = []
    before = ""
    for sentence in sentences:
        text = sentence.text.strip()
        if found and is_ended(before) and not _stands_apart(before) and not _stands_apart(text):
            found[-1].append(sentence)
        else:
            found.append([sentence])
        before = text
    return found


def _stands_apart(text: str) -> bool:
    return is_item(text) or CELL_MARK in text
