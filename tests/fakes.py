"""Stand-ins for tests: they queue replies and record calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
)
from llama_index.core.llms import CustomLLM
from pydantic import PrivateAttr


class ScriptedLanguageModel(CustomLLM):
    """A language model that gives queued replies and keeps the messages of each call. An error in the queue is raised.

    A streamed reply comes a word at a time. With an empty queue a call fails: a test knows what it asks for.
    """

    _replies: list[str | Exception] = PrivateAttr(default_factory=list)
    _calls: list[list[ChatMessage]] = PrivateAttr(default_factory=list)

    def will(self, *replies: str | Exception) -> ScriptedLanguageModel:
        self._replies += replies
        return self

    @property
    def calls(self) -> list[list[ChatMessage]]:
        return self._calls

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(context_window=8192, num_output=512, is_chat_model=True, model_name="scripted")

    def chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponse:
        return ChatResponse(message=ChatMessage(role="assistant", content=self._next(messages)))

    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:
        def pieces() -> ChatResponseGen:
            so_far = ""
            for word in self._next(messages).split(" "):
                delta = word if not so_far else f" {word}"
                so_far += delta
                yield ChatResponse(message=ChatMessage(role="assistant", content=so_far), delta=delta)

        return pieces()

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        return CompletionResponse(text=self._next([ChatMessage(role="user", content=prompt)]))

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        text = self._next([ChatMessage(role="user", content=prompt)])
        return (CompletionResponse(text=text, delta=text) for _ in range(1))

    def _next(self, messages: Sequence[ChatMessage]) -> str:
        self._calls.append(list(messages))
        reply = self._replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply
