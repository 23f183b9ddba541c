"""Lines put together into running text, words broken at line ends made whole."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from assistant.reading.layout.cleaning import clean_with_rows
from assistant.reading.layout.line import Line, nowhere
from assistant.text import fold

_HYPHENS = "-\u2010\u2011"
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011'’][^\W\d_]+)*")
_HEAD = re.compile(r"((?:[^\W\d_]|[-\u2010\u2011'’])+)[-\u2010\u2011]$")
_ENDS_IN_HYPHEN = re.compile(r"\w[-\u2010\u2011]$")
_LONGEST_WORD = 80  # characters
_TAIL = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011'’][^\W\d_]+)*")
# First halves that keep their hyphen unless the document says otherwise, and endings that make them a longer word.
_FREE = frozenset("cross four half high ill long low mid multi non one self semi short two three vice well".split())
_ENDINGS = frozenset("able ages ally ening ered ering ings land ment ness nings sense some ways wise".split())


class Vocabulary:
    """The words of a document that stand whole on their lines."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._counts: Counter[str] = Counter()
        for line in lines:
            whole = line[: -len(head)] if (head := _broken(line)) else line
            self._counts.update(fold(word) for word in _WORD.findall(whole))

    def keeps_hyphen(self, head: str, tail: str) -> bool:
        """Whether ``head-`` at a line's end and ``tail`` on the next are a word that has a hyphen of its own."""
        if not tail[:1].islower():
            return True
        joined, hyphened = self._counts[fold(head + tail)], self._counts[fold(f"{head}-{tail}")]
        if joined or hyphened:
            return hyphened > joined
        return "-" in head or (fold(head) in _FREE and len(tail) > 3 and fold(tail) not in _ENDINGS)


def _broken(line: str) -> str:
    """The beginning of a word, with its hyphen, at the end of a line."""
    match = _HEAD.search(line[-_LONGEST_WORD:])
    return match.group() if match else ""


def join(lines: Sequence[Line], vocabulary: Vocabulary) -> tuple[str, np.ndarray]:
    """Text and rows, shape (len(text), 5), of lines that run on."""
    text, rows = lines[0].text, [lines[0].rows]
    for line in lines[1:]:
        broken = _broken(text)
        tail = _TAIL.match(line.text)
        if broken and tail:
            if not vocabulary.keeps_hyphen(broken[:-1], tail.group()):
                text, rows = text[:-1], [*rows[:-1], rows[-1][:-1]]
        elif not (_runs_on(text, line.text) or _ENDS_IN_HYPHEN.search(text[-2:])):
            text += " "
            rows.append(nowhere(1, rows[-1][-1, 0]))
        text += line.text
        rows.append(line.rows)
    return _composed(text, np.concatenate(rows))


def stack(lines: Sequence[Line]) -> tuple[str, np.ndarray]:
    """The same for lines that stay lines, such as the rows of a table."""
    rows = [lines[0].rows]
    for line in lines[1:]:
        rows += [nowhere(1, rows[-1][-1, 0]), line.rows]
    return _composed("\n".join(line.text for line in lines), np.concatenate(rows))


def _composed(text: str, rows: np.ndarray) -> tuple[str, np.ndarray]:
    """A mark at the beginning of one piece may belong to the letter that ends the piece before."""
    return (text, rows) if unicodedata.is_normalized("NFC", text) else clean_with_rows(text, rows)


def _runs_on(before: str, after: str) -> bool:
    """Whether no space belongs between two lines: in Chinese and Japanese, and after a dash between words."""
    if _is_ideographic(before[-1]) and _is_ideographic(after[0]):
        return True
    return before[-1] in "—/" and before[-2:-1].isalnum()


def _is_ideographic(letter: str) -> bool:
    return "\u2e80" <= letter <= "\ua4cf" or "\uf900" <= letter <= "\ufaff" or "\uff00" <= letter <= "\uffef"
