"""Files into the library: read, split, embed, then swap. Yields what happens; one bad file never stops the rest."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding

from assistant.errors import FootnoteError, NoText, TooLarge
from assistant.events import Added, Failed, IngestEvent, Progress, Unchanged
from assistant.incoming import Incoming
from assistant.library import Entry, Library, Location, Staging
from assistant.reading import read
from assistant.reading.worker import Read
from assistant.records import Document, Passage, Source
from assistant.split import split

_GROUP = 256  # passages that are embedded and stored together; a longer document makes a group of its own
_BATCH = 128  # passages between two reports of progress
_MOST_BYTES = 500_000_000  # of a file; the page takes no larger upload either
_SCRIPTS = "If the page shows text in your browser, print it to a PDF there and add that."
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Prepared:
    name: str  # the file's own, which the source's may differ from
    entry: Entry
    data: bytes
    suffix: str
    replaces: bool


def ingest(
    incoming: Iterable[Incoming], library: Library, embedder: BaseEmbedding, reads: Read = read
) -> Iterator[IngestEvent]:
    """Take files in, an event at a time. Unchanged files cost one look at their size and time.

    ``reads`` turns a file's bytes, its name and its extension into a document; a ``ReadingWorker`` does it apart.

    Files are stored in groups; a failure while a group is embedded or stored leaves the library as it was before that
    group and is reported for each of its files.
    """
    intake = _Intake(library, reads)
    twins: list[Incoming] = []  # files whose content waits in the group; looked at again once that is stored
    group: list[_Prepared] = []
    for file in incoming:
        prepared = yield from intake.prepare(file)
        if prepared is None:
            continue
        if any(prepared.entry.source.id == each.entry.source.id for each in group):
            twins.append(file)
            continue
        group.append(prepared)
        if sum(len(each.entry.passages) for each in group) >= _GROUP:
            yield from _store(group, intake, library, embedder)
            group = []
    if group:
        yield from _store(group, intake, library, embedder)
    if twins:
        yield from ingest(twins, library, embedder, reads)


class _Intake:
    """Decides what is new, and reads and splits it."""

    def __init__(self, library: Library, reads: Read) -> None:
        self._library, self._reads = library, reads
        self._locations = library.locations()
        self._sources = {source.id: source for source in library.sources()}
        self._names = {source.name: source.id for source in self._sources.values()}

    def prepare(self, file: Incoming) -> Generator[IngestEvent, None, _Prepared | None]:
        """Yields events; returns what is to be stored, or None where nothing is."""
        try:
            location = _location(file)
            known = self._locations.get(file.remembered)
            if known and known[0] == location and known[1] in self._sources and not file.told_by_content:
                yield Unchanged(file.name, self._sources[known[1]])
                return None
            yield Progress(file.name, "reading", 0, 1)
            if location.size > _MOST_BYTES:
                raise TooLarge(
                    f"{file.name} is larger than {_MOST_BYTES // 1_000_000} MB. Split it into smaller files."
                )
            data = file.path.read_bytes()
            source_id = hashlib.sha256(data).hexdigest()[:16]
            if source_id in self._sources:
                self._library.relocate(location, source_id)
                yield Unchanged(file.name, self._sources[source_id])
                return None
            document = self._reads(data, file.name, file.path.suffix if file.is_page else "")
            if file.is_page and known and document == self._library.document(known[1]):
                yield Unchanged(file.name, self._sources[known[1]])  # only what no reader sees is different
                return None
            yield Progress(file.name, "splitting", 0, 1)
            return self._prepared(file, location, data, source_id, document)
        except OSError as error:
            yield Failed(file.name, f"{file.name} cannot be read ({error.strerror}). Check that it may be read.")
        except FootnoteError as error:
            more = f" {_SCRIPTS}" if file.is_page and isinstance(error, NoText) else ""
            yield Failed(file.name, f"{error}{more}")
        except Exception:
            _log.exception("reading %s failed", file.name)
            yield Failed(file.name, f"{file.name} could not be read: it is damaged or of an unknown kind.")
        return None

    def _prepared(
        self, file: Incoming, location: Location, data: bytes, source_id: str, document: Document
    ) -> _Prepared:
        passages = split(document, source_id)
        if not passages:
            raise NoText(f"{file.name} holds no text. Add a file that does.")
        replaced = self._locations.get(file.remembered)
        source = Source(
            id=source_id,
            name=self._name(file, replaced[1] if replaced else None),
            kind=document.kind,
            title=document.title,
            author=document.author,
            published=document.published,
            added=datetime.now(UTC),
            size=len(data),
            characters=len(document.text),
            passages=len(passages),
            pages=len(document.pages),
            address=file.place if file.is_page else "",
            unread=tuple(page.number for page in document.pages if page.is_unread),
        )
        self._names[source.name] = source_id
        entry = Entry(source, document, passages, location)
        return _Prepared(file.name, entry, data, file.path.suffix, replaced is not None)

    def stored(self, group: Sequence[_Prepared]) -> None:
        """Remember what has come in, so that the same content further on is known."""
        for each in group:
            self._sources[each.entry.source.id] = each.entry.source

    def _name(self, file: Incoming, replaced: str | None) -> str:
        """The file's name, with a number where another source has it already."""
        name, number = file.listed, 2
        while self._names.get(name, replaced) != replaced:
            stem = Path(file.listed)
            name = str(stem.with_name(f"{stem.stem} ({number}){stem.suffix}"))
            number += 1
        return name


