"""The nouns of Footnote, as frozen values.

Every offset counts characters (Python string indices) of a document's canonical text, and every interval is half open:
``text[start:end]``. Nothing here reads a file, a model or a library.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

_NAMED_PAGES = 12  # of those that were not read


class BlockKind(StrEnum):
    """What a stretch of canonical text is on the page; sentences never cross a block."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"  # one item
    TABLE = "table"  # one whole table: a row a line, cells separated by text.CELL_MARK
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of canonical text. ``level``: 1 to 6 of a heading, depth from 1 of an item, header rows of a table."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A page or slide and the canonical text on it. Sizes are points (1/72 inch), 0 where the format has no sheet.

    ``boxes`` holds one rectangle for each character of ``text[start:end]``, packed by ``reading.boxes.pack_boxes``;
    empty where the format has no layout, and on a page that is a picture whose words were not recognised.
    """

    number: int
    start: int
    end: int
    width: float = 0.0
    height: float = 0.0
    boxes: bytes = field(default=b"", repr=False)

    @property
    def is_unread(self) -> bool:
        """Whether the page is a picture whose words were not recognised."""
        return self.width > 0 and not self.boxes


@dataclass(frozen=True, slots=True)
class Document:
    """What a converter makes of a file. ``blocks`` and ``pages`` are in text order and do not overlap."""

    text: str
    kind: str  # "pdf", "html", "docx", ...
    title: str = ""
    author: str = ""
    published: date | None = None
    blocks: tuple[Block, ...] = ()
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A document in the library, as listed. ``id`` is made from the file's bytes; ``name`` is unique and for people."""

    id: str
    name: str
    kind: str
    title: str
    author: str
    published: date | None
    added: datetime
    size: int  # bytes of the file
    characters: int
    passages: int
    pages: int  # 0 where the format has no pages
    address: str = ""  # of the web page that it came from
    ready: bool = True  # False while it is found by its words only
    unread: tuple[int, ...] = ()  # the numbers of pages that are pictures whose words were not recognised

    @property
    def unread_pages(self) -> str:
        """A sentence about the pages that were not read; empty where all were."""
        if not self.unread:
            return ""
        numbers = [str(number) for number in self.unread[:_NAMED_PAGES]]
        if more := len(self.unread) - len(numbers):
            numbers.append(f"{more} more")
        if len(numbers) == 1:
            return f"Page {numbers[0]} is an image and was not read."
        return f"Pages {', '.join(numbers[:-1])} and {numbers[-1]} are images and were not read."


FolderState = Literal["looking", "working", "in step", "elsewhere", "failed"]  # elsewhere: by another process


@dataclass(frozen=True, slots=True)
class Watched:
    """A watched folder. ``detail`` is the file that is worked on, or what is wrong with the folder or files in it."""

    folder: str
    state: FolderState = "looking"
    files: int = 0  # that it held at the last look
    detail: str = ""
    changes: int = 0  # to the library, made by this process


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with a home, and what mending does about it or, where it cannot, what a person can do.

    ``items`` are the ids or files that it is about.
    """

    check: str
    problem: str
    remedy: str
    items: tuple[str, ...] = ()
    mendable: bool = True


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one source that is searched as one: ``text == document.text[start:end]``."""

    id: str
    source_id: str
    start: int
    end: int
    text: str
    page: int | None = None
    heading: str = ""  # the headings it stands under, outermost first, parted by " › "


@dataclass(frozen=True, slots=True)
class Scores:
    """How a passage was ranked: each part from 0 to 1, higher is better; None where that part was not asked."""

    words: float | None = None
    meaning: float | None = None
    reader: float | None = None
    fused: float | None = None  # words and meaning together


