"""The door: everything that a screen, the command line or a program may do with a library of documents."""

from __future__ import annotations

import gc
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from assistant.events import AskEvent, IngestEvent, SyncEvent
from assistant.memory import share_arenas
from assistant.records import Answer, Document, Filters, Hit, Passage, Source, Turn, Verdict, Watched
from assistant.settings import Changes, Choices, Settings, Trial

if TYPE_CHECKING:
    from assistant.local import LocalAssistant
    from assistant.models.judging import JudgingModel


class Assistant(Protocol):
    """What both the assistant in this process and the client of a running one can do. Safe to call from threads."""

    def add(
        self, paths: Iterable[Path | str], names: Iterable[str] | None = None, *, links: bool = False
    ) -> Iterator[IngestEvent]:
        """Ingest files, folders and web pages, an event at a time; one that is bad yields Failed and the rest go on.

        A page is given by its address ("https://…") and goes by it. ``names`` gives each path's name in the library (an
        upload's own file name); without it a file has its file name and a file in a folder its path below that folder.
        Links in a folder are not followed; with ``links`` those to files are.
        """
        ...

    def sync(
        self, folder: Path, resting: Mapping[str, tuple[int, int]] | None = None, leave: Collection[str] = ()
    ) -> Generator[SyncEvent, None, None]:
        """Bring the library in step with a folder: take in what is new in it, remove what came from it and is gone.

        Of its files only those in ``resting`` are taken in, path to size and time, and only while they are so (None:
        all); nothing happens to paths in ``leave``. Raises FolderError, with nothing removed, when it cannot be read.
        """
        ...

    def watch(self, folder: Path) -> None:
        """Keep the library in step with a folder from now on, and again whenever the chat runs. Raises FolderError."""
        ...

    def unwatch(self, folder: Path) -> None:
        """Watch a folder no longer; what it brought stays. Raises FolderError when it is not watched."""
        ...

    def watched(self) -> list[Watched]:
        """The watched folders, by path, and how it stands with them."""
        ...

    def remove(self, sources: Iterable[str], grace: float = 0.0) -> list[Source]:
        """Take sources (ids or names) out of the library and return them. Raises UnknownSource before removing any.

        Nothing answers from them any more. For ``grace`` seconds they can be put back, unless the process ends before.
        """
        ...

    def put_back(self, sources: Iterable[str]) -> list[Source]:
        """Undo the removal of sources (ids), whole. Raises UnknownSource for one whose grace is over."""
        ...

    def sources(self) -> list[Source]:
        """All sources, by name."""
        ...

    def source(self, source: str) -> Source:
        """One source by id or name. Raises UnknownSource."""
        ...

    def document(self, source: str) -> Document:
        """The canonical text of a source (id or name), with its blocks and pages. Raises UnknownSource."""
        ...

    def passages(self, source: str) -> list[Passage]:
        """The passages of a source (id or name) in text order. Raises UnknownSource."""
        ...

    def original(self, source: str) -> Path:
        """The library's own copy of the file that was ingested. Raises UnknownSource."""
        ...

    def page_image(self, source: str, number: int, scale: float = 2.0) -> bytes:
        """A page of a PDF as PNG, ``scale`` pixels a point. Raises UnknownSource or ReadingError."""
        ...

    def rectangles(
        self, source: str, spans: Sequence[tuple[int, int]]
    ) -> list[list[tuple[int, float, float, float, float]]]:
        """Where each ``text[start:end]`` stands on its pages: page number, left, top, right, bottom in fractions of it.

        One for each of its lines of text; none for a format without layout. Raises UnknownSource.
        """
        ...

    def search(self, question: str, k: int | None = None, filters: Filters = Filters()) -> list[Hit]:
        """The ``k`` best passages for a question, best first."""
        ...

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Iterator[AskEvent]:
        """Answer a question: Searching, PassagesFound, Tokens while it is written, and Finished last."""
        ...

    def answer(self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Answer:
        """The same without the events in between."""
        ...

    def suggestions(
        self, answer: Answer | None = None, history: Sequence[Turn] = (), filters: Filters = Filters()
    ) -> list[str]:
        """Up to three questions to go on with after ``answer``, or to begin with; mostly fewer.

        They are made of headings, each of which answers its question. No language model is asked.
        """
        ...

    def check(
        self, sentence: str, quotes: Sequence[str], context: Sequence[str] = ()
    ) -> tuple[Verdict, tuple[str, ...]]:
        """Whether quotes support a sentence, and why not (empty when they do). ``context``: what they stand in."""
        ...

    def judge(self, answer: Answer, rating: Literal["good", "bad", ""], note: str = "") -> None:
        """Keep what somebody thought of an answer; "" takes a judgement back. Raises LibraryError."""
        ...

    def close(self) -> None:
        """Let go of the home. Calling it again does nothing."""
        ...


class Adjustable(Protocol):
    """An assistant whose settings can be changed while it runs."""

    def choices(self) -> Choices:
        """The settings that can be chosen, as they hold now. The key is not among them."""
        ...

    def choose(self, changes: Changes) -> Choices:
        """Change settings from the next question on and keep them in the home.

        What the environment has set stays. Raises SettingsError, with nothing changed, or LibraryError.
        """
        ...

    def try_model(self, changes: Changes) -> Trial:
        """Ask the language model that would be used after ``changes``; nothing is kept.

        Raises SettingsError or EndpointError.
        """
        ...


def build_assistant(settings: Settings) -> LocalAssistant:
    """Open the library at ``settings.home`` and put an assistant on it. Raises LibraryError, ModelError."""
    share_arenas()
    with uncollected():
        from assistant.local import LocalAssistant

    return LocalAssistant(settings)


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: importing makes none, and looking takes a sixth of the time that it takes."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def readable_kinds() -> tuple[str, ...]:
    """The extensions of the files that can be read, with dots, in lower case, in alphabetical order."""
    from assistant.reading import supported_extensions

    return supported_extensions()


@contextmanager
def open_judging_model(settings: Settings) -> Iterator[JudgingModel]:
    """A llama-index language model that judges answers; its connections are closed at the end.

    Raises SettingsError where ``settings`` name no language model.
    """
    from assistant.models import let_go
    from assistant.models.judging import build_judging_model

    model = build_judging_model(settings)
    try:
        yield model
    finally:
        let_go(model)
