"""Lines cleaned as all text is, while every character keeps its place on the sheet."""

from __future__ import annotations

import re
import unicodedata

import numpy as np

from assistant.reading.characters import UNWANTED, clean

# Vowel and trailing jamo compose with the letter before them without being marks.
_JAMO = re.compile("[\u1160-\u11ff]")


def clean_with_rows(text: str, rows: np.ndarray) -> tuple[str, np.ndarray]:
    """The clean form of one line whose characters each have a row of numbers.

    ``rows`` has shape (len(text), k); so has the result for the cleaned text. The letters of a ligature share its
    row, and a letter composed of several characters takes the first one's.
    """
    if text.isascii() and not UNWANTED.search(text):
        return text, rows
    letters: list[str] = []
    origins: list[int] = []
    for start, end in _clusters(text):
        cleaned = clean(text[start:end])
        letters.append(cleaned)
        origins.extend([start] * len(cleaned))
    return "".join(letters), rows[np.array(origins, dtype=np.intp)]


def _clusters(text: str) -> list[tuple[int, int]]:
    starts = [index for index, letter in enumerate(text) if index == 0 or not _joins_previous(letter)]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _joins_previous(letter: str) -> bool:
    return letter > "\u02ff" and (
        unicodedata.category(letter).startswith("M") or bool(_JAMO.match(letter) or UNWANTED.match(letter))
    )
