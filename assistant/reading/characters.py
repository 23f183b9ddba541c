"""Characters fit for canonical text: none that hide, reorder or control; ligatures spelt out; composed (NFC)."""

from __future__ import annotations

import re
import unicodedata

import numpy as np

# Presentation forms stand for letters that a reader would type; everything else keeps its form.
_PRESENTATION = re.compile("[\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufdf1\ufe70-\ufefc]+")
# Controls, soft hyphens, zero-width and direction marks, tags, lone surrogates, private use and noncharacters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNREADABLE = re.compile("\ufffd(?:\\s*\ufffd)+")
# A letter with the marks that may compose with it; vowel and trailing jamo compose without being marks.
_CLUSTER = re.compile("[\u1160-\u11ff]")


def clean(text: str) -> str:
    """``text`` with line ends as ``\\n``, tabs as spaces, and no character that a reader could not see."""
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ").replace("\x1f", " ")
    text = _UNREADABLE.sub("\ufffd", _UNWANTED.sub("", text))
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _PRESENTATION.sub(_spelt_out, text))


def _spelt_out(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match.group())


def clean_with_rows(text: str, rows: np.ndarray) -> tuple[str, np.ndarray]:
    """The same for one line whose characters each have a row of numbers.

    ``rows`` has shape (len(text), k); so has the result for the cleaned text. The letters of a ligature share its
    row, and a letter composed of several characters takes the first one's.
    """
    if text.isascii() and not _UNWANTED.search(text):
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
        unicodedata.category(letter).startswith("M") or bool(_CLUSTER.match(letter) or _UNWANTED.match(letter))
    )
