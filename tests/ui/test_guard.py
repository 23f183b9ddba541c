from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.serving import built
from tests.ui.pretend import PretendAssistant

ADDRESSES = ["/v1/models", "/footnote/alive", "/gradio_api/info", "/"]


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(built(PretendAssistant(), hosts=["Notes.example"]), base_url="http://127.0.0.1:7860")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example:7860"},  # a name that its owner points at this machine
        {"host": "127.0.0.1.evil.example"},
        {"host": "[::1"},
        {"host": ""},
        {"origin": "https://evil.example"},  # a page of another site
        {"origin": "http://localhost.evil.example:7860"},
        {"origin": "null"},
    ],
    ids=str,
)
def test_what_comes_from_elsewhere_is_refused(client: TestClient, address: str, headers: dict[str, str]) -> None:
    reply = client.get(address, headers=headers)
    assert reply.status_code == 403
    assert "FOOTNOTE_HOSTS" in reply.json()["error"]["message"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "localhost:7860", "origin": "http://localhost:3000"},
        {"host": "[::1]:7860", "origin": "http://127.0.0.1"},
        {"host": "notes.example", "origin": "https://NOTES.example"},
    ],
    ids=str,
)
def test_this_machine_and_the_proxy_that_was_named_may_call(
    client: TestClient, address: str, headers: dict[str, str]
) -> None:
    assert client.get(address, headers=headers).status_code in (200, 204)


def test_a_front_end_in_a_browser_on_this_machine_may_read_the_replies(client: TestClient) -> None:
    asked = {"origin": "http://localhost:3000", "access-control-request-method": "POST"}
    asked["access-control-request-headers"] = "authorization,content-type"
    allowed = client.options("/v1/chat/completions", headers=asked)
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == "http://localhost:3000"
    assert "authorization" in allowed.headers["access-control-allow-headers"]
