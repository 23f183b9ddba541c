"""The Gradio API as ``gradio_client`` sees it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from tests.serving import built, served
from tests.ui.pretend import PretendAssistant
from ui.api.plain import answer_values, hit_values, source_values

QUESTION = "When do sailings stop?"


@pytest.fixture(scope="module")
def assistant() -> PretendAssistant:
    return PretendAssistant()


@pytest.fixture(scope="module")
def client(assistant: PretendAssistant) -> Iterator[Client]:
    with served(built(assistant)) as address:
        client = Client(address, verbose=False)
        yield client
        client.close()


def test_there_are_three_endpoints_and_no_others(client: Client) -> None:
    shown = client.view_api(all_endpoints=True, print_info=False, return_format="dict")
    assert isinstance(shown, dict)
    assert shown["unnamed_endpoints"] == {}
    named = {
        name: {each["parameter_name"]: each["python_type"]["type"] for each in endpoint["parameters"]}
        for name, endpoint in shown["named_endpoints"].items()
    }
    assert named == {"/ask": {"question": "str"}, "/search": {"question": "str", "k": "int"}, "/documents": {}}
    assert all("as `footnote" in endpoint["description"] for endpoint in shown["named_endpoints"].values())


def test_they_say_what_the_command_line_says(client: Client, assistant: PretendAssistant) -> None:
    assert client.predict(QUESTION, api_name="/ask") == answer_values(assistant.answer(QUESTION))
    hits = [hit_values(hit) for hit in assistant.search(QUESTION, 2)]
    assert client.predict(question=QUESTION, k=2, api_name="/search") == hits
    assert client.predict(api_name="/documents") == [source_values(source) for source in assistant.sources()]


@pytest.mark.parametrize(
    ("endpoint", "values", "told"),
    [
        ("/ask", {"question": "  "}, "The question is empty"),
        ("/ask", {"question": 7}, "The question is empty"),
        ("/ask", {"question": "x" * 4001}, "the most is 4000"),
        ("/ask", {"question": "unavailable"}, "does not answer"),
        ("/ask", {"question": "broken"}, "did not foresee"),
        ("/search", {"question": "x", "k": 0}, "from 1 to 50"),
        ("/search", {"question": "x", "k": "many"}, "from 1 to 50"),
        ("/search", {"question": "x", "k": True}, "from 1 to 50"),
    ],
)
def test_what_cannot_be_done_is_told(client: Client, endpoint: str, values: dict[str, object], told: str) -> None:
    with pytest.raises(AppError, match=told):
        client.predict(**values, api_name=endpoint)


def test_many_at_once_each_get_their_own_answer(client: Client) -> None:
    questions = [f"question {number}" for number in range(12)]
    with ThreadPoolExecutor(len(questions)) as threads:
        answers = list(threads.map(lambda question: client.predict(question, api_name="/ask"), questions))
    assert [answer["question"] for answer in answers] == questions
