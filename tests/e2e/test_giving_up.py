"""A program that asks and goes away: the language model is not waited for any longer."""

from __future__ import annotations

import argparse
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from assistant.assistant import build_assistant
from assistant.client import messages
from assistant.library import holder_of
from assistant.local import LocalAssistant
from assistant.service import serve_commands
from assistant.settings import Settings
from tests.endpoint import ScriptedEndpoint, endpoint, says
from tests.serving import built, served

__all__ = ["endpoint"]
QUESTION = "How much did the ferry cost?"
SOON = 3.0  # seconds; the endpoint itself would be waited for two minutes


@pytest.fixture
def writer(tmp_path: Path, documents: Path, endpoint: ScriptedEndpoint) -> Iterator[LocalAssistant]:
    settings = Settings(
        home=tmp_path / "home", model="scripted", openai_base_url=endpoint.url, openai_api_key="k", model_timeout=120.0
    )
    writer = build_assistant(settings)
    list(writer.add([documents]))
    yield writer
    writer.close()


def until_asked(endpoint: ScriptedEndpoint) -> None:
    until = time.monotonic() + 60
    while not endpoint.requests:
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
@pytest.mark.parametrize("ending", ["stall", "mute"])
def test_a_chat_client_that_goes_away(
    writer: LocalAssistant, endpoint: ScriptedEndpoint, stream: bool, ending: str
) -> None:
    endpoint.will(says("The ferry " if ending == "stall" else "", ending=ending))
    body = {"model": "footnote", "stream": stream, "messages": [{"role": "user", "content": QUESTION}]}
    with served(built(writer)) as address:
        host = urlsplit(address)
        request = httpx.Request("POST", f"{address}/v1/chat/completions", json=body)
        head = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
        with socket.create_connection((host.hostname, host.port)) as caller:
            caller.sendall(f"POST /v1/chat/completions HTTP/1.1\r\n{head}\r\n".encode() + request.read())
            until_asked(endpoint)
        assert endpoint.hung_up.wait(SOON)
    assert len(endpoint.requests) == 1


def test_a_command_that_is_broken_off(writer: LocalAssistant, endpoint: ScriptedEndpoint) -> None:
    endpoint.will(says("The ferry ", ending="stall"))
    app = built(writer)
    with served(app) as address:
        app.router.routes.insert(0, serve_commands(writer, address))
        parsed = argparse.Namespace(command="ask", json=False, question=QUESTION, source=[])
        with httpx.Client() as client, suppress(httpx.ReadTimeout):
            holder = holder_of(writer.settings.home)
            assert holder is not None
            fields = vars(parsed)
            client.post(
                f"{address}/footnote/command", json=fields, headers={"x-footnote-token": holder.token}, timeout=1.0
            )
        assert endpoint.hung_up.wait(SOON)
        endpoint.will(says("The ferry cost 4.2 million kroner [1]."))
        told = list(messages(writer.settings.home, parsed))
    assert told[-1] == {"status": 0}
    assert "4.2 million kroner." in told[0]["out"]
