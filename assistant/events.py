"""What a running flow reports. Flows yield these; the screen, the command line and the service translate them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.records import Answer, Hit, Source

Stage = Literal["fetching", "reading", "splitting", "embedding", "storing"]


@dataclass(frozen=True, slots=True)
class Progress:
    """One file's ingest has come so far: ``done`` of ``total`` steps of ``stage`` (passages when embedding).

    When ``searchable``, it is found by its words already.
    """

    name: str
    stage: Stage
    done: int
    total: int
    searchable: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """A file is in the library; ``replaced`` when an earlier version of it went."""

    source: Source
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A file was in the library already, byte for byte; nothing was done."""

    name: str
    source: Source


@dataclass(frozen=True, slots=True)
class Failed:
    """A file could not be read or stored; the library is as it was. ``reason`` says what to do next."""

    name: str
    reason: str


IngestEvent = Progress | Added | Unchanged | Failed


@dataclass(frozen=True, slots=True)
class Removed:
    """A source went because its file is gone from a watched folder and no other file leads to it."""

    source: Source


@dataclass(frozen=True, slots=True)
class Renamed:
    """A source goes by its file's new name; ``before`` was the old one."""

    source: Source
    before: str


SyncEvent = IngestEvent | Removed | Renamed


@dataclass(frozen=True, slots=True)
class Searching:
    """The search has begun for ``query``, the standalone form of what was asked."""

    query: str


@dataclass(frozen=True, slots=True)
class PassagesFound:
    """Retrieval is done; the answer is being written from these."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of answer text, as it comes. It is unchecked until Finished arrives."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The checked answer; it replaces every Token before it."""

    answer: Answer


AskEvent = Searching | PassagesFound | Token | Finished
