"""An assistant in memory for the tests of the page: real documents, answers by script, pauses that a test controls."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from assistant.errors import AddressRefused, EndpointUnavailable, FootnoteError, UnknownSource
from assistant.events import Added, AskEvent, Failed, Finished, IngestEvent, PassagesFound, Progress, Searching, Token
from assistant.places import is_address
from assistant.reading import read
from assistant.reading.boxes import on_page
from assistant.reading.render import page_png
from assistant.records import (
    Answer,
    Citation,
    Document,
    Filters,
    Hit,
    Mode,
    Passage,
    Scores,
    Sentence,
    Source,
    Turn,
    Verdict,
)
from tests.ui.adjusting import PretendSettings
from tests.ui.besides import comparing, differing
from tests.ui.folders import PretendFolders
from tests.ui.papers import FERRY, HOSTILE

FIXTURES = Path(__file__).parents[1] / "fixtures"

Script = Callable[["PretendAssistant", str], Iterator[AskEvent]]


class PretendAssistant(PretendFolders, PretendSettings):
    """Implements assistant.assistant.Assistant and Adjustable. ``release`` lets a slow answer go on."""

    def __init__(self) -> None:
        PretendFolders.__init__(self)
        PretendSettings.__init__(self)
        self.shelf: dict[str, tuple[Source, Document, bytes]] = {}
        self.withdrawn: dict[str, tuple[Source, Document, bytes]] = {}
        self.filters: list[Filters] = []
        self.histories: list[tuple[Turn, ...]] = []
        self.suggested: list[tuple[str, tuple[Turn, ...], Filters]] = []
        self.next_questions: list[str] = []
        self.trying = threading.Event()
        self.trying.set()
        self.release = threading.Event()
        self.closed = threading.Event()
        self.judged: list[tuple[Answer, str, str]] = []
        self.web: dict[str, bytes] = {}
        self.shelve("ferry.md", FERRY.encode(), published=date(2024, 11, 30))
        self.shelve("lighthouse.pdf", (FIXTURES / "lighthouse.pdf").read_bytes())
        self.shelve(f"{HOSTILE}.txt", f"Minutes of the {HOSTILE} meeting.\n\nThe vote was five to two.".encode())
        long = "\n\n".join(f"Paragraph {k} of the long ledger tells of barrel {k}." for k in range(4000))
        self.shelve("ledger.txt", long.encode())

    # -- documents

    def shelve(self, name: str, data: bytes, published: date | None = None) -> Source:
        document = read(data, name if not name.startswith("<") else "minutes.txt")
        source = Source(
            id=hashlib.sha256(data).hexdigest()[:16],
            name=name,
            kind=document.kind,
            title=document.title or name,
            author=document.author,
            published=published or document.published,
            added=datetime(2025, 1, 2, tzinfo=UTC),
            size=len(data),
            characters=len(document.text),
            passages=1,
            pages=len(document.pages),
            address=name if is_address(name) else "",
        )
        self.shelf[source.id] = source, document, data
        return source

    def add(self, paths: Iterable[Path | str], names: Iterable[str] | None = None) -> Iterator[IngestEvent]:
        places = list(paths)
        for path, name in zip(places, names or map(str, places), strict=True):
            yield Progress(name, "reading" if isinstance(path, Path) else "fetching", 0, 1)
            try:
                source = self.shelve(name, path.read_bytes() if isinstance(path, Path) else self._fetched(path))
            except FootnoteError as error:
                yield Failed(name, str(error))
                continue
            yield Progress(name, "embedding", 1, 2)
            yield Added(source)

    def _fetched(self, address: str) -> bytes:
        if address not in self.web:
            raise AddressRefused(f"{address} is on a private network. Save the page and add the file.")
        return self.web[address]

    def remove(self, sources: Iterable[str], grace: float = 0.0) -> list[Source]:
        gone = [self.shelf.pop(self._of(source)[0].id) for source in sources]
        self.withdrawn |= {source.id: (source, document, data) for source, document, data in gone if grace}
        return [source for source, _, _ in gone]

    def put_back(self, sources: Iterable[str]) -> list[Source]:
        back = [self.withdrawn.pop(source) for source in sources]
        self.shelf |= {source.id: (source, document, data) for source, document, data in back}
        return [source for source, _, _ in back]

    def sources(self) -> list[Source]:
        return sorted((source for source, _, _ in self.shelf.values()), key=lambda source: source.name)

    def source(self, source: str) -> Source:
        return self._of(source)[0]

    def document(self, source: str) -> Document:
        return self._of(source)[1]

    def passages(self, source: str) -> list[Passage]:
        return [hit.passage for hit in self.hits() if hit.source == self.source(source).name]

    def original(self, source: str) -> Path:
        return FIXTURES / self._of(source)[0].name

    def page_image(self, source: str, number: int, scale: float = 2.0) -> bytes:
        return page_png(self._of(source)[2], number, scale)

    def rectangles(
        self, source: str, spans: Sequence[tuple[int, int]]
    ) -> list[list[tuple[int, float, float, float, float]]]:
        pages = self.document(source).pages
        return [[box for page in pages for box in on_page(page, start, end)] for start, end in spans]

    def _of(self, source: str) -> tuple[Source, Document, bytes]:
        for found in self.shelf.values():
            if source in (found[0].id, found[0].name):
                return found
        raise UnknownSource("No such document is in the library. Reload the page to see what is.")

    # -- questions

    def search(self, question: str, k: int | None = None, filters: Filters = Filters()) -> list[Hit]:
        return list(self.hits()[:k])

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Iterator[AskEvent]:
        self.histories.append(tuple(history))
        self.filters.append(filters)
        try:
            yield from SCRIPTS.get(question, answered)(self, question)
        finally:
            self.closed.set()

    def suggestions(
        self, answer: Answer | None = None, history: Sequence[Turn] = (), filters: Filters = Filters()
    ) -> list[str]:
        self.suggested.append((answer.question if answer else "", tuple(history), filters))
        self.trying.wait(60)
        return list(self.next_questions)

    def answer(self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Answer:
        *_, last = self.ask(question, history, filters)
        assert isinstance(last, Finished)
        return last.answer

    def judge(self, answer: Answer, rating: Literal["good", "bad", ""], note: str = "") -> None:
        self.judged.append((answer, rating, note))

    def check(
        self, sentence: str, quotes: Sequence[str], context: Sequence[str] = ()
    ) -> tuple[Verdict, tuple[str, ...]]:
        return (Verdict.SUPPORTED, ()) if sentence in quotes else (Verdict.NOT_FOUND, ("It is not in the quotes.",))

    def close(self) -> None:
        """Nothing is open."""

    # -- what scripts are made of

    def cite(self, number: int, name: str, quote: str) -> Citation:
        source, document, _ = self._of(name)
        start = document.text.index(quote)
        page = next((page.number for page in document.pages if page.start <= start < page.end), None)
        end = start + len(quote)
        return Citation(number, source.id, source.name, source.title, start, end, quote, page, source.published)

    def hits(self) -> tuple[Hit, ...]:
        found = []
        for k, (source, document, _) in enumerate(self.shelf.values()):
            end = min(600, len(document.text))
            passage = Passage(f"p{k}", source.id, 0, end, document.text[:end])
            scores = Scores(words=0.9 - k / 5, meaning=0.8 - k / 6, reader=None)
            found.append(Hit(passage, source.name, 1 - k / 5, scores))
        return tuple(found)


def between(document: Document, first: str, last: str) -> str:
    """The stretch of a document from ``first`` up to the end of ``last``."""
    start = document.text.index(first)
    return document.text[start : document.text.index(last, start) + len(last)]


def answer_of(assistant: PretendAssistant, question: str, sentences: Sequence[Sentence], short: str = "") -> Answer:
    text = " ".join(sentence.text for sentence in sentences)
    return Answer(
        question, question, text, short, False, 0.82, Mode.EXTRACTIVE, tuple(sentences), assistant.hits(),
        timings={"search": 0.2, "read": 0.3},
    )  # fmt: skip


def answered(assistant: PretendAssistant, question: str) -> Iterator[AskEvent]:
    ferry = assistant.document("ferry.md")
    lighthouse = assistant.document("lighthouse.pdf")
    gale = "In a gale above force nine the harbour master stops all sailings."
    sentences = [
        Sentence("In a gale above force nine the harbour master stops all sailings.",
                 (assistant.cite(1, "ferry.md", gale),), Verdict.SUPPORTED),
        Sentence("Bicycles and dogs travel too, and January lost 17 crossings.",
                 (assistant.cite(2, "ferry.md", between(ferry, "- Bicycles", "January | 208 | 17")),),
                 Verdict.PARTLY, ("the quote does not say “lost”",)),
        Sentence("The lighthouse stands beside the harbour.",
                 (assistant.cite(3, "lighthouse.pdf", pdf_quote(lighthouse)),), Verdict.SUPPORTED),
        Sentence("It was painted last year.", (), Verdict.NOT_FOUND, ("no quote says so",)),
    ]  # fmt: skip
    yield Searching(question)
    yield PassagesFound(assistant.hits())
    yield Finished(answer_of(assistant, question, sentences, "In a gale above force nine"))


def pdf_quote(document: Document) -> str:
    """Two lines' worth of a PDF's text, from a paragraph's start."""
    block = next(block for block in document.blocks if block.end - block.start > 160)
    return document.text[block.start : block.start + 140].rsplit(" ", 1)[0]


