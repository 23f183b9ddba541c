"""The only room that builds an embedder, a reader or a language model; weights and their cards lie here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.core.llms import LLM

    from assistant.models.reader import Reader
    from assistant.settings import Settings


def build_embedder(settings: Settings) -> BaseEmbedding:
    """The embedder that ``settings`` name. No model is loaded and no request made; raises SettingsError."""
    if settings.embedder == "openai":
        from assistant.models.openai_embedder import build_openai_embedder

        return build_openai_embedder(settings)
    from assistant.models.embedder import EmbeddedEmbedder

    return EmbeddedEmbedder(threads=settings.threads)


def build_reader(settings: Settings) -> Reader:
    """The embedded reader. No model is loaded."""
    from assistant.models.reader import Reader

    return Reader(threads=settings.threads)


def build_writer(settings: Settings) -> LLM | None:
    """The language model that writes answers; None where they are extracted. No request is made; raises SettingsError.

    OpenAI's client is imported only where there is one: it takes a third of what starting takes.
    """
    return build_language_model(settings) if settings.generates else None


def build_language_model(settings: Settings) -> LLM:
    """The language model that ``settings`` name, of an endpoint or of a file. Raises SettingsError, MissingExtra."""
    if settings.model.lower().endswith(".gguf"):
        from assistant.models.model_file import build_file_model

        return build_file_model(settings)
    from assistant.models.language import build_endpoint_model

    return build_endpoint_model(settings)


def identity_of(embedder: BaseEmbedding) -> str:
    """Which vectors ``embedder`` makes: a library built with one identity cannot be searched with another."""
    return str(getattr(embedder, "identity", "") or f"{embedder.class_name()}:{embedder.model_name}")


def let_go(model: object) -> None:
    """Close the connections that a model of an endpoint keeps open, and free a model of a file."""
    if close := getattr(model, "close", None):
        close()
    client = getattr(model, "_client", None)
    if client is not None:
        client.close()
