"""Tokens sent and received: as the endpoint tells them, and estimated where it does not."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from assistant.errors import EndpointRefused, EndpointUnavailable, SettingsError
from assistant.models import let_go
from assistant.models.judging import JudgingModel, build_judging_model
from assistant.models.language import build_endpoint_model, complete_reply, stream_reply
from assistant.models.tokens import Meter, counts_of, estimated, told
from assistant.records import Turn, Usage
from assistant.session import standalone
from assistant.settings import Settings
from tests.endpoint import Reply, ScriptedEndpoint, endpoint, fails, says
from tests.fakes import ScriptedLanguageModel

__all__ = ["endpoint"]  # the fixture

MESSAGES = [ChatMessage(role="system", content="Be brief."), ChatMessage(role="user", content="Who?")]  # 13 bytes
NO_OPTION = fails(400, "Unrecognized request argument supplied: stream_options")


@pytest.fixture
def settings(endpoint: ScriptedEndpoint) -> Settings:
    return Settings(model="llama3.2", openai_base_url=endpoint.url, model_timeout=5.0, model_retries=1)


@pytest.fixture
def llm(settings: Settings) -> Iterator[LLM]:
    model = build_endpoint_model(settings)
    yield model
    let_go(model)


@pytest.fixture
def judge(settings: Settings) -> Iterator[JudgingModel]:
    model = build_judging_model(settings.model_copy(update={"judge_model": "judge"}))
    yield model
    let_go(model)


def used(llm: LLM) -> Usage | None:
    meter = Meter()
    complete_reply(llm, MESSAGES, meter)
    return meter.take()


def test_a_stream_tells_its_tokens_when_asked(endpoint: ScriptedEndpoint, llm: LLM) -> None:
    endpoint.will(says("It was ", "Ann.", tokens=(31, 7)))
    assert used(llm) == Usage(31, 7)
    assert endpoint.requests[0].body["stream_options"] == {"include_usage": True}


def test_a_whole_reply_is_counted_too(endpoint: ScriptedEndpoint, judge: JudgingModel) -> None:
    endpoint.will(says("It was ", "Ann.", tokens=(31, 7)))
    assert judge.chat(MESSAGES).message.content == "It was Ann."
    assert judge.meter.take() == Usage(31, 7)
    assert judge.meter.take() is None
    assert endpoint.requests[0].body["model"] == "judge"


@pytest.mark.parametrize("tokens", [None, (0, 0)])
def test_what_is_not_told_is_estimated_and_said_to_be(
    endpoint: ScriptedEndpoint, llm: LLM, tokens: tuple[int, int] | None
) -> None:
    endpoint.will(says("It was ", "Ann.", tokens=tokens))
    assert used(llm) == Usage(4, 3, estimated=True)  # 13 and 11 bytes, four a token
    assert used(ScriptedLanguageModel().will("It was Ann.")) == Usage(4, 3, estimated=True)


def test_other_scripts_take_more_bytes_a_character() -> None:
    assert estimated([ChatMessage(content="Кто это?")], "\ud800") == Usage(4, 1, estimated=True)


def test_an_endpoint_without_the_option_is_asked_again_without_it_once(endpoint: ScriptedEndpoint, llm: LLM) -> None:
    endpoint.will(NO_OPTION, says("Ann."), says("Bo."))
    assert used(llm) == Usage(4, 1, estimated=True)
    assert complete_reply(llm, MESSAGES) == "Bo."
    assert ["stream_options" in request.body for request in endpoint.requests] == [True, False, False]


def test_every_try_that_was_answered_counts(endpoint: ScriptedEndpoint, llm: LLM) -> None:
    meter = Meter()
    endpoint.will(fails(500), says("It was Ann.", ending="cut"))
    with pytest.raises(EndpointUnavailable):
        complete_reply(llm, MESSAGES, meter)
    endpoint.will(says("Ann.", tokens=(10, 2)))
    complete_reply(llm, MESSAGES, meter)
    assert meter.take() == Usage(14, 5, estimated=True)


def test_what_was_refused_has_used_nothing(endpoint: ScriptedEndpoint, llm: LLM) -> None:
    meter = Meter()
    endpoint.will(fails(401))
    with pytest.raises(EndpointRefused):
        complete_reply(llm, MESSAGES, meter)
    assert meter.take() is None


def test_a_stopped_reply_counts_as_far_as_it_came(endpoint: ScriptedEndpoint, llm: LLM) -> None:
    meter = Meter()
    endpoint.will(says("It was ", ending="stall"))
    reply = stream_reply(llm, MESSAGES, meter)
    next(reply)
    reply.close()
    assert meter.take() == Usage(4, 2, estimated=True)


def test_rewriting_a_follow_up_counts(endpoint: ScriptedEndpoint, llm: LLM) -> None:
    meter = Meter()
    endpoint.will(says("When did Ann leave?", tokens=(120, 6)))
    assert standalone("When did she leave?", [Turn("Who was it?", "It was Ann.")], llm, meter) == "When did Ann leave?"
    assert meter.take() == Usage(120, 6)


@pytest.mark.parametrize("usage", [None, "many", {}, SimpleNamespace(prompt_tokens="3", completion_tokens=-1)])
def test_a_usage_of_another_shape_tells_nothing(usage: object) -> None:
    assert counts_of(usage) == {}
    assert told(counts_of(usage)) is None


def test_a_usage_of_another_shape_in_a_stream_is_no_failure(endpoint: ScriptedEndpoint, llm: LLM) -> None:
    data = '{"choices": [{"index": 0, "delta": {"content": "Ann."}, "finish_reason": "stop"}], "usage": "a few"}'
    endpoint.will(
        Reply(body=f"data: {data}\n\ndata: [DONE]\n\n".encode(), headers={"Content-Type": "text/event-stream"})
    )
    assert used(llm) == Usage(4, 1, estimated=True)


def test_the_model_that_answers_judges_where_no_other_is_named(settings: Settings) -> None:
    assert build_judging_model(settings).model == "llama3.2"
    with pytest.raises(SettingsError, match="FOOTNOTE_JUDGE_MODEL"):
        build_judging_model(Settings(model=""))
