"""The doctor: finds what is wrong with a home and mends it from the catalog, the truth, or from the files' copies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from llama_index.core.base.embeddings.base import BaseEmbedding

from assistant.events import Added, IngestEvent, Unchanged
from assistant.incoming import Incoming
from assistant.ingest import embed_again, ingest
from assistant.library import Library, Location, examine_library, mending
from assistant.places import Held, held
from assistant.reading.worker import Read
from assistant.records import Problem


@dataclass(frozen=True, slots=True)
class Doctor:
    """Looks after an open library. ``dimension`` is that of the embedder's vectors, None where it is not known."""

    library: Library
    embedder: BaseEmbedding
    dimension: int | None
    reads: Read

    def examine(self) -> list[Problem]:
        """What is wrong."""
        return examine_library(self.library, self.dimension)

    def mend(self) -> Iterator[IngestEvent]:
        """Mend what can be mended, until nothing is left or nothing helps."""
        before: list[Problem] = []
        while (problems := [problem for problem in self.examine() if problem.mendable]) != before:
            for problem in problems:
                yield from _MENDING[problem.check](self, problem)
            before = problems

    def read_anew(self, files: tuple[str, ...]) -> Iterator[IngestEvent]:
        """Take copies that belong to no source into the library again, by the names and places that are known."""
        parts = self.library.parts
        for copy, (name, places) in mending.set_to_recover(parts, files).items():
            for event in ingest([_incoming(copy, name, places)], self.library, self.embedder, self.reads):
                yield event
                if isinstance(event, (Added, Unchanged)):
                    mending.recovered(parts, copy, places)

    def embed_missing(self) -> Iterator[IngestEvent]:
        """Embed the passages of every source that lacks a vector."""
        yield from embed_again(self.library, self.embedder, mending.without_vectors(self.library.parts))


def _incoming(copy: Path, name: str, places: Sequence[Location]) -> Incoming:
    """A copy as what it was. Where that is not known it may be somebody's own, and nobody who logs in sees it."""
    remembered = places[0].path if places else str(Held("own", "recovered", f"upload:{name or copy.name}"))
    whose = held(remembered)
    if whose is None:
        return Incoming(copy, name or copy.name, remembered)
    return Incoming(copy, name.removeprefix(f"{whose.holder}/") or copy.name, whose.place, whose.mark)


_Mending = Callable[[Doctor, Problem], Iterator[IngestEvent]]


def _at_once(act: Callable[[Doctor, Problem], None]) -> _Mending:
    def mend(doctor: Doctor, problem: Problem) -> Iterator[IngestEvent]:
        act(doctor, problem)
        yield from ()

    return mend


def _vectors(doctor: Doctor, problem: Problem) -> Iterator[IngestEvent]:
    mending.discard_vectors(doctor.library.parts)
    yield from doctor.embed_missing()


def _dimension(doctor: Doctor, problem: Problem) -> Iterator[IngestEvent]:
    doctor.library.parts.vectors.clear()
    yield from doctor.embed_missing()


_MENDING: dict[str, _Mending] = {
    "rows": _at_once(lambda doctor, problem: mending.drop_rows(doctor.library.parts, problem.items)),
    "sources": _at_once(lambda doctor, problem: mending.lose_sources(doctor.library.parts, problem.items)),
    "pending": _at_once(lambda doctor, _: doctor.library.sweep()),
    "copies": _at_once(lambda doctor, problem: mending.copy_again(doctor.library.parts, problem.items)),
    "strays": lambda doctor, problem: doctor.read_anew(problem.items),
    "words": _at_once(lambda doctor, _: doctor.library.rebuild_words()),
    "dimension": _dimension,
    "vectors": _vectors,
}
