"""The language model that writes answers: any endpoint that speaks OpenAI's chat protocol."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import closing
from itertools import count
from typing import Any, TypeVar, cast

import openai
from llama_index.core.base.llms.types import ChatMessage, ChatResponse, ChatResponseGen, LLMMetadata
from llama_index.core.llms import LLM
from llama_index.llms.openai import OpenAI
from llama_index.llms.openai.utils import to_openai_message_dicts
from pydantic import Field, PrivateAttr

from assistant.errors import EndpointUnavailable, SettingsError
from assistant.models.awaited import awaited
from assistant.models.failures import FAILURES, explained, wait_before_retry
from assistant.models.tokens import Meter, counts_of, estimated, told
from assistant.settings import Settings
from assistant.stopping import GivenUp, current_stop

_NO_KEY = "none"  # the client insists on some key; servers without keys ignore it


class EndpointLanguageModel(OpenAI):
    """llama-index's OpenAI model for models that its table of names does not know.

    The context window comes from the settings, every model is a chat model, and nothing is counted with tiktoken, which
    would fetch its tables from the network.
    """

    context_tokens: int = Field(description="How many tokens the model can take in.")
    tries_again: int = Field(description="Further tries after an overload or a cut connection.")
    api_key: str | None = Field(default=None, repr=False, exclude=True)
    _tells_usage: bool = PrivateAttr(default=True)  # until the endpoint refuses to be asked for it

    @property
    def metadata(self) -> LLMMetadata:
        """What llama-index needs to know of the model."""
        return LLMMetadata(
            context_window=self.context_tokens,
            num_output=self.max_tokens or -1,
            is_chat_model=True,
            model_name=self.model,
        )

    @property
    def _tokenizer(self) -> None:
        return None

    def _stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:
        """As in the base class, for text alone, but the connection is closed when the generator is, or work is stopped.

        The base class leaves that to the garbage collector: the client's stream and its iterator hold each other. And
        nobody else could close it while it waits. Raises GivenUp when it is stopped.
        """
        sent = cast("Any", to_openai_message_dicts(messages, model=self.model))
        request = self._get_model_kwargs(stream=True, **kwargs)
        text = ""
        with closing(awaited(self._chunks(messages=sent, **request), current_stop())) as chunks:
            for chunk in chunks:
                delta, finish_reason = _read(chunk)
                text += delta
                message = ChatMessage(role="assistant", content=text)
                about = {"finish_reason": finish_reason, **counts_of(getattr(chunk, "usage", None))}
                yield ChatResponse(message=message, delta=delta, additional_kwargs=about)

    async def _chunks(self, **request: Any) -> AsyncGenerator[Any, None]:
        """What the endpoint sends, over a connection of its own: one that is left open belongs to its event loop."""
        client = openai.AsyncOpenAI(**self._get_credential_kwargs(is_async=True))
        async with client, await self._opened(client, **request) as stream:
            async for chunk in stream:
                yield chunk

    async def _opened(self, client: openai.AsyncOpenAI, **request: Any) -> Any:
        """The stream, which tells the tokens at its end, save where the endpoint knows no such option."""
        create = client.chat.completions.create
        if self._tells_usage:
            try:
                return await create(**request, stream_options={"include_usage": True})
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                if "stream_options" not in str(error):
                    raise
                self._tells_usage = False
        return await create(**request)


Model = TypeVar("Model", bound=EndpointLanguageModel)


def _read(chunk: Any) -> tuple[str, str | None]:
    """Text and finish reason of a chunk. Raises ValueError where the endpoint sent something of another shape."""
    try:
        choice = chunk.choices[0] if chunk.choices else None
        delta = choice.delta.content if choice and choice.delta else None
        return str(delta or ""), choice.finish_reason if choice else None
    except (AttributeError, TypeError, LookupError):
        raise ValueError("not a chat completion chunk") from None


def build_endpoint_model(settings: Settings) -> LLM:
    """The model that ``settings`` name; no request is made. Raises SettingsError where no model can be built."""
    if not settings.model:
        raise SettingsError("No language model is named. Set FOOTNOTE_MODEL, for instance to gpt-4o-mini or llama3.2.")
    return endpoint_model(EndpointLanguageModel, settings.model, settings)


def endpoint_model(kind: type[Model], name: str, settings: Settings) -> Model:
    """The model called ``name`` at the endpoint of the settings. Raises SettingsError."""
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    try:
        return kind(
            model=name,
            api_key=key or _NO_KEY,
            api_base=settings.openai_base_url,
            temperature=0.0,
            timeout=settings.model_timeout,
            max_retries=0,  # stream_reply tries again itself, and only while nothing has been shown
            context_tokens=settings.context_tokens,
            tries_again=settings.model_retries,
        )
    except ValueError as error:
        raise SettingsError(f"The model {name!r} cannot be used: {error} Set another FOOTNOTE_MODEL.") from None


def stream_reply(llm: LLM, messages: Sequence[ChatMessage], meter: Meter | None = None) -> Generator[str, None, None]:
    """The model's reply, a piece of text at a time. Closing the iterator closes the connection, and so does the stop
    that this thread works under, also while nothing comes; then it raises GivenUp.

    ``meter`` counts the tokens of each try that was answered, be it in part: as the endpoint tells, or else estimated.
    An overload or a cut connection before the first piece is tried again. Raises EndpointRefused, or
    EndpointUnavailable (also after some pieces, when the stream stalls or is cut).
    """
    started = False
    for attempt in count():
        try:
            with closing(_pieces(llm, messages, meter or Meter())) as pieces:
                for piece in pieces:
                    started = True
                    yield piece
            return
        except FAILURES as error:
            wait = None if started or attempt >= getattr(llm, "tries_again", 0) else wait_before_retry(error, attempt)
            if wait is None:
                # The cause is left out: it may hold what the endpoint has echoed of the key.
                raise explained(error, *_place(llm)) from None
        if current_stop().wait(wait):
            raise GivenUp


def _place(llm: LLM) -> tuple[str, str, str]:
    """Address, model and secret of ``llm``, as far as it has them."""
    key = getattr(llm, "api_key", None) or ""
    return getattr(llm, "api_base", None) or "", llm.metadata.model_name, "" if key == _NO_KEY else key


def complete_reply(llm: LLM, messages: Sequence[ChatMessage], meter: Meter | None = None) -> str:
    """The model's whole reply. Counts and raises as ``stream_reply`` does."""
    return "".join(stream_reply(llm, messages, meter))


def _pieces(llm: LLM, messages: Sequence[ChatMessage], meter: Meter) -> Generator[str, None, None]:
    """One try. Raises EndpointUnavailable where the stream ends without an answer or before its end."""
    chunks = cast("Any", llm.stream_chat(list(messages)))
    text, usage, begun = "", None, False
    finished = not isinstance(llm, EndpointLanguageModel)
    try:
        with closing(chunks):
            for chunk in chunks:
                begun = True
                usage = told(chunk.additional_kwargs) or usage
                finished = finished or bool(chunk.additional_kwargs.get("finish_reason"))
                if chunk.delta:
                    text += chunk.delta
                    yield chunk.delta
    finally:
        if begun:
            meter.add(usage or estimated(messages, text))
    if not text.strip():
        raise EndpointUnavailable(
            "The language model sent an empty answer. Try again, or check FOOTNOTE_MODEL and OPENAI_BASE_URL."
        )
    if not finished:
        raise EndpointUnavailable("The language model's answer was cut off before its end. Try again.")
