"""One person's assistant: the whole of it, over no more than that person may see.

The library remembers from where each document came, and that says whose it is (see places.Held): somebody's own, shared
by somebody with everybody, or nobody's, which everybody sees. A file that two people add is one document that came from
two places; when one of them removes it, it goes for them, and goes for good only when it came from nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.errors import FolderError, NotAllowed, UnknownSource
from assistant.events import Added, AskEvent, IngestEvent, SyncEvent, Unchanged
from assistant.people.leaving import Leaving
from assistant.people.shelf import Shelf, Standing, shelf
from assistant.places import Held, Scope, is_address
from assistant.records import Answer, Document, Filters, Hit, Passage, Source, Turn, Verdict, Watched

if TYPE_CHECKING:
    from assistant.local import LocalAssistant

_NO_FOLDERS = "Folders are watched by whoever runs Footnote: `footnote watch` on its machine. Add the files themselves."


class PersonalAssistant:
    """See assistant.assistant.Assistant for what each method promises. It is not closed; the whole assistant is."""

    def __init__(
        self, assistant: LocalAssistant, account_id: str, leaving: Leaving, name_of: Callable[[str], str]
    ) -> None:
        self._assistant, self._id, self._leaving, self._name_of = assistant, account_id, leaving, name_of

    # -- documents

    def add(
        self, paths: Iterable[Path | str], names: Iterable[str] | None = None, *, links: bool = False
    ) -> Iterator[IngestEvent]:
        places = list(paths)
        given = names if names is not None else [Path(place).name for place in places if not is_address(str(place))]
        before = self._shelf()
        for event in self._assistant.add(places, given, self._mark, links=links):
            yield self._told(event, before)

    def remove(self, sources: Iterable[str], grace: float = 0.0) -> list[Source]:
        mine = self._shelf()
        found = [mine.source(source) for source in sources]
        for source in found:
            if not mine.standings[source.id].mine:
                raise NotAllowed(f"“{source.title or source.name}” is not yours to remove. Ask whoever added it.")
        self._leaving.take([place for source in found for place in mine.own_places(source.id)], grace)
        return found

    def put_back(self, sources: Iterable[str]) -> list[Source]:
        wanted = list(sources)
        self._leaving.put_back(self._id, wanted)
        mine = self._shelf()
        return [mine.source(source) for source in wanted]

    def sources(self) -> list[Source]:
        return sorted(self._shelf().sources.values(), key=lambda source: source.name)

    def source(self, source: str) -> Source:
        return self._shelf().source(source)

    def document(self, source: str) -> Document:
        return self._assistant.document(self.source(source).id)

    def passages(self, source: str) -> list[Passage]:
        return self._assistant.passages(self.source(source).id)

    def original(self, source: str) -> Path:
        return self._assistant.original(self.source(source).id)

    def page_image(self, source: str, number: int, scale: float = 2.0) -> bytes:
        return self._assistant.page_image(self.source(source).id, number, scale)

    def rectangles(
        self, source: str, spans: Sequence[tuple[int, int]]
    ) -> list[list[tuple[int, float, float, float, float]]]:
        return self._assistant.rectangles(self.source(source).id, spans)

    # -- whose they are

    def standings(self) -> dict[str, Standing]:
        """How this person stands to each source that they see, by its id."""
        return self._shelf().standings

    def share(self, source: str, with_everybody: bool) -> None:
        """Show a document of this person's (id or name) to everybody, or to nobody else. Raises UnknownSource."""
        mine = self._shelf()
        found = mine.source(source)
        if not mine.standings[found.id].mine:
            raise NotAllowed(f"“{found.title or found.name}” is not yours to share. Ask whoever added it.")
        scope: Scope = "all" if with_everybody else "own"
        for place in mine.own_places(found.id):
            self._assistant.remember(str(replace(place, scope=scope)), str(place))

    # -- watched folders

    def sync(
        self, folder: Path, resting: Mapping[str, tuple[int, int]] | None = None, leave: Collection[str] = ()
    ) -> Generator[SyncEvent, None, None]:
        raise FolderError(_NO_FOLDERS)

    def watch(self, folder: Path) -> None:
        raise FolderError(_NO_FOLDERS)

    def unwatch(self, folder: Path) -> None:
        raise FolderError(_NO_FOLDERS)

    def watched(self) -> list[Watched]:
        return []

    # -- questions

    def search(self, question: str, k: int | None = None, filters: Filters = Filters()) -> list[Hit]:
        return self._assistant.search(question, k, self._limited(filters))

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Iterator[AskEvent]:
        return self._assistant.ask(question, history, self._limited(filters))

    def answer(self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Answer:
        return self._assistant.answer(question, history, self._limited(filters))

    def suggestions(
        self, answer: Answer | None = None, history: Sequence[Turn] = (), filters: Filters = Filters()
    ) -> list[str]:
        return self._assistant.suggestions(answer, history, self._limited(filters))

    def check(
        self, sentence: str, quotes: Sequence[str], context: Sequence[str] = ()
    ) -> tuple[Verdict, tuple[str, ...]]:
        return self._assistant.check(sentence, quotes, context)

    def judge(self, answer: Answer, rating: Literal["good", "bad", ""], note: str = "") -> None:
        self._assistant.judge(answer, rating, note)

    def close(self) -> None:
        """Nothing: the whole assistant is closed where it was opened."""

    def _shelf(self) -> Shelf:
        return shelf(self._id, self._assistant.sources(), self._assistant.remembered(), self._name_of)

    def _limited(self, filters: Filters) -> Filters:
        mine = self._shelf()
        wanted = frozenset(mine.source(each).id for each in filters.sources)
        return replace(filters, sources=wanted, among={id_: source.name for id_, source in mine.sources.items()})

    def _mark(self, place: str) -> str:
        """What is added again stays shared, if it was."""
        shared = Held("all", self._id, place)
        return shared.mark if str(shared) in self._assistant.remembered() else Held("own", self._id, place).mark

    def _told(self, event: IngestEvent, before: Shelf) -> IngestEvent:
        """An event in this person's words: with their names, and no word of who else has the same file."""
        if not isinstance(event, (Added, Unchanged)):
            return event
        try:
            source = self.source(event.source.id)
        except UnknownSource:  # removed again meanwhile
            return event
        if isinstance(event, Unchanged):
            return Unchanged(event.name, source) if source.id in before.sources else Added(source)
        return Added(source, event.replaced)
