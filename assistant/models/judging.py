"""The language model as llama-index's evaluators want it: whole replies, also where they are awaited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.base.llms.types import ChatMessage, ChatResponse
from pydantic import PrivateAttr

from assistant.errors import SettingsError
from assistant.models.language import EndpointLanguageModel, complete_reply, endpoint_model
from assistant.models.tokens import Meter
from assistant.settings import Settings


class JudgingModel(EndpointLanguageModel):
    """Replies as ``complete_reply`` does, with its tries and its errors; ``meter`` counts the tokens.

    An awaited reply is had in the same way: an asynchronous client would outlive the loop that it was made in.
    """

    _meter: Meter = PrivateAttr(default_factory=Meter)

    @property
    def meter(self) -> Meter:
        """What has been used, since it was last taken."""
        return self._meter

    def _chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponse:
        text = complete_reply(self, messages, self._meter)
        return ChatResponse(message=ChatMessage(role="assistant", content=text))

    async def _achat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponse:
        return self._chat(messages, **kwargs)


def build_judging_model(settings: Settings) -> JudgingModel:
    """The model that judges, or else the one that answers; no request is made. Raises SettingsError without either."""
    name = settings.judge_model or settings.model
    if not name:
        raise SettingsError(
            "No language model is named that could judge. Set FOOTNOTE_JUDGE_MODEL, or FOOTNOTE_MODEL, for instance to"
            " gpt-4o-mini or llama3.2, and OPENAI_BASE_URL to its endpoint if it is not OpenAI's; or leave out --judge."
        )
    return endpoint_model(JudgingModel, name, settings)
