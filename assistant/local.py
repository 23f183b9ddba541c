"""The assistant in this process: parts and flows put together behind the door."""

from __future__ import annotations

import threading
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from llama_index.core.query_engine import RetrieverQueryEngine

from assistant.answer import ExtractiveSynthesizer, GeneratedSynthesizer, Synthesizer, answer, build_engine, retrieve
from assistant.errors import UnknownSource
from assistant.events import AskEvent, Finished, IngestEvent, SyncEvent
from assistant.feedback import keep_feedback
from assistant.fetching import Web
from assistant.folder import State
from assistant.incoming import Incoming, fetch_page, find_files
from assistant.ingest import embed_again, ingest
from assistant.library import Holder, Library, rebuild_vectors
from assistant.models import build_embedder, build_reader, identity_of, let_go
from assistant.models.language import build_language_model
from assistant.models.reader import Text
from assistant.models.tokens import Meter
from assistant.places import is_address
from assistant.reading.boxes import rectangles
from assistant.reading.render import page_png
from assistant.records import Answer, Document, Feedback, Filters, Hit, Passage, Reading, Source, Turn, Verdict, Watched
from assistant.session import standalone
from assistant.settings import Settings
from assistant.verify import verify
from assistant.watching import Home, KeptFolders, Watcher, sync


