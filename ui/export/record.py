"""A conversation as a value, and the places it stands on numbered throughout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from assistant.records import Answer, Citation, Hit, Sentence
from ui.chat import TurnView, stopped

Rating = Literal["good", "bad", ""]
Note = Annotated[str, Field(max_length=2000)]
_MOST_TURNS = 2000


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """One question as the page shows it, and what its reader thought of the answer."""

    view: TurnView
    rating: Rating = ""
    note: Note = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that a browser keeps of a conversation."""

    title: Annotated[str, Field(max_length=200)]
    turns: Annotated[tuple[KeptTurn, ...], Field(min_length=1, max_length=_MOST_TURNS)]


_CONVERSATION = TypeAdapter(Conversation)


def load_conversation(values: Any) -> Conversation:
    """A conversation from plain values; what was cut off while it ran is stopped. Raises ValidationError."""
    found = _CONVERSATION.validate_python(values)
    return replace(found, turns=tuple(replace(turn, view=stopped(turn.view)) for turn in found.turns))


def dump_conversation(conversation: Conversation) -> dict[str, Any]:
    """A conversation as plain values; ``load_conversation`` gives it back."""
    return dict(_CONVERSATION.dump_python(conversation, mode="json"))


class References:
    """The places that a conversation cites, each numbered once, from 1, in the order of their first mention."""

    def __init__(self, conversation: Conversation) -> None:
        self._numbers: dict[tuple[str, int, int], int] = {}
        self.all: list[Citation] = []
        for turn in conversation.turns:
            for sentence in turn.view.answer.sentences if turn.view.answer else ():
                for citation in sentence.citations:
                    self._add(citation)

    def _add(self, citation: Citation) -> None:
        number = self._numbers.setdefault(_place(citation), len(self.all) + 1)
        if number > len(self.all):
            self.all.append(replace(citation, number=number))

    def of(self, sentence: Sentence) -> list[int]:
        """The numbers of a sentence's places."""
        return list(dict.fromkeys(self._numbers[_place(citation)] for citation in sentence.citations))

    def of_place(self, citation: Citation) -> int:
        """The number of one of the conversation's places."""
        return self._numbers[_place(citation)]


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.source_id, citation.start, citation.end


def beside_numbers(answer: Answer, references: References) -> list[int]:
    """The numbers of the places that the answers side by side stand on; 0 for one that stands on none."""
    standing = (answer.standing(each) for each in answer.beside)
    return [references.of_place(found[1]) if found else 0 for found in standing]


def nearest(answer: Answer, most: int = 3) -> Iterable[Hit]:
    """What a refusal shows instead of an answer."""
    return answer.passages[:most] if answer.refused else ()
