"""Whose assistant a request gets. Without a login everybody has the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr
from starlette.types import Scope

from assistant.assistant import Assistant
from assistant.people import Account, People

PERSON = "footnote.person"
"""Where the gate writes, in the scope of a request, who makes it."""

AssistantOf = Callable[[Any], Assistant]
"""The assistant of whoever makes a request: Starlette's own, or the one that Gradio hands to a function."""

ServerFunction = Callable[..., dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Login:
    """A login that is asked for: who there is, and what each of them gets."""

    people: People
    assistant_of: Callable[[Account], Assistant]

    def theirs(self, request: Any) -> Assistant:
        """The assistant of whoever makes the request. Raises LookupError for one that did not pass the gate."""
        return self.assistant_of(_scope(request)[PERSON])


def of_everybody(assistant: Assistant) -> AssistantOf:
    """The one assistant, whoever asks."""
    return lambda _request: assistant


def for_callers(
    made: Callable[[Assistant], Sequence[ServerFunction]], assistant: Assistant, theirs: AssistantOf
) -> list[ServerFunction]:
    """The server functions that ``made`` makes for an assistant, each made anew for whoever calls it.

    ``assistant`` is the whole one; nothing is asked of it.
    """

    def for_caller(function: ServerFunction) -> ServerFunction:
        def answer(request: Any, caller: gr.Request) -> dict[str, Any]:
            own = {each.__name__: each for each in made(theirs(caller))}
            return own[function.__name__](request)

        answer.__name__ = function.__name__
        return answer

    return [for_caller(function) for function in made(assistant)]


def _scope(request: Any) -> Scope:
    scope: Scope = getattr(request, "request", request).scope  # Gradio's own holds Starlette's
    return scope