class LocalAssistant:
    """See assistant.assistant.Assistant for what each method promises."""

    def __init__(self, settings: Settings, web: Web | None = None) -> None:
        self.settings = settings
        self._web = web or Web()
        self._embedder = build_embedder(settings)
        self._library = Library(settings, identity_of(self._embedder))
        self._reader = build_reader(settings)
        self._llm = build_language_model(settings) if settings.generates else None
        self._kept = KeptFolders(settings.at_home())
        self._watcher = Watcher(self._kept, self.sync, settings.at_home())
        self._syncing = threading.Lock()

    # -- documents

    def add(self, paths: Iterable[Path | str], names: Iterable[str] | None = None) -> Iterator[IngestEvent]:
        places = list(paths)
        pages = [place for place in places if isinstance(place, str) and is_address(place)]
        files = find_files([place for place in places if place not in pages], names)
        with TemporaryDirectory(prefix="footnote-") as passing:
            incoming = []
            for found in chain(files, *(fetch_page(page, self._web, Path(passing)) for page in pages)):
                if isinstance(found, Incoming):
                    incoming.append(found)
                else:
                    yield found
            yield from ingest(incoming, self._library, self._embedder)

    def remove(self, sources: Iterable[str]) -> list[Source]:
        found = {source.id: source for source in map(self._library.source, sources)}
        places = [place for place, id_ in self._library.locations().values() if id_ in found]
        self._kept.leave_out({place.path: (place.size, place.modified) for place in places})
        self._library.remove(list(found))
        return list(found.values())

    def sources(self) -> list[Source]:
        return self._library.sources()

    def source(self, source: str) -> Source:
        return self._library.source(source)

    def document(self, source: str) -> Document:
        return self._library.document(source)

    def passages(self, source: str) -> list[Passage]:
        return list(self._library.passages_of(self._library.source(source).id))

    def original(self, source: str) -> Path:
        return self._library.original(source)

    def page_image(self, source: str, number: int, scale: float = 2.0) -> bytes:
        return page_png(self._library.original(source).read_bytes(), number, scale)

    def rectangles(self, source: str, start: int, end: int) -> list[tuple[int, float, float, float, float]]:
        found = []
        for page in self._library.document(source).pages:
            if page.boxes and page.start < end and start < page.end:
                for left, top, right, bottom in rectangles(page, start, end):
                    across, down = page.width, page.height
                    found.append((page.number, left / across, top / down, right / across, bottom / down))
        return found

    # -- watched folders

    def sync(
        self, folder: Path, resting: Mapping[str, State] | None = None, leave: Collection[str] = ()
    ) -> Generator[SyncEvent, None, None]:
        home = Home(self._library, self._embedder, self._kept, self.settings.at_home())
        with self._syncing:  # two at once would embed the same files twice
            yield from sync(home, folder, resting, leave)

    def watch(self, folder: Path) -> None:
        self._kept.keep(folder)
        self.watch_kept()

    def unwatch(self, folder: Path) -> None:
        self._kept.drop(folder)
        self._watcher.look_now()

    def watched(self) -> list[Watched]:
        return self._watcher.watched()

    def watch_kept(self) -> None:
        """Watch the folders that are kept in the home, in a thread of its own, until this is closed."""
        self._watcher.start()

    # -- questions

    def search(self, question: str, k: int | None = None, filters: Filters = Filters()) -> list[Hit]:
        engine = self._engine(self._extractive(), filters, k)
        return list(retrieve(engine, question))

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Iterator[AskEvent]:
        filters = replace(filters, sources=frozenset(self._library.source(each).id for each in filters.sources))
        meter = Meter()
        searched = standalone(question, history, self._llm, meter)
        synthesizer = self._synthesizer(meter)
        engine = self._engine(synthesizer, filters)
        yield from answer(question, searched, engine, synthesizer, meter)

    def answer(self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Answer:
        for event in self.ask(question, history, filters):
            if isinstance(event, Finished):
                return event.answer
        raise RuntimeError("asking ended without an answer")

    def check(
        self, sentence: str, quotes: Sequence[str], context: Sequence[str] = ()
    ) -> tuple[Verdict, tuple[str, ...]]:
        return verify(sentence, quotes, context, self._ask)

    def judge(self, answer: Answer, rating: Literal["good", "bad", ""], note: str = "") -> None:
        keep_feedback(self.settings.at_home(), Feedback(datetime.now(UTC), rating, answer, note))

    # -- the home

    def announce(self, address: str, token: str, pid: int) -> None:
        """Say in the home's lock that this process answers for others at ``address``."""
        self._library.announce(Holder(pid, address, token))

    def close(self) -> None:
        self._watcher.stop()
        self._library.close()
        for model in (self._embedder, self._llm):
            let_go(model)

    def _engine(self, synthesizer: Synthesizer, filters: Filters, count: int | None = None) -> RetrieverQueryEngine:
        count = count or self.settings.passages
        return build_engine(self._library, self._embedder, synthesizer, filters, count, reads=self._reads)

    def _reads(self, question: str, passages: Sequence[Passage]) -> list[list[Reading]]:
        """The reader's spans in each passage, moved to the canonical text."""
        titles = {source.id: source.title for source in self._library.sources()}
        texts = [Text(passage.text, titles.get(passage.source_id, "")) for passage in passages]
        return [
            [Reading(passage.start + span.start, passage.start + span.end, span.score) for span in spans]
            for passage, spans in zip(passages, self._reader.read(question, texts), strict=True)
        ]

    def _synthesizer(self, meter: Meter) -> Synthesizer:
        extractive = self._extractive()
        if self._llm is None:
            return extractive
        room = self.settings.context_tokens
        return GeneratedSynthesizer(self._library, self._llm, extractive, room, ask=self._ask, meter=meter)

    def _ask(self, question: str, text: str) -> tuple[str, float]:
        """The reader's answer to a question in a text, and its chance."""
        [spans] = self._reader.read(question, [Text(text)])
        best = [Reading(span.start, span.end, span.score) for span in spans[:1]]
        return (text[best[0].start : best[0].end], best[0].chance) if best else ("", 0.0)

    def _extractive(self) -> ExtractiveSynthesizer:
        return ExtractiveSynthesizer(self._library, self._embedder, self.settings.strictness)


def rebuild(settings: Settings) -> Iterator[IngestEvent]:
    """Embed every passage anew with the model that is set now; the catalog stays as it is."""
    embedder = build_embedder(settings)
    rebuild_vectors(settings, identity_of(embedder))
    library = Library(settings, identity_of(embedder))
    try:
        yield from embed_again(library, embedder)
    finally:
        library.close()


__all__ = ["LocalAssistant", "UnknownSource", "rebuild"]
