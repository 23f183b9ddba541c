"""Whose assistant a request gets. Without a login everybody has the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.types import Scope

from assistant.assistant import Assistant
from assistant.people import Account, People

PERSON = "footnote.person"
"""Where the gate writes, in the scope of a request, who makes it."""

AssistantOf = Callable[[Any], Assistant]
"""The assistant of whoever makes a request: Starlette's own, or the one that Gradio hands to a function."""


@dataclass(frozen=True, slots=True)
class Login:
    """A login that is asked for: who there is, and what each of them gets."""

    people: People
    assistant_of: Callable[[Account], Assistant]

    def theirs(self, request: Any) -> Assistant:
        """The assistant of whoever makes the request. Raises LookupError for one that did not pass the gate."""
        return self.assistant_of(_scope(request)[PERSON])


def owner_of(request: Any) -> str:
    """Who makes a request, by the account's id; everybody is one where nobody logs in."""
    account: Account | None = _scope(request).get(PERSON)
    return account.id if account else "everybody"


def of_everybody(assistant: Assistant) -> AssistantOf:
    """The one assistant, whoever asks."""
    return lambda _request: assistant


def _scope(request: Any) -> Scope:
    scope: Scope = getattr(request, "request", request).scope  # Gradio's own holds Starlette's
    return scope
