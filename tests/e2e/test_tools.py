"""``footnote mcp``, as the real client of the Model Context Protocol speaks to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import CallToolResult, TextContent

from assistant import tools
from assistant.cli import main
from assistant.local import LocalAssistant
from assistant.settings import Settings
from assistant.tools import build_server

ROOT = str(Path(__file__).parents[2])


def spoken(home: Path, talk: Callable[[ClientSession], Awaitable[None]]) -> list[object]:
    """Start the server, talk to it over stdin and stdout, and give what came that was no part of the talk."""
    strays: list[object] = []

    async def run() -> None:
        async def stray(message: object) -> None:
            strays.append(message)

        environment = {"PYTHONPATH": ROOT, "FOOTNOTE_LOG": "DEBUG"}
        arguments = ["-m", "assistant.cli", "mcp", "--home", str(home)]
        server = StdioServerParameters(command=sys.executable, args=arguments, env=environment)
        with Path(os.devnull).open("w") as nowhere:
            async with (
                stdio_client(server, errlog=nowhere) as streams,
                ClientSession(*streams, message_handler=stray) as session,
            ):
                await session.initialize()
                await talk(session)

    anyio.run(run)
    return strays


def rows(result: CallToolResult) -> list[dict[str, Any]]:
    assert not result.is_error, result
    assert result.structured_content is not None
    return list(result.structured_content["result"])


def test_a_library_through_its_tools(assistant: LocalAssistant) -> None:
    texts = {source.name: assistant.document(source.id).text for source in assistant.sources()}
    home = assistant.settings.home
    assistant.close()

    async def talk(session: ClientSession) -> None:
        offered = {tool.name: tool for tool in (await session.list_tools()).tools}
        assert set(offered) == {"search_documents", "ask_documents", "list_documents"}
        assert set(offered["search_documents"].input_schema["properties"]) == {"question", "k"}
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in offered.values())

        assert [row["source"] for row in rows(await session.call_tool("list_documents"))] == ["bakery.md", "ferry.md"]

        passages = rows(await session.call_tool("search_documents", {"question": "beech wood", "k": 2}))
        assert len(passages) == 2
        for passage in passages:
            assert texts[passage["source"]][passage["start"] : passage["end"]] == passage["text"]

        reply = await session.call_tool("ask_documents", {"question": "When did the bakery open?"})
        answer = reply.structured_content or {}
        assert "1987" in answer["answer"]
        assert answer["passages"] == []
        citations = [citation for sentence in answer["sentences"] for citation in sentence["citations"]]
        assert citations
        for citation in citations:
            assert texts[citation["source"]][citation["start"] : citation["end"]] == citation["quote"]
            assert "page" in citation
        [content] = reply.content
        assert isinstance(content, TextContent)
        assert json.loads(content.text) == answer

        refused = (
            await session.call_tool("ask_documents", {"question": "Who won the 1966 World Cup?"})
        ).structured_content
        assert refused is not None
        assert refused["refused"] is True
        assert refused["sentences"] == []
        assert 0 < len(refused["passages"]) <= 3

        for wrong in ({"question": ""}, {"question": "x", "k": 0}, {}):
            assert (await session.call_tool("search_documents", wrong)).is_error

    assert spoken(home, talk) == []


def called(settings: Settings, tool: str, **arguments: object) -> CallToolResult:
    async def run() -> CallToolResult:
        async with Client(build_server(settings)) as client:
            return await client.call_tool(tool, dict(arguments))

    return anyio.run(run)


def test_a_home_that_is_busy_is_waited_for(assistant: LocalAssistant) -> None:
    letting_go = threading.Timer(0.5, assistant.close)
    letting_go.start()
    assert len(rows(called(assistant.settings, "list_documents"))) == 2
    letting_go.join()


def test_a_home_that_stays_busy_is_told(assistant: LocalAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "_PATIENCE", 0.0)
    result = called(assistant.settings, "list_documents")
    [content] = result.content
    assert result.is_error
    assert isinstance(content, TextContent)
    assert "in use" in content.text


def test_a_tool_that_fails_says_what_the_command_line_says(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file where the library should be")
    result = called(Settings(home=home), "list_documents")
    [content] = result.content
    assert result.is_error
    assert isinstance(content, TextContent)
    assert str(home) in content.text


def test_without_the_extra_it_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    monkeypatch.delitem(sys.modules, "assistant.tools")
    assert main(["mcp", "--home", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "pip install '.[mcp]'" in said.err


def test_it_ends_when_its_input_ends(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "mcp", "--home", str(tmp_path)],
        input="this is not the protocol\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": ROOT},
    )
    assert ran.returncode == 0
    assert "Traceback" not in ran.stderr
    assert [line for line in ran.stdout.splitlines() if "jsonrpc" not in json.loads(line)] == []
