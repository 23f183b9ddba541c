"""OpenAI's embeddings, or those of any endpoint that speaks its protocol, with errors in Footnote's words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from llama_index.embeddings.openai import OpenAIEmbedding
from pydantic import Field

from assistant.errors import SettingsError
from assistant.models.failures import FAILURES, explained
from assistant.settings import Settings

_NO_KEY = "none"  # the client insists on some key; servers without keys ignore it
_OPENAI = "api.openai.com"


class EndpointEmbedder(OpenAIEmbedding):
    """llama-index's OpenAI embedding for models that its table of names does not know.

    Every method raises EndpointRefused or EndpointUnavailable where the endpoint fails.
    """

    api_key: str = Field(repr=False, exclude=True)

    @property
    def identity(self) -> str:
        """Which vectors these are. The address is left out: one model may be reached by several."""
        return f"openai:{self.model_name}"

    def _create_retry_decorator(self) -> Callable[[Any], Any]:
        """Nothing more: the client tries again itself, and the base class would multiply its tries."""
        return lambda function: function

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except FAILURES as error:
            secret = "" if self.api_key == _NO_KEY else self.api_key
            # The cause is left out: it may hold what the endpoint has echoed of the key.
            raise explained(error, self.api_base or "", self.model_name, secret) from None

    def _get_query_embedding(self, query: str) -> list[float]:
        with self._explaining():
            return super()._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        with self._explaining():
            return super()._get_text_embedding(text)

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        with self._explaining():
            return super()._get_text_embeddings(texts)

    # In threads, because an asynchronous client outlives the event loop that its connections belong to.

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)

    async def _aget_text_embedding(self, text: str) -> list[float]:
        return await asyncio.to_thread(self._get_text_embedding, text)

    async def _aget_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return await asyncio.to_thread(self._get_text_embeddings, texts)


def build_openai_embedder(settings: Settings) -> EndpointEmbedder:
    """The embedding model that ``settings`` name; no request is made. Raises SettingsError without a key for OpenAI."""
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    if not key and _OPENAI in settings.openai_base_url:
        raise SettingsError(
            "FOOTNOTE_EMBEDDER is 'openai' but there is no key. Set OPENAI_API_KEY, or FOOTNOTE_EMBEDDER=embedded."
        )
    return EndpointEmbedder(
        model_name=settings.openai_embedding_model,
        api_key=key or _NO_KEY,
        api_base=settings.openai_base_url,
        timeout=settings.model_timeout,
        max_retries=settings.model_retries,
    )
