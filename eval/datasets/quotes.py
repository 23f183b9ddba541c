"""Which sentences of a text hold an answer. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from assistant.text import fold, sentence_spans
from eval.places import find_quote

_LIST_MARK = re.compile(r"\s*(?:[-*•‣▪◦●]|\d{1,3}[.)])\s+(?=\S)")


def sentences_around(text: str, start: int, end: int) -> tuple[str, ...]:
    """The sentences of ``text`` that share a character with ``text[start:end]``."""
    return tuple(text[first:last] for first, last in _sentences(text) if first < end and start < last)


def sentences_saying(text: str, answers: Iterable[str]) -> tuple[str, ...]:
    """The sentences of ``text`` in which one of ``answers`` stands, whatever its case."""
    wanted = [fold(answer) for answer in answers if answer.strip()]
    sentences = (text[first:last] for first, last in _sentences(text))
    return tuple(sentence for sentence in sentences if any(answer in fold(sentence) for answer in wanted))


@lru_cache(maxsize=8)
def _sentences(text: str) -> list[tuple[int, int]]:
    # Many questions are asked about one paragraph, each with several answers.
    return list(sentence_spans(text))


def stands_in(text: str, quote: str) -> bool:
    """Whether ``quote`` can be found in ``text``, as the run will look for it."""
    return bool(quote.strip()) and bool(find_quote(text, quote))


def opens_list(line: str) -> bool:
    """Whether a line begins like an item of a list; reading may write the mark in another way."""
    return bool(_LIST_MARK.match(line))


def without_mark(quote: str) -> str:
    """``quote`` without white space at its ends and without the mark of a list item before it."""
    return _LIST_MARK.sub("", quote.strip(), count=1) if opens_list(quote) else quote.strip()
