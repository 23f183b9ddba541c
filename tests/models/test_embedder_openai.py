"""OpenAI's embeddings over real HTTP against the scripted endpoint."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from assistant.errors import EndpointRefused, EndpointUnavailable, SettingsError
from assistant.models import build_embedder, identity_of, let_go
from assistant.settings import Settings
from tests.endpoint import ScriptedEndpoint, embedding_of, endpoint, fails

__all__ = ["endpoint"]  # the fixture


def settings(endpoint: ScriptedEndpoint, retries: int = 0) -> Settings:
    return Settings(
        embedder="openai",
        openai_embedding_model="nomic-embed-text",
        openai_base_url=endpoint.url,
        openai_api_key="sk-secret",
        model_retries=retries,
    )


Builder = Callable[..., BaseEmbedding]


@pytest.fixture
def build(endpoint: ScriptedEndpoint) -> Iterator[Builder]:
    """Builds embedders of the endpoint and closes their connections afterwards."""
    built: list[BaseEmbedding] = []

    def one(retries: int = 0) -> BaseEmbedding:
        built.append(build_embedder(settings(endpoint, retries)))
        return built[-1]

    yield one
    for embedder in built:
        let_go(embedder)


def test_texts_and_questions_are_embedded_there(endpoint: ScriptedEndpoint, build: Builder) -> None:
    embedder = build()
    assert embedder.get_text_embedding_batch(["one", "two"]) == [embedding_of("one"), embedding_of("two")]
    assert embedder.get_query_embedding("three") == embedding_of("three")
    assert asyncio.run(embedder.aget_query_embedding("three")) == embedding_of("three")
    assert [request.body["model"] for request in endpoint.requests] == ["nomic-embed-text"] * 3
    assert endpoint.requests[0].headers["authorization"] == "Bearer sk-secret"


def test_the_identity_names_the_model(build: Builder) -> None:
    assert identity_of(build()) == "openai:nomic-embed-text"


def test_a_refused_key_is_explained_without_the_key(endpoint: ScriptedEndpoint, build: Builder) -> None:
    endpoint.will(fails(401, "Incorrect API key provided: sk-secret"))
    with pytest.raises(EndpointRefused) as caught:
        build().get_text_embedding("one")
    assert "sk-secret" not in str(caught.value)


def test_an_overload_is_tried_again_as_often_as_set(endpoint: ScriptedEndpoint, build: Builder) -> None:
    endpoint.will(fails(503, headers={"retry-after-ms": "1"}))
    assert build(retries=1).get_text_embedding("one") == embedding_of("one")
    endpoint.will(*[fails(503, headers={"retry-after-ms": "1"})] * 2)
    with pytest.raises(EndpointUnavailable):
        build(retries=1).get_text_embedding_batch(["one"])
    assert len(endpoint.requests) == 4


def test_openai_without_a_key_is_a_settings_error() -> None:
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        build_embedder(Settings(embedder="openai", openai_base_url="https://api.openai.com/v1", openai_api_key=None))


def test_the_key_is_not_shown(build: Builder) -> None:
    embedder = build()
    assert "sk-secret" not in repr(embedder) + str(embedder.to_payload()) + str(embedder.to_dict())
