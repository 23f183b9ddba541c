"""Which sentences of an answer share a line: what is listed, a table's row and what follows a heading begin one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.records import Sentence

_ITEM = re.compile(r"(?:[-•*]|\d{1,2}[.)]|\(?[a-z]\))\s|.* \| ")
_ENDS = re.compile(r"[.!?…:。！？][”’\"'»)\]]*$")


def lines(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """The sentences in their order, grouped by line; none is empty."""
    found: list[list[Sentence]] = []
    before = ""
    for sentence in sentences:
        text = sentence.text.strip()
        if found and not _ITEM.match(text) and not _ITEM.match(before) and _ENDS.search(before):
            found[-1].append(sentence)
        else:
            found.append([sentence])
        before = text
    return found