def _location(file: Incoming) -> Location:
    status = file.path.stat()
    return Location(file.remembered, status.st_size, status.st_mtime_ns)


def _store(
    group: Sequence[_Prepared], intake: _Intake, library: Library, embedder: BaseEmbedding
) -> Iterator[IngestEvent]:
    names = [each.name for each in group]
    try:
        with library.staging([each.entry.source.id for each in group]) as stage:
            twins = [each for each in group if stage.is_here(each.entry.source.id)]  # by another way, meanwhile
            fresh = [each for each in group if each not in twins]
            for each in fresh:
                stage.keep_file(each.entry.source.id, each.suffix, each.data)
            entered = stage.enter([each.entry for each in fresh])
            for each in fresh:
                yield Progress(each.name, "embedding", 0, len(each.entry.passages), each.entry.source.id in entered)
            yield from _embed(fresh, entered, stage, embedder)
            for each in fresh:
                yield Progress(each.name, "storing", 0, 1, each.entry.source.id in entered)
            stage.commit([each.entry for each in fresh])
        for each in twins:
            library.relocate(each.entry.location, each.entry.source.id)
    except FootnoteError as error:
        yield from (Failed(name, str(error)) for name in names)
        return
    except Exception as error:
        _log.exception("storing %s failed", names)
        reason = f"It could not be stored ({error}). The library is as it was before; try again."
        yield from (Failed(name, reason) for name in names)
        return
    intake.stored(group)
    yield from (Added(each.entry.source, each.replaces) for each in fresh)
    yield from (Unchanged(each.name, library.source(each.entry.source.id)) for each in twins)


def _embed(
    group: Sequence[_Prepared], entered: Collection[str], stage: Staging, embedder: BaseEmbedding
) -> Iterator[Progress]:
    """Embed a group's passages and store the vectors, those of small files together: each storing costs alike."""
    owners = {each.entry.source.id: each for each in group}
    titled = [(passage, each.entry.source.title) for each in group for passage in each.entry.passages]
    done = dict.fromkeys(owners, 0)
    for passages, vectors in _batches(titled, embedder):
        stage.add_vectors(passages, vectors)
        for id_, count in Counter(passage.source_id for passage in passages).items():
            done[id_] += count
            total = len(owners[id_].entry.passages)
            yield Progress(owners[id_].name, "embedding", done[id_], total, id_ in entered)


def _batches(
    titled: Sequence[tuple[Passage, str]], embedder: BaseEmbedding
) -> Iterator[tuple[list[Passage], np.ndarray]]:
    """Passages, given with their sources' titles, and their vectors, float32 (n, dimension)."""
    for begin in range(0, len(titled), _BATCH):
        some = titled[begin : begin + _BATCH]
        vectors = embedder.get_text_embedding_batch([embedding_text(passage, title) for passage, title in some])
        yield [passage for passage, _ in some], np.asarray(vectors, dtype=np.float32)


def embed_again(
    library: Library, embedder: BaseEmbedding, source_ids: Collection[str] | None = None
) -> Iterator[IngestEvent]:
    """Vectors anew for every passage of these sources (None: of all), a source at a time."""
    for source in library.sources():
        if source_ids is not None and source.id not in source_ids:
            continue
        passages = list(library.passages_of(source.id))
        done = 0
        for some, vectors in _batches([(passage, source.title) for passage in passages], embedder):
            library.add_vectors(some, vectors)
            done += len(some)
            yield Progress(source.name, "embedding", done, len(passages))
        yield Added(source, replaced=True)


def embedding_text(passage: Passage, title: str) -> str:
    """What is embedded for a passage: the words above it, then its own."""
    above = " › ".join(part for part in (title, passage.heading) if part and part not in passage.text[:200])
    return f"{above}\n{passage.text}" if above else passage.text
