"""Counting the tokens that go to a language model and come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from llama_index.core.base.llms.types import ChatMessage

from assistant.records import Usage

BYTES_A_TOKEN = 4  # OpenAI's rule of thumb for English, where a character is a byte; other scripts take more of both
_SENT, _RECEIVED = "prompt_tokens", "completion_tokens"  # as OpenAI's protocol and llama-index call them


class Meter:
    """Adds up the tokens of calls, also of those that failed on the way or were stopped."""

    def __init__(self) -> None:
        self._usage: Usage | None = None

    def add(self, usage: Usage) -> None:
        """Count a call."""
        self._usage = usage if self._usage is None else self._usage + usage

    def take(self) -> Usage | None:
        """What was used since the last time; None where no call was made."""
        used, self._usage = self._usage, None
        return used


def counts_of(usage: object) -> dict[str, int]:
    """The counts in the ``usage`` of a chunk, by their names; none where the endpoint sent nothing of that shape."""
    found = {name: getattr(usage, name, None) for name in (_SENT, _RECEIVED)}
    return {name: count for name, count in found.items() if isinstance(count, int) and count >= 0}


def told(counts: Mapping[str, Any]) -> Usage | None:
    """The usage that a response of llama-index tells; None where it tells none, or less than every request has."""
    sent, received = counts.get(_SENT), counts.get(_RECEIVED)
    return Usage(sent, received) if isinstance(received, int) and isinstance(sent, int) and sent > 0 else None


def estimated(messages: Sequence[ChatMessage], reply: str) -> Usage:
    """A token for each four bytes of UTF-8, rounded up, for an endpoint that does not tell."""
    sent = "".join(message.content or "" for message in messages)
    return Usage(_tokens(sent), _tokens(reply), estimated=True)


def _tokens(text: str) -> int:
    return -(-len(text.encode("utf-8", "surrogatepass")) // BYTES_A_TOKEN)
