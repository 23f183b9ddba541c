"""OpenAI's chat protocol, as the real client speaks it over HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import openai
import pytest
from openai import OpenAI
from openai.types.chat import ChatCompletionMessageParam

from assistant.events import AskEvent, Finished, Searching
from assistant.records import Filters, Sentence, Turn, Verdict
from tests.serving import built, served
from tests.ui.pretend import PretendAssistant, answer_of
from ui.api import completions
from ui.api.plain import answer_values

QUESTION = "When do sailings stop?"
FUEL = "What fuel does the ferry burn?"


class Crowd(PretendAssistant):
    """Answers only when as many ask at the same time as it waits for; each gets its own question back."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.all_here = threading.Barrier(size)
        self.asked = threading.Event()
        self.ran_on = False

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Iterator[AskEvent]:
        try:
            yield Searching(question)
            self.asked.set()
            self.all_here.wait(30)
            yield Searching(question)
            self.ran_on = True
            said = " ".join([question, *(turn.question for turn in history)])
            yield Finished(answer_of(self, question, [Sentence(said, (), Verdict.SUPPORTED)]))
        finally:
            self.closed.set()


@pytest.fixture(scope="module")
def assistant() -> PretendAssistant:
    return PretendAssistant()


@pytest.fixture(scope="module")
def address(assistant: PretendAssistant) -> Iterator[str]:
    with served(built(assistant)) as address:
        yield address


