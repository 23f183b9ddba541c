"""The assistant in this process: parts and flows put together behind the door."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from llama_index.core.llms import LLM
from llama_index.core.query_engine import RetrieverQueryEngine

from assistant.answer import ExtractiveSynthesizer, Synthesizer, answer, build_engine, retrieve
from assistant.answer.catalog import catalog_answer
from assistant.choices import KeptChoices
from assistant.doctor import Doctor
from assistant.errors import UnknownSource
from assistant.events import AskEvent, Finished, IngestEvent, SyncEvent
from assistant.feedback import keep_feedback
from assistant.fetching import Web
from assistant.folder import State
from assistant.incoming import Incoming, fetch_page, find_files
from assistant.ingest import embed_again, ingest
from assistant.keeping import dimension_of
from assistant.library import Holder, Library, rebuild_vectors
from assistant.models import build_embedder, build_reader, build_writer, identity_of, let_go
from assistant.models.tokens import Meter
from assistant.places import is_address
from assistant.reading.boxes import on_page
from assistant.reading.worker import Limits, ReadingPool, ReadingWorker
from assistant.readings import reads_of
from assistant.records import (
    Answer,
    Document,
    Evidence,
    Feedback,
    Filters,
    Hit,
    Passage,
    Problem,
    Source,
    Turn,
    Verdict,
    Watched,
)
from assistant.session import standalone
from assistant.settings import Changes, Choices, Settings, Trial
from assistant.suggestions import suggestions
from assistant.verify import verify
from assistant.watching import Home, KeptFolders, Watcher, sync


class LocalAssistant:
    """See assistant.assistant.Assistant for what each method promises."""

    def __init__(self, settings: Settings, web: Web | None = None) -> None:
        self._choices = KeptChoices(settings)
        self.settings = self._choices.settings()
        self._web = web or Web()
        self._embedder = build_embedder(settings)
        self._library = Library(settings, identity_of(self._embedder))
        self._reader = build_reader(settings)
        limits = Limits(settings.reading_seconds, settings.reading_memory << 20)
        self._worker, self._drawing = ReadingPool(limits), ReadingWorker(limits)  # a page need not wait for a file
        self._llm = build_writer(self.settings)
        self._retired: list[LLM | None] = []  # earlier ones, which a running question may still use
        self._kept = KeptFolders(settings.at_home())
        self._watcher = Watcher(self._kept, self.sync, settings.at_home())
        self._syncing = threading.Lock()

    # -- documents

    def add(
        self,
        paths: Iterable[Path | str],
        names: Iterable[str] | None = None,
        mark: Callable[[str], str] = lambda _place: "",
        *,
        links: bool = False,
    ) -> Iterator[IngestEvent]:
        """``mark`` tells whose a place is, see places.Held; without it what is added is nobody's."""
        places = list(paths)
        pages = [place for place in places if isinstance(place, str) and is_address(place)]
        files = find_files([place for place in places if place not in pages], names, links)
        with TemporaryDirectory(prefix="footnote-") as passing:
            incoming = []
            for found in chain(files, *(fetch_page(page, self._web, Path(passing)) for page in pages)):
                if isinstance(found, Incoming):
                    incoming.append(replace(found, mark=mark(found.place)))
                else:
                    yield found
            yield from ingest(incoming, self._library, self._embedder, self._worker.read)

    def remove(self, sources: Iterable[str], grace: float = 0.0) -> list[Source]:
        found = {source.id: source for source in map(self._library.source, sources)}
        places = [place for place, id_ in self._library.locations().values() if id_ in found]
        self._kept.leave_out({place.path: (place.size, place.modified) for place in places})
        if grace:
            self._library.withdraw(list(found), grace)
        else:
            self._library.remove(list(found))
        return list(found.values())

    def put_back(self, sources: Iterable[str]) -> list[Source]:
        return self._library.put_back(list(sources))

    def remembered(self) -> dict[str, str]:
        """From where each source came, as the library remembers it: source id by place."""
        return {place: id_ for place, (_, id_) in self._library.locations().items()}

    def remember(self, place: str, instead_of: str) -> None:
        """Remember what came from one place as having come from another, unless something else came from there."""
        self._library.move(instead_of, place)

    def forget(self, places: Sequence[str]) -> list[Source]:
        """Forget that anything came from these places; gives the sources that went, as they came from nowhere else."""
        return self._library.forget(places)

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
        return self._drawing.page_png(self._library.original(source).read_bytes(), number, scale)

    def rectangles(
        self, source: str, spans: Sequence[tuple[int, int]]
    ) -> list[list[tuple[int, float, float, float, float]]]:
        pages = self._library.document(source).pages
        return [list(chain.from_iterable(on_page(page, start, end) for page in pages)) for start, end in spans]

    # -- watched folders

    def sync(
        self, folder: Path, resting: Mapping[str, State] | None = None, leave: Collection[str] = ()
    ) -> Generator[SyncEvent, None, None]:
        home = Home(self._library, self._embedder, self._kept, self.settings.at_home(), self._worker.read)
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
        if known := catalog_answer(question, _chosen(self._library.sources(), filters)):
            yield Finished(known)
            return
        meter = Meter()
        llm = self._llm  # the same to the end, whatever is chosen meanwhile
        searched = standalone(question, history, llm, meter)
        synthesizer = self._synthesizer(llm, meter)
        engine = self._engine(synthesizer, filters, streaming=True)
        yield from answer(question, searched, engine, synthesizer, meter, library=self._library)

    def suggestions(
        self, answer: Answer | None = None, history: Sequence[Turn] = (), filters: Filters = Filters()
    ) -> list[str]:
        return suggestions(self._library, _chosen(self._library.sources(), filters), answer, history)

    def answer(self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Answer:
        return next(each.answer for each in self.ask(question, history, filters) if isinstance(each, Finished))

    def check(
        self, sentence: str, quotes: Sequence[str], context: Sequence[str] = ()
    ) -> tuple[Verdict, tuple[str, ...]]:
        return verify(sentence, quotes, context)

    def judge(self, answer: Answer, rating: Literal["good", "bad", ""], note: str = "") -> None:
        keep_feedback(self.settings.at_home(), Feedback(datetime.now(UTC), rating, answer, note))

    # -- settings

    def choices(self) -> Choices:
        return self._choices.shown(self.settings)

    def choose(self, changes: Changes) -> Choices:
        settings = self._choices.settings_with(changes)
        llm = build_writer(settings)
        self._choices.keep(changes)
        self._retired.append(self._llm)
        self.settings, self._llm = settings, llm
        return self.choices()

    def try_model(self, changes: Changes) -> Trial:
        from assistant.models.trial import try_language_model

        return try_language_model(self._choices.settings_with(changes))

    # -- the home

    def announce(self, address: str, token: str, pid: int) -> None:
        """Say in the home's lock that this process answers for others at ``address``."""
        self._library.announce(Holder(pid, address, token))

    def examine(self) -> list[Problem]:
        """What is wrong with the library, if anything; nothing is changed."""
        return self._doctor().examine()

    def mend(self) -> Iterator[IngestEvent]:
        """Mend what can be mended of that; writes wait meanwhile."""
        yield from self._doctor().mend()

    def _doctor(self) -> Doctor:
        dimension = dimension_of(self.settings, self._embedder)
        return Doctor(self._library, self._embedder, dimension, self._worker.read)

    def close(self) -> None:
        self._watcher.stop()
        self._worker.close()
        self._drawing.close()
        self._library.close()
        for model in (self._embedder, self._llm, *self._retired):
            let_go(model)

    def query_engine(self, filters: Filters = Filters()) -> RetrieverQueryEngine:
        """The llama-index query engine that answers, for programs: a response has source nodes and the whole Answer."""
        return self._engine(self._synthesizer(self._llm, Meter()), filters)

    def _engine(
        self, synthesizer: Synthesizer, filters: Filters, count: int | None = None, *, streaming: bool = False
    ) -> RetrieverQueryEngine:
        count = count or self.settings.passages
        return build_engine(
            self._library, self._embedder, synthesizer, filters, count, reads=self.reads, streaming=streaming
        )

    def reads(self, question: str, passages: Sequence[Passage]) -> list[Evidence]:
        """What the reader finds in passages."""
        return reads_of(self._reader, question, passages)

    def _synthesizer(self, llm: LLM | None, meter: Meter) -> Synthesizer:
        extractive = self._extractive()
        if llm is None:
            return extractive
        from assistant.answer.generated import GeneratedSynthesizer

        room = self.settings.context_tokens
        return GeneratedSynthesizer(self._library, llm, extractive, room, meter=meter)

    def _extractive(self, strictness: float | None = None) -> ExtractiveSynthesizer:
        strictness = self.settings.strictness if strictness is None else strictness
        return ExtractiveSynthesizer(self._library, self._embedder, strictness)


def _chosen(sources: Sequence[Source], filters: Filters) -> list[Source]:
    """The sources that a question with these filters may use."""
    may = [source for source in sources if filters.among is None or source.id in filters.among]
    return [source for source in may if not filters.sources or {source.id, source.name} & filters.sources]


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
