"""No body is parsed that is larger than its route takes, and none above 64 KiB on the event loop."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator

import httpx
import pytest
from starlette.testclient import TestClient

from tests.serving import built, served
from tests.ui.pretend import PretendAssistant
from ui import calls
from ui.limits import IN_A_THREAD, ON_THE_LOOP

BASE = "http://127.0.0.1:7860"
PATHS = ["/gradio_api/queue/join", "/gradio_api/call/ask", "/gradio_api/cancel", "/footnote/login", "/"]
LARGER = ["/footnote/call/restore", "/footnote/conversations/keep", "/v1/chat/completions"]


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(built(PretendAssistant()), base_url=BASE)


def lists(size: int) -> bytes:
    return (b'{"data":[' + b"[]," * (size // 3) + b"[]]}")[:size]


@pytest.mark.parametrize("path", [*PATHS, *LARGER])
def test_a_body_that_is_too_large_is_refused(client: TestClient, path: str) -> None:
    limit = IN_A_THREAD if path in LARGER else ON_THE_LOOP
    headers = {"content-type": "application/json"}
    for content in (lists(limit + 1), iter([lists(limit), b"x"])):  # with its length before it, and without
        reply = client.post(path, content=content, headers=headers)
        assert reply.status_code == 413
        assert str(limit) in reply.json()["error"]["message"]
    if path in PATHS[:4]:
        assert client.post(path, content=lists(limit), headers=headers).status_code != 413


def test_nothing_of_it_is_read_when_its_length_says_so(client: TestClient) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"x"
        raise AssertionError("it was read")

    headers = {"content-length": str(10**12)}
    assert client.post("/gradio_api/queue/join", content=pieces(), headers=headers).status_code == 413


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"\xff", b"NaN", b"[]", b"null", b'"x"', b'{"view": 7}'])
@pytest.mark.parametrize("name", ["restore", "show", "judge", "save_as", "take_in", "remove"])
def test_what_is_no_request_is_told_so(client: TestClient, name: str, body: bytes) -> None:
    reply = client.post(f"/footnote/call/{name}", content=body)
    assert reply.status_code in (200, 400)
    assert set(reply.json()) <= {"error"}  # nothing else, and no traceback


def test_only_what_the_page_calls_can_be_called(client: TestClient) -> None:
    assert client.post("/footnote/call/documents", content=b"null").json()["count"] == 4
    for name in ("__class__", "server_functions", "documents/x", ""):
        assert client.post(f"/footnote/call/{name}", content=b"null").status_code == 404


def test_others_are_answered_while_something_large_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    parsing, go_on = threading.Event(), threading.Event()

    def slowly(body: bytes) -> object:
        parsing.set()
        go_on.wait(90)
        return json.loads(body)

    def send_large() -> None:
        httpx.post(f"{address}/footnote/call/restore", content=lists(IN_A_THREAD), timeout=120)

    monkeypatch.setattr(calls, "loads", slowly)
    with served(built(PretendAssistant())) as address:
        large = threading.Thread(target=send_large)
        large.start()
        assert parsing.wait(30)
        assert httpx.get(f"{address}/footnote/alive", timeout=30).status_code == 204  # sooner than it is parsed
        go_on.set()
        large.join(60)


def test_calls_have_a_pace(client: TestClient) -> None:
    assert 429 in {client.post("/footnote/call/x").status_code for _ in range(500)}