EVEN = 0.1  # a token's probability from which an answer is better with it than without it (decision 19)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the reader finds in a passage. Offsets are in the canonical text.

    ``relevance``: logit that the passage answers. ``short``: logit that a few words of it do. ``spans``: such words,
    best first, with their probability. ``tokens``: start, end, and the probability to belong to the answer.
    """

    relevance: float
    short: float
    spans: tuple[tuple[int, int, float], ...]
    tokens: tuple[tuple[int, int, float], ...] = field(repr=False)

    @property
    def chance(self) -> float:
        """The relevance as a number from 0 to 1."""
        return 1 / (1 + math.exp(-self.relevance))

    def bears(self, start: int, end: int) -> float:
        """How much of the evidence stands in ``text[start:end]``: the sum over its tokens above even chance."""
        return sum(chance - EVEN for first, last, chance in self.tokens if first < end and start < last)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question. ``score`` orders the hits; ``source`` is the source's name.

    ``evidence`` is None where the passage was not read.
    """

    passage: Passage
    source: str
    score: float
    scores: Scores = Scores()
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """Which sources a question may use. Empty means all. Dates compare with the published date, both ends included."""

    sources: frozenset[str] = frozenset()  # source ids
    published_from: date | None = None
    published_to: date | None = None
    among: Mapping[str, str] | None = None  # all that whoever asks may see: source ids, and what they call them


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a source: ``document.text[start:end] == quote``, always. ``number`` is its chip, from 1."""

    number: int
    source_id: str
    source: str  # the source's name
    title: str
    start: int
    end: int
    quote: str
    page: int | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """One of several short answers that are shown side by side: of the things compared, or of documents that differ."""

    of: Literal["thing", "document"]
    label: str  # the thing's name, or the document's title
    text: str
    number: int  # of the citation that it stands on
    source: str  # the source's name
    title: str
    published: date | None = None

    @property
    def document(self) -> str:
        """What the document is called: its title, or else its name."""
        return self.title or self.source


class Verdict(StrEnum):
    """What checking a sentence against its quotes found."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer with the places that it stands on, and why it was judged so (empty when supported)."""

    text: str
    citations: tuple[Citation, ...]
    verdict: Verdict
    reasons: tuple[str, ...] = ()


class Mode(StrEnum):
    """How an answer was made."""

    EXTRACTIVE = "extractive"
    GENERATED = "generated"
    CATALOG = "catalog"  # small talk, and questions about the library itself: nothing is cited


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens sent to a language model and received from it; ``estimated`` where it did not tell all of them."""

    sent: int
    received: int
    estimated: bool = False

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.sent + other.sent, self.received + other.received, self.estimated or other.estimated)


@dataclass(frozen=True, slots=True)
class Candidate:
    """The nearest place, where no answer is certain: its words, and the few of them that may answer (or "")."""

    text: str
    short_answer: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole of a reply. ``timings`` are seconds by stage; ``note`` tells of a fall back, or of text left out;
    ``beside`` are answers to be shown side by side; ``usage`` is None where no language model was asked."""

    question: str
    searched: str  # the standalone question that was searched
    answer: str
    short_answer: str
    refused: bool
    confidence: float  # 0 to 1
    mode: Mode
    sentences: tuple[Sentence, ...]
    passages: tuple[Hit, ...]
    missing: str = ""  # in a refusal: what the documents do not say
    note: str = ""
    model: str = ""  # the language model's name in generated mode
    timings: dict[str, float] = field(default_factory=dict)
    usage: Usage | None = None
    beside: tuple[Beside, ...] = ()
    candidate: Candidate | None = None  # in a refusal: the nearest place, where there is one

    @property
    def differs(self) -> bool:
        """Whether documents give different answers."""
        return bool(self.beside) and all(each.of == "document" for each in self.beside)

    def standing(self, beside: Beside) -> tuple[Sentence, Citation] | None:
        """The citation that one of ``beside`` stands on, with its sentence; None where there is no such."""
        cited = ((sentence, citation) for sentence in self.sentences for citation in sentence.citations)
        return next((found for found in cited if found[1].number == beside.number), None)


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody thought of an answer: "good", "bad", or "" for a judgement taken back."""

    at: datetime
    rating: Literal["good", "bad", ""]
    answer: Answer
    note: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and its answer; ``searched`` is what the question came to on its own."""

    question: str
    answer: str
    searched: str = ""
