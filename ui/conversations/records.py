"""A kept conversation as a value, and what a page sends of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from assistant.records import Turn
from ui.chat import TurnView, stopped
from ui.export import Note, Rating
from ui.suggested import Offered

ID = re.compile(r"[A-Za-z0-9-]{12}")
Id = Annotated[str, Field(pattern=rf"^{ID.pattern}$")]
Title = Annotated[str, Field(max_length=200)]
Milliseconds = Annotated[int, Field(ge=0, lt=1 << 53)]


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """One question: what is shown of it, what later questions lean on, its judgement, and what was offered next."""

    id: Id
    view: TurnView
    text: Turn
    rating: Rating = ""
    note: Note = ""
    next: Offered | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What a list shows of a conversation. ``version`` is another after each change."""

    id: Id
    version: str
    title: Title
    changed: Milliseconds  # since 1970, when it was last asked in
    size: int  # bytes of the turns in its file


@dataclass(frozen=True, slots=True)
class Whole:
    """A conversation with all its turns."""

    head: Head
    turns: tuple[StoredTurn, ...] = ()

    def holds(self, words: list[str]) -> bool:
        """Whether all of the words are in the title, the questions or the answers."""
        texts = (f"{turn.text.question} {turn.text.answer}" for turn in self.turns)
        text = " ".join([self.head.title, *texts]).casefold()
        return all(word.casefold() in text for word in words)


@dataclass(frozen=True, slots=True)
class Part:
    """What a page has changed: turns that are new or other than before, turns that are gone, the title.

    ``known``: the page has had it from here, so that it is not to be made where it is missing.
    """

    id: Id
    turns: Annotated[list[Any], Field(max_length=2000)] = field(default_factory=list)
    gone: Annotated[list[Id], Field(max_length=2000)] = field(default_factory=list)
    title: Title | None = None
    changed: Milliseconds = 0
    known: bool = False


HEAD = TypeAdapter(Head)
_TURN = TypeAdapter(StoredTurn)


def turn_line(turn: StoredTurn) -> bytes:
    """A turn as a line of JSON."""
    return _TURN.dump_json(turn) + b"\n"


def load_line(line: bytes) -> StoredTurn:
    """What ``turn_line`` wrote. Raises ValidationError."""
    return _TURN.validate_json(line)


def load_turn(value: Any) -> StoredTurn | None:
    """A turn that a page sends, None if it is not whole or could not be read back; one that was cut off is stopped."""
    try:
        turn = _TURN.validate_python(value)
        turn = StoredTurn(turn.id, stopped(turn.view), turn.text, turn.rating, turn.note, turn.next)
        return load_line(turn_line(turn))  # no number, say, has become null
    except (ValidationError, ValueError):
        return None
