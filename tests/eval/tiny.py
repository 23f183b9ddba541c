"""A library of three invented documents and an assistant that answers from a table of replies."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from assistant.errors import UnknownSource
from assistant.events import Added, AskEvent, Failed, Finished, IngestEvent
from assistant.records import Answer, Citation, Document, Filters, Hit, Mode, Passage, Sentence, Source, Turn, Verdict
from assistant.text import content_words

DOCUMENTS = {
    "harbour.txt": "Lisk harbour opened in 1907.\nIts crane lifts 40 tonnes.\nMara Quill runs the harbour.",
    "mill.txt": "The mill of Orrin grinds rye and barley.\nIt closed in 1951.\nTomas Veld bought it for 12,000 crowns.",
    "notes/weather.txt": "Rain fell on Lisk for nine days.\nNo boat left the harbour.",
}
CASES: list[dict[str, Any]] = [
    {
        "id": "opened",
        "question": "When did Lisk harbour open?",
        "answers": ["1907"],
        "kind": "date",
        "split": "dev",
        "documents": ["harbour.txt"],
        "evidence": [{"document": "harbour.txt", "quote": "Lisk harbour opened in 1907."}],
    },
    {
        "id": "grinds",
        "question": "What does the mill of Orrin grind?",
        "answers": ["rye", "barley"],
        "kind": "list",
        "split": "test",
        "documents": ["mill.txt"],
        "evidence": ["grinds rye and barley"],
    },
    {
        "id": "price",
        "question": "What did he pay?",
        "answers": ["12,000 crowns"],
        "kind": "follow-up",
        "split": "test",
        "documents": ["mill"],
        "evidence": ["Tomas Veld bought it for 12,000 crowns."],
        "history": ["Who bought the mill?"],
    },
    {"id": "captain", "question": "Who captains the ferry?", "answers": [], "answerable": False, "split": "test"},
]
REPLIES = {
    "When did Lisk harbour open?": ("harbour.txt", "Lisk harbour opened in 1907.", "1907"),
    "What does the mill of Orrin grind?": ("mill.txt", "The mill of Orrin grinds rye and barley.", "barley and rye"),
    "Who bought the mill?": ("mill.txt", "Tomas Veld bought it for 12,000 crowns.", "Tomas Veld"),
    "What did he pay?": ("mill.txt", "Tomas Veld bought it for 12,000 crowns.", "12,000 crowns"),
}


def write_documents(folder: Path) -> Path:
    for name, text in DOCUMENTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


class TinyAssistant:
    """Implements the door. ``replies`` maps a question to source, quote and short answer; the others are declined."""

    def __init__(self, replies: dict[str, tuple[str, str, str]], shift: int = 0) -> None:
        self.replies, self.shift = replies, shift
        self.texts: dict[str, str] = {}
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []
        self.closed = False
        self.judged: list[tuple[Answer, str, str]] = []

    def add(self, paths: Iterable[Path], names: Iterable[str] | None = None) -> Iterator[IngestEvent]:
        for folder in paths:
            for file in sorted(folder.rglob("*")):
                name = file.relative_to(folder).as_posix()
                if file.suffix == ".txt":
                    self.texts[name] = file.read_text(encoding="utf-8")
                    yield Added(self.source(name))
                elif file.is_file():
                    yield Failed(name, "No converter knows it. Save it as text.")

    def remove(self, sources: Iterable[str]) -> list[Source]:
        return [source for source in map(self.source, sources) if self.texts.pop(source.name)]

    def sources(self) -> list[Source]:
        return [self.source(name) for name in sorted(self.texts)]

    def source(self, source: str) -> Source:
        if source not in self.texts:
            raise UnknownSource(f"No source is called {source}.")
        characters = len(self.texts[source])
        added = datetime(2024, 1, 1, tzinfo=UTC)
        return Source(source, source, "text", source, "", None, added, characters, characters, 3, 0)

    def document(self, source: str) -> Document:
        return Document(self.texts[self.source(source).name], "text")

    def passages(self, source: str) -> list[Passage]:
        return [hit.passage for hit in self.search("") if hit.source == self.source(source).name]

    def original(self, source: str) -> Path:
        return Path(source)

    def page_image(self, source: str, number: int, scale: float = 2.0) -> bytes:
        raise UnknownSource("These documents have no pages.")

    def rectangles(
        self, source: str, spans: Sequence[tuple[int, int]]
    ) -> list[list[tuple[int, float, float, float, float]]]:
        return [[] for _ in spans]

    def search(self, question: str, k: int | None = None, filters: Filters = Filters()) -> list[Hit]:
        wanted = set(content_words(question))
        hits = []
        for name, text in self.texts.items():
            start = 0
            for line in text.split("\n"):
                passage = Passage(f"{name}:{start}", name, start, start + len(line), line)
                hits.append(Hit(passage, name, float(len(wanted & set(content_words(line))))))
                start += len(line) + 1
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))[:k]

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Iterator[AskEvent]:
        yield Finished(self.answer(question, history, filters))

    def answer(self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Answer:
        self.asked.append((question, tuple(history)))
        hits = tuple(self.search(question, 3))
        if question not in self.replies:
            return Answer(question, question, "The documents do not say.", "", True, 0.1, Mode.EXTRACTIVE, (), hits)
        source, quote, short = self.replies[question]
        start = self.texts[source].index(quote) + self.shift
        citation = Citation(1, source, source, source, start, start + len(quote), quote)
        sentence = Sentence(quote, (citation,), Verdict.SUPPORTED)
        return Answer(
            question, question, quote, short, False, 0.9, Mode.EXTRACTIVE, (sentence,), hits, timings={"a": 0.1}
        )

    def suggestions(
        self, answer: Answer | None = None, history: Sequence[Turn] = (), filters: Filters = Filters()
    ) -> list[str]:
        return []

    def judge(self, answer: Answer, rating: Literal["good", "bad", ""], note: str = "") -> None:
        self.judged.append((answer, rating, note))

    def check(
        self, sentence: str, quotes: Sequence[str], context: Sequence[str] = ()
    ) -> tuple[Verdict, tuple[str, ...]]:
        known = all(word in " ".join(quotes) for word in sentence.strip(".").split())
        return (Verdict.SUPPORTED, ()) if known else (Verdict.PARTLY, ("A word is not in the quote.",))

    def close(self) -> None:
        self.closed = True