def slow(assistant: PretendAssistant, question: str) -> Iterator[AskEvent]:
    yield Searching(question)
    yield PassagesFound(assistant.hits())
    yield Token("The first crossing leaves at 6.40. In a gale ")
    assistant.release.wait(60)
    yield Token("nothing sails.")
    sentence = Sentence("Nothing sails in a gale.", (assistant.cite(1, "ferry.md", "In a gale"),), Verdict.SUPPORTED)
    yield Finished(answer_of(assistant, question, [sentence]))


def refused(assistant: PretendAssistant, question: str) -> Iterator[AskEvent]:
    yield Searching(question)
    answer = answer_of(assistant, question, [])
    yield Finished(
        replace(
            answer, refused=True, confidence=0.1, missing="The ferry's fuel is not mentioned.", searched="ferry fuel"
        )
    )


def hostile(assistant: PretendAssistant, question: str) -> Iterator[AskEvent]:
    yield Token(f"{HOSTILE} <script>alert(2)</script>")
    quote = f"Minutes of the {HOSTILE} meeting."
    sentence = Sentence(
        f"{HOSTILE}{{{{value}}}}${{alert(3)}}`",
        (assistant.cite(1, f"{HOSTILE}.txt", quote),),
        Verdict.PARTLY,
        (f"reason {HOSTILE}",),
    )
    answer = answer_of(assistant, question, [sentence], f"short {HOSTILE}")
    yield Finished(replace(answer, note=HOSTILE, searched=HOSTILE, model=HOSTILE, mode=Mode.GENERATED))


def unavailable(assistant: PretendAssistant, question: str) -> Iterator[AskEvent]:
    yield Searching(question)
    raise EndpointUnavailable("The language model at http://localhost:11434 does not answer. Start it and ask again.")


def broken(assistant: PretendAssistant, question: str) -> Iterator[AskEvent]:
    yield Searching(question)
    raise RuntimeError("secret detail")


def ledger(assistant: PretendAssistant, question: str) -> Iterator[AskEvent]:
    quote = "Paragraph 2000 of the long ledger tells of barrel 2000."
    sentence = Sentence("Barrel 2000 is told of.", (assistant.cite(1, "ledger.txt", quote),), Verdict.SUPPORTED)
    yield Finished(answer_of(assistant, question, [sentence]))


SCRIPTS: dict[str, Script] = {
    "slow": slow,
    "What fuel does the ferry burn?": refused,
    "hostile": hostile,
    "unavailable": unavailable,
    "broken": broken,
    "ledger": ledger,
    "differing": differing,
    "comparing": comparing,
}
