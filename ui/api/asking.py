"""A request of OpenAI's chat protocol, read into a question and the turns before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ValidationError

from assistant.records import Turn
from ui import words
from ui.api.faults import Fault
from ui.api.writing import recalled
from ui.faults import question_fault

MODEL = "footnote"
_KEPT_TURNS = 50  # earlier questions that a new one may lean on


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request comes to."""

    question: str
    turns: tuple[Turn, ...]
    stream: bool = False
    with_usage: bool = False  # a stream ends with the tokens used


def _joined(content: object) -> object:
    """Content that comes in text parts, as one text; anything else as it is."""
    if isinstance(content, list) and all(isinstance(part, dict) and part.get("type") == "text" for part in content):
        return "\n".join(str(part.get("text", "")) for part in content)
    return "" if content is None else content


class _Message(BaseModel):
    role: str
    content: Annotated[str, BeforeValidator(_joined)] = ""


class _StreamOptions(BaseModel):
    include_usage: bool | None = False


class _ResponseFormat(BaseModel):
    type: Literal["text"]


class _Request(BaseModel):
    """The fields that mean something here. Others, such as temperature, are of no use to quoting and pass unread."""

    model: str
    messages: list[_Message]
    stream: bool | None = False
    stream_options: _StreamOptions | None = None
    n: Literal[1] | None = 1
    response_format: _ResponseFormat | None = None


def read_request(body: bytes) -> Asked:
    """The question is the last user message; system messages are not followed. Raises Fault."""
    try:
        request = _Request.model_validate_json(body)
    except ValidationError as error:
        raise _unreadable(error) from None
    if request.model != MODEL:
        raise unknown_model(request.model)
    asked = [position for position, message in enumerate(request.messages) if message.role == "user"]
    if not asked:
        raise Fault(400, words.NO_QUESTION, param="messages")
    question = request.messages[asked[-1]].content.strip()
    if fault := question_fault(question):
        raise Fault(400, fault, "context_length_exceeded" if question else None, "messages")
    options = request.stream_options or _StreamOptions()
    turns = _turns(request.messages[: asked[-1]])[-_KEPT_TURNS:]
    return Asked(question, turns, bool(request.stream), bool(options.include_usage))


def unknown_model(name: str) -> Fault:
    """What to say of a model that is not there."""
    return Fault(404, words.UNKNOWN_MODEL.format(name=name, model=MODEL), "model_not_found", "model")


def _turns(messages: Sequence[_Message]) -> tuple[Turn, ...]:
    """Each user message with the assistant's next one; a question that was not answered keeps its place."""
    turns: list[Turn] = []
    for message in messages:
        if message.role == "user":
            turns.append(Turn(message.content, ""))
        elif message.role == "assistant" and turns and not turns[-1].answer:
            turns[-1] = Turn(turns[-1].question, *recalled(message.content))
    return tuple(turns)


def _unreadable(error: ValidationError) -> Fault:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(map(str, first["loc"])) or None
    return Fault(400, words.UNREADABLE.format(where=where or "the body", problem=first["msg"]), param=where)