@pytest.fixture
def client(address: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{address}/v1", api_key="any") as client:
        yield client


def user(*questions: str) -> list[ChatCompletionMessageParam]:
    return [{"role": "user", "content": question} for question in questions]


def test_the_one_model_is_listed(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["footnote"]
    assert client.models.retrieve("footnote").object == "model"
    with pytest.raises(openai.NotFoundError) as raised:
        client.models.retrieve("gpt/4")
    assert raised.value.code == "model_not_found"


def test_an_answer_with_its_places(client: OpenAI, assistant: PretendAssistant, address: str) -> None:
    completion = client.chat.completions.create(model="footnote", messages=user(QUESTION))
    [choice] = completion.choices
    content, annotations = choice.message.content, choice.message.annotations
    assert content is not None
    assert annotations is not None
    assert choice.finish_reason == "stop"
    wanted = assistant.answer(QUESTION)
    citations = [citation for sentence in wanted.sentences for citation in sentence.citations]
    assert len(citations) == len(annotations) == 3
    for annotation, citation in zip(annotations, citations, strict=True):
        cited = annotation.url_citation
        assert content[cited.start_index : cited.end_index] == f"[{citation.number}]"
        assert cited.title == citation.title
        url = httpx.URL(cited.url)
        assert str(url.copy_with(query=None)) == f"{address}/"
        assert dict(url.params) == {
            "source": citation.source_id,
            "start": str(citation.start),
            "end": str(citation.end),
        }
    assert completion.model_extra == {"footnote": answer_values(wanted)}
    assert completion.usage is not None
    assert completion.usage.total_tokens == 0


def test_a_stream_says_the_same_a_sentence_at_a_time(client: OpenAI) -> None:
    whole = client.chat.completions.create(model="footnote", messages=user(QUESTION))
    chunks = list(client.chat.completions.create(model="footnote", messages=user(QUESTION), stream=True))
    deltas = [chunk.choices[0].delta for chunk in chunks]
    assert len({chunk.id for chunk in chunks}) == 1
    assert deltas[0].role == "assistant"
    assert "".join(delta.content or "" for delta in deltas) == whole.choices[0].message.content
    assert len([delta for delta in deltas if delta.content]) > 4
    [last, end] = chunks[-2:]
    wanted = whole.choices[0].message.annotations or []
    assert last.choices[0].delta.model_extra == {"annotations": [each.model_dump() for each in wanted]}
    assert last.model_extra == whole.model_extra
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices[0].finish_reason] == ["stop"]
    assert end.choices[0].finish_reason == "stop"


def test_a_stream_tells_the_tokens_used_when_asked_to(client: OpenAI) -> None:
    *_, last = client.chat.completions.create(
        model="footnote", messages=user(QUESTION), stream=True, stream_options={"include_usage": True}
    )
    assert last.choices == []
    assert last.usage is not None
    assert last.usage.total_tokens == 0


def test_a_refusal_is_an_answer(client: OpenAI) -> None:
    completion = client.chat.completions.create(model="footnote", messages=user(FUEL))
    message = completion.choices[0].message
    assert message.content is not None
    assert "The ferry's fuel is not mentioned." in message.content
    assert len(message.annotations or []) == 3
    assert completion.model_extra is not None
    assert completion.model_extra["footnote"]["refused"] is True


def test_the_messages_before_are_the_conversation(client: OpenAI, assistant: PretendAssistant) -> None:
    first = client.chat.completions.create(model="footnote", messages=user(FUEL)).choices[0].message
    parts: Any = [{"type": "text", "text": "Which ferry"}, {"type": "text", "text": "is it?"}]
    messages: list[ChatCompletionMessageParam] = [
        {"role": "system", "content": "Talk like a pirate."},
        *user("Hello?"),  # never answered
        *user(FUEL),
        {"role": "assistant", "content": first.content},
        {"role": "user", "content": parts},
        {"role": "assistant", "content": "The *Skua* [1]."},
        *user(QUESTION),
    ]
    client.chat.completions.create(model="footnote", messages=messages)
    unanswered, refused, follow_up = assistant.histories[-1]
    assert unanswered == Turn("Hello?", "")
    assert (refused.question, refused.searched) == (FUEL, "ferry fuel")
    assert refused.answer.startswith("Not found in the documents. What is missing: The ferry's fuel")
    assert "127.0.0.1" not in refused.answer
    assert follow_up == Turn("Which ferry\nis it?", "The Skua.")


TEXT = {"model": "footnote", "messages": [{"role": "user", "content": QUESTION}]}
IMAGE = [{"type": "image_url", "image_url": {"url": "data:,"}}]


@pytest.mark.parametrize(
    ("body", "status", "param"),
    [
        (b"", 400, None),
        (b"{", 400, None),
        (b"[]", 400, None),
        (b'{"model": "footnote", "messages": [{"role": "user", "content": "\\ud800"}]}', 400, None),
        (b"[" * 100_000, 400, None),
        (TEXT | {"model": "gpt-4o"}, 404, "model"),
        ({"messages": TEXT["messages"]}, 400, "model"),
        ({"model": "footnote"}, 400, "messages"),
        (TEXT | {"messages": []}, 400, "messages"),
        (TEXT | {"messages": [{"role": "system", "content": "x"}]}, 400, "messages"),
        (TEXT | {"messages": [{"role": "user", "content": " \n"}]}, 400, "messages"),
        (TEXT | {"messages": [{"role": "user", "content": "x" * 4001}]}, 400, "messages"),
        (TEXT | {"messages": [{"role": "user", "content": IMAGE}]}, 400, "messages.0.content"),
        (TEXT | {"messages": [{"role": "user", "content": 7}]}, 400, "messages.0.content"),
        (TEXT | {"messages": "hello"}, 400, "messages"),
        (TEXT | {"n": 2}, 400, "n"),
        (TEXT | {"response_format": {"type": "json_object"}}, 400, "response_format.type"),
        (TEXT | {"user": "x" * (1 << 20)}, 413, None),
    ],
    ids=str,
)
def test_a_request_that_cannot_be_answered_is_told_why(
    address: str, assistant: PretendAssistant, body: bytes | dict[str, Any], status: int, param: str | None
) -> None:
    before = len(assistant.histories)
    sent: dict[str, Any] = {"json": body} if isinstance(body, dict) else {"content": body}
    reply = httpx.post(f"{address}/v1/chat/completions", **sent)
    error = reply.json()["error"]
    assert (reply.status_code, error["param"]) == (status, param)
    assert error["type"] == "invalid_request_error"
    assert error["message"]
    assert len(assistant.histories) == before


@pytest.mark.parametrize(("method", "path"), [("GET", "/chat/completions"), ("POST", "/embeddings"), ("GET", "/")])
def test_there_is_nothing_else(address: str, method: str, path: str) -> None:
    reply = httpx.request(method, f"{address}/v1{path}")
    assert reply.status_code == 404
    assert f"{method} /v1{path}" in reply.json()["error"]["message"]


@pytest.mark.parametrize(("question", "told"), [("broken", "Something went wrong"), ("unavailable", "does not answer")])
def test_what_fails_is_told_once_and_not_tried_again(
    client: OpenAI, assistant: PretendAssistant, question: str, told: str
) -> None:
    before = len(assistant.histories)
    with pytest.raises(openai.InternalServerError, match=told) as raised:
        client.chat.completions.create(model="footnote", messages=user(question))
    assert "secret detail" not in raised.value.response.text
    with pytest.raises(openai.APIError, match=told):
        list(client.chat.completions.create(model="footnote", messages=user(question), stream=True))
    assert len(assistant.histories) == before + 2


def test_many_at_once_each_get_their_own_answer() -> None:
    size = 12
    with served(built(Crowd(size))) as address, OpenAI(base_url=f"{address}/v1", api_key="any") as client:

        def ask(number: int) -> str:
            messages = user(f"before {number}", f"question {number}")
            if number % 2:
                whole = client.chat.completions.create(model="footnote", messages=messages)
                return whole.choices[0].message.content or ""
            chunks = client.chat.completions.create(model="footnote", messages=messages, stream=True)
            return "".join(chunk.choices[0].delta.content or "" for chunk in chunks)

        with ThreadPoolExecutor(size) as threads:
            answers = list(threads.map(ask, range(size)))
    for number, answer in enumerate(answers):
        assert answer.startswith(f"question {number} before {number} ")


def test_a_stream_that_is_cut_off_ends_the_work() -> None:
    crowd = Crowd(2)
    with served(built(crowd)) as address, OpenAI(base_url=f"{address}/v1", api_key="any") as client:
        stream = client.chat.completions.create(model="footnote", messages=user("q"), stream=True)
        next(stream)
        assert crowd.asked.wait(30)
        stream.close()
    crowd.all_here.wait(30)
    assert crowd.closed.wait(30)
    assert not crowd.ran_on


def test_a_silent_stream_says_that_it_is_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completions, "_PAUSE", 0.05)
    assistant = PretendAssistant()
    body = TEXT | {"stream": True, "messages": user("slow")}
    with (
        served(built(assistant)) as address,
        httpx.stream("POST", f"{address}/v1/chat/completions", json=body) as reply,
    ):
        lines = reply.iter_lines()
        assert any(line.startswith(":") for line in lines)
        assistant.release.set()
        assert list(lines)[-2:] == ["data: [DONE]", ""]


def test_hostile_words_stay_words(client: OpenAI) -> None:
    content = client.chat.completions.create(model="footnote", messages=user("hostile")).choices[0].message.content
    assert content is not None
    assert content.count("<img") == content.count("\\<img") > 3
