"""Text as people read it: sentences with their offsets, words, and forms that compare equal. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import sentencex
import tantivy

CELL_MARK = " | "  # between the cells of a table's row in canonical text; no cell holds it
_WORD = re.compile(r"[^\W_]+(?:[.,'’\-][^\W_]+)*", re.UNICODE)
_LETTERS = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(r"([\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])")
_DASHES_AND_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
    | {"‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "}
)

_NUMBERING = re.compile(
    r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[ivxlIVXL]{1,6}|[a-zA-Z])[.)]"
)  # of a heading, clause or list item
_ITEM = re.compile(r"(?:[-•*]|\d{1,2}[.)]|\(?[a-z]\))\s")
_END = re.compile(r"[.!?…:。！？][”’\"'»)\]]*$")
_CELL_MARK = re.compile(r"(?:^| )\|(?: |$)")  # CELL_MARK; at the ends of a row without its outer space
_WINDOW = 4000  # characters looked at together: the time that sentencex takes grows with the square of their number

# Words that carry no subject of their own; a question made only of these asks nothing.
STOPWORDS = frozenset(
    """a about above after again against all also am an and any are as at be because been before being below between
    both but by can could did do does doing down during each few for from further had has have having he her here hers
    herself him himself his how i if in into is it its itself just me more most my myself no nor not now of off on once
    only or other our ours out over own same she should so some such than that the their theirs them themselves then
    there these they this those through to too under until up upon very was we were what when where which while who
    whom whose why will with would you your yours s t d ll m re ve""".split()
)


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Half-open spans of the sentences of ``text[start:end]``, white space trimmed, in order, never empty.

    A line end always ends a sentence: in canonical text a paragraph, a list item and a table row stand on one line. A
    line's number ("3.1.") goes with what it numbers.
    """
    for line_start, line_end in line_spans(text, start, len(text) if end is None else end):
        for found in _sentences(text, line_start, line_end):
            first, last = trimmed(text, *found)
            if first < last:
                yield first, last


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a line, a window at a time; one that is longer than the window is cut between words."""
    line = start
    while start < end:
        window = text[start : min(start + _WINDOW, end)]
        cut = start + len(window) < end
        stops = [found["end_index"] for found in sentencex.get_sentence_boundaries("en", window)]
        if cut and len(stops) > 1:
            stops.pop()  # it may go on behind the window
        elif cut:
            stops = [window.rfind(" ") + 1 or len(window)]
        if start == line and len(stops) > 1 and _NUMBERING.fullmatch(window[: stops[0]].strip()):
            stops.pop(0)
        for before, stop in pairwise([0, *stops]):
            yield start + before, start + stop
        start += stops[-1] if stops else len(window)


def is_item(sentence: str) -> bool:
    """Whether a sentence is an item of a list, by the mark that it begins with."""
    return bool(_ITEM.match(sentence))


def is_ended(sentence: str) -> bool:
    """Whether a sentence ends as sentences do, not as a heading or what goes on in the next line."""
    return bool(_END.search(sentence))


def line_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Half-open spans of the lines of ``text[start:end]``, white space trimmed, empty ones left out."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        first, last = trimmed(text, start, stop)
        if first < last:
            yield first, last
        start = stop + 1


def cell_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Half-open spans of the cells of a table's row in canonical text; an empty cell has an empty span."""
    marks = [match.span() for match in _CELL_MARK.finditer(text[start:end])]
    edges = [0, *(edge for mark in marks for edge in mark), end - start]
    return [(start + first, start + last) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The same span without white space at its ends; ``(end, end)`` when nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def word_spans(text: str) -> list[tuple[int, int]]:
    """Spans of the words: runs of letters and digits, kept whole across an inner point, comma, hyphen, apostrophe."""
    return [match.span() for match in _WORD.finditer(text)]


def words(text: str) -> list[str]:
    """The words of ``text`` in folded form, in order."""
    return [fold(match.group()) for match in _WORD.finditer(text)]


def content_words(text: str) -> list[str]:
    """The words that are not stopwords, folded, in order."""
    return [word for word in words(text) if word not in STOPWORDS]


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """A form for comparing: compatibility characters, typographic quotes and dashes, accents and case made plain."""
    plain = unicodedata.normalize("NFKD", text.translate(_DASHES_AND_QUOTES))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def squeeze(text: str) -> str:
    """``text`` with every run of white space made one space and none at the ends."""
    return " ".join(text.split())


@lru_cache(maxsize=1)
def analyzer() -> tantivy.TextAnalyzer:
    """How keyword search sees text: letters and digits, lower case, accents off, English stems."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(60))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def spaced(text: str) -> str:
    """Text with every character of a script that has no spaces between words set apart, so that it is a word."""
    return _UNSPACED.sub(r" \1 ", text)


def stems(text: str) -> list[str]:
    """The stems of all words of ``text``, in order."""
    return list(analyzer().analyze(spaced(text)))


def content_stems(text: str) -> list[str]:
    """The stems of the words that are not stopwords, in order."""
    kept = " ".join(word for word in _LETTERS.findall(spaced(text)) if word.lower() not in STOPWORDS)
    return list(analyzer().analyze(kept))
