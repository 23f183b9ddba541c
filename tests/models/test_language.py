"""The language model over real HTTP, with the real client, against a scripted endpoint."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from assistant.errors import EndpointRefused, EndpointUnavailable, SettingsError
from assistant.models import let_go
from assistant.models.language import build_endpoint_model, complete_reply, stream_reply
from assistant.settings import Settings, load_settings
from assistant.stopping import GivenUp, Stop, under
from tests.endpoint import Reply, ScriptedEndpoint, endpoint, fails, says
from tests.fakes import ScriptedLanguageModel

__all__ = ["endpoint"]  # the fixture

KEY = "sk-very-secret-0123456789"
MESSAGES = [ChatMessage(role="system", content="Be brief."), ChatMessage(role="user", content="Who?")]


_open: list[LLM] = []


def built(settings: Settings) -> LLM:
    """A model whose connections are closed when the test ends."""
    _open.append(build_endpoint_model(settings))
    return _open[-1]


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    while _open:
        let_go(_open.pop())


def settings_for(endpoint: ScriptedEndpoint, **changes: object) -> Settings:
    return load_settings(
        **{"openai_base_url": endpoint.url, "openai_api_key": KEY, "model": "llama3.2", "model_timeout": 5.0} | changes
    )


def test_a_reply_is_streamed_in_pieces(endpoint: ScriptedEndpoint) -> None:
    endpoint.will(says("It was ", "Ann", "."))
    assert list(stream_reply(built(settings_for(endpoint)), MESSAGES)) == ["It was ", "Ann", "."]
    request = endpoint.requests[0]
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.body["model"] == "llama3.2"
    assert request.body["temperature"] == 0
    assert request.body["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Who?"},
    ]


def test_a_whole_reply(endpoint: ScriptedEndpoint) -> None:
    endpoint.will(says("It was ", "Ann."))
    assert complete_reply(built(settings_for(endpoint)), MESSAGES) == "It was Ann."


def test_an_unknown_model_has_the_context_of_the_settings(endpoint: ScriptedEndpoint) -> None:
    metadata = built(settings_for(endpoint, context_tokens=2048)).metadata
    assert (metadata.context_window, metadata.model_name, metadata.is_chat_model) == (2048, "llama3.2", True)


def test_without_a_key_a_placeholder_is_sent(endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    complete_reply(built(settings_for(endpoint, openai_api_key=None)), MESSAGES)
    assert endpoint.requests[0].headers["authorization"] == "Bearer none"


def test_without_a_model_nothing_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOOTNOTE_MODEL", raising=False)
    with pytest.raises(SettingsError, match="FOOTNOTE_MODEL"):
        build_endpoint_model(load_settings())


@pytest.mark.parametrize(
    ("status", "setting"),
    [(401, "OPENAI_API_KEY"), (403, "OPENAI_API_KEY"), (404, "FOOTNOTE_MODEL"), (400, "FOOTNOTE_CONTEXT_TOKENS")],
)
def test_a_refusal_names_the_setting_and_is_not_tried_again(
    endpoint: ScriptedEndpoint, status: int, setting: str, caplog: pytest.LogCaptureFixture
) -> None:
    endpoint.will(fails(status, f"Bad key {KEY} given."))
    caplog.set_level("DEBUG")
    model = built(settings_for(endpoint))
    with pytest.raises(EndpointRefused, match=setting) as caught:
        complete_reply(model, MESSAGES)
    assert len(endpoint.requests) == 1
    assert KEY not in str(caught.value) + repr(model) + caplog.text
    assert caught.value.__cause__ is None


def test_an_exhausted_account_is_a_refusal(endpoint: ScriptedEndpoint) -> None:
    endpoint.will(fails(429, "You exceeded your quota.", code="insufficient_quota"))
    with pytest.raises(EndpointRefused, match="credit"):
        complete_reply(built(settings_for(endpoint)), MESSAGES)
    assert len(endpoint.requests) == 1


@pytest.mark.parametrize("failure", [fails(429, headers={"Retry-After": "0"}), fails(500), fails(503)])
def test_an_overload_is_tried_again(endpoint: ScriptedEndpoint, failure: object) -> None:
    endpoint.will(failure, says("ok now"))  # type: ignore[arg-type]  # a Reply
    assert complete_reply(built(settings_for(endpoint)), MESSAGES) == "ok now"
    assert len(endpoint.requests) == 2


def test_a_wait_beyond_the_limit_is_not_waited_for(endpoint: ScriptedEndpoint) -> None:
    endpoint.will(fails(429, headers={"Retry-After": "3600"}))
    with pytest.raises(EndpointUnavailable, match="429"):
        complete_reply(built(settings_for(endpoint)), MESSAGES)
    assert len(endpoint.requests) == 1


def test_tries_end(endpoint: ScriptedEndpoint) -> None:
    endpoint.will(*[fails(500, headers={"Retry-After": "0"})] * 5)
    with pytest.raises(EndpointUnavailable, match="500"):
        complete_reply(built(settings_for(endpoint, model_retries=3)), MESSAGES)
    assert len(endpoint.requests) == 4


def test_a_stalled_stream_gives_what_came_and_then_an_error(endpoint: ScriptedEndpoint) -> None:
    endpoint.will(says("It ", "was", ending="stall"))
    reply = stream_reply(built(settings_for(endpoint, model_timeout=0.3)), MESSAGES)
    assert [next(reply), next(reply)] == ["It ", "was"]
    with pytest.raises(EndpointUnavailable, match="silent"):
        next(reply)
    assert len(endpoint.requests) == 1


@pytest.mark.parametrize("ending", ["cut", "close"])
def test_a_cut_stream_gives_what_came_and_then_an_error(endpoint: ScriptedEndpoint, ending: str) -> None:
    endpoint.will(says("It ", "was", ending=ending))
    reply = stream_reply(built(settings_for(endpoint)), MESSAGES)
    assert [next(reply), next(reply)] == ["It ", "was"]
    with pytest.raises(EndpointUnavailable, match="cut"):
        next(reply)
    assert len(endpoint.requests) == 1


def test_a_stream_cut_before_its_first_word_is_tried_again(endpoint: ScriptedEndpoint) -> None:
    endpoint.will(says(ending="cut"), says("ok"))
    assert complete_reply(built(settings_for(endpoint)), MESSAGES) == "ok"


def test_a_malformed_chunk(endpoint: ScriptedEndpoint) -> None:
    endpoint.will(says("It ", ending="malformed"))
    with pytest.raises(EndpointUnavailable, match="no answer"):
        complete_reply(built(settings_for(endpoint)), MESSAGES)


@pytest.mark.parametrize("data", ['{"choices": ["x"]}', '{"choices": 3}'])
def test_a_chunk_of_another_shape(endpoint: ScriptedEndpoint, data: str) -> None:
    headers = {"Content-Type": "text/event-stream"}
    endpoint.will(*[Reply(body=f"data: {data}\n\n".encode(), headers=headers)] * 2)
    with pytest.raises(EndpointUnavailable, match="no answer"):
        complete_reply(built(settings_for(endpoint, model_retries=1)), MESSAGES)


def test_a_web_page_instead_of_an_answer(endpoint: ScriptedEndpoint) -> None:
    endpoint.will(Reply(body=b"<html>It works!</html>", headers={"Content-Type": "text/html"}))
    with pytest.raises(EndpointUnavailable, match="OPENAI_BASE_URL"):
        complete_reply(built(settings_for(endpoint)), MESSAGES)


@pytest.mark.parametrize("reply", [says(), says("", " \n")])
def test_an_empty_answer(endpoint: ScriptedEndpoint, reply: object) -> None:
    endpoint.will(reply)  # type: ignore[arg-type]  # a Reply
    with pytest.raises(EndpointUnavailable, match="empty"):
        complete_reply(built(settings_for(endpoint)), MESSAGES)


def test_nobody_listens(endpoint: ScriptedEndpoint) -> None:
    settings = settings_for(endpoint, model_retries=0, openai_base_url="http://user:pass@127.0.0.1:9/v1")
    with pytest.raises(EndpointUnavailable, match="OPENAI_BASE_URL") as caught:
        complete_reply(built(settings), MESSAGES)
    assert "pass@" not in str(caught.value)


def test_stop_closes_the_connection(endpoint: ScriptedEndpoint) -> None:
    endpoint.will(says("It ", ending="stall"))
    reply = stream_reply(built(settings_for(endpoint)), MESSAGES)
    assert next(reply) == "It "
    reply.close()
    assert endpoint.hung_up.wait(5)


@pytest.mark.parametrize("ending", ["stall", "mute"])
def test_a_stop_from_another_thread_closes_a_silent_connection(endpoint: ScriptedEndpoint, ending: str) -> None:
    endpoint.will(says("It " if ending == "stall" else "", ending=ending))
    stop, pieces = Stop(), list[str]()
    begun = time.monotonic()
    threading.Timer(0.3, stop.set).start()
    with under(stop), pytest.raises(GivenUp):
        pieces.extend(stream_reply(built(settings_for(endpoint, model_timeout=60.0)), MESSAGES))
    assert endpoint.hung_up.wait(1)
    assert time.monotonic() - begun < 5
    assert len(endpoint.requests) == 1


def test_a_stop_ends_the_wait_before_another_try(endpoint: ScriptedEndpoint) -> None:
    endpoint.will(fails(429, headers={"Retry-After": "15"}))
    stop, begun = Stop(), time.monotonic()
    threading.Timer(0.3, stop.set).start()
    with under(stop), pytest.raises(GivenUp):
        complete_reply(built(settings_for(endpoint)), MESSAGES)
    assert time.monotonic() - begun < 5
    assert len(endpoint.requests) == 1


def test_any_language_model_of_llama_index_will_do() -> None:
    model = ScriptedLanguageModel().will("It was Ann.")
    assert complete_reply(model, MESSAGES) == "It was Ann."
    assert [message.content for message in model.calls[0]] == ["Be brief.", "Who?"]
