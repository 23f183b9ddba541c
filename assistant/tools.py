"""The documents as tools for another program's language model, over the Model Context Protocol (MCP).

The program starts ``footnote mcp`` and speaks to it through stdin and stdout. It may keep it for days, so the home is
held only while a tool works; a chat can open it in between, and then does the work itself.
"""

from __future__ import annotations

import argparse
import io
import json
import threading
import time
from collections.abc import Callable
from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from assistant import __version__
from assistant.commands import run_where_it_can
from assistant.errors import FootnoteError, LibraryInUse
from assistant.settings import Settings
from assistant.terminal import Console

_NEAREST = 3  # passages that come with a refusal
_PATIENCE = 10.0  # seconds to wait for another process that is busy with the home
_INSTRUCTIONS = """\
Footnote answers questions about the user's own documents. Each quote is an exact stretch of the text of its source: \
characters start to end, and a page where the format has pages. Repeat quotes as they are and name their source. Each \
sentence of an answer has a verdict from checking it against its quotes: supported, partly, or not found. Where \
`refused` is true, no answer was found with certainty: say so. `candidate`, where there is one, is the nearest place; \
`missing` is what was not found, and `passages` are the nearest."""
# The same in every tool: nothing is changed, and nothing outside this library is looked at.
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

Question = Annotated[str, Field(description="The question, in whole words, on its own", min_length=1, max_length=4000)]
Count = Annotated[int, Field(description="How many passages, best first", ge=1, le=50)]


def serve_tools(settings: Settings) -> int:
    """Serve over stdin and stdout until the other side closes them; returns the exit status."""
    build_server(settings).run("stdio")
    return 0


def build_server(settings: Settings) -> MCPServer[Any]:
    """The server with its three tools. Nothing is opened before a tool is called."""
    server: MCPServer[Any] = MCPServer(
        "footnote", title="Footnote", version=__version__, instructions=_INSTRUCTIONS, log_level="WARNING"
    )
    desk = _Desk(settings)

    @server.tool(title="Search the documents", annotations=_READS)
    def search_documents(question: Question, k: Count = 8) -> list[dict[str, Any]]:
        """The passages of the user's documents nearest to a question: text, source, start, end, page, score."""
        rows: list[dict[str, Any]] = desk.do("search", question=question, k=k, source=[])
        return rows

    @server.tool(title="Ask the documents", annotations=_READS)
    def ask_documents(question: Question) -> dict[str, Any]:
        """An answer from the user's documents: its sentences, each with citations (quote, source, start, end, page)."""
        answer: dict[str, Any] = desk.do("ask", question=question, source=[])
        passages = answer["passages"][:_NEAREST] if answer["refused"] else []
        return {**answer, "passages": passages}

    @server.tool(title="List the documents", annotations=_READS)
    def list_documents() -> list[dict[str, Any]]:
        """All documents that can be asked, by name: source, title, author, date, size, pages."""
        rows: list[dict[str, Any]] = desk.do("sources")
        return rows

    return server


class _Desk:
    """Does the commands of the command line, one at a time."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._free = settings, threading.Lock()

    def do(self, command: str, **fields: object) -> Any:
        """What a command prints as JSON. Raises ToolError with what it tells a person."""
        parsed = argparse.Namespace(command=command, json=True, **fields)
        out, err = io.StringIO(), io.StringIO()
        try:
            with self._free:
                status = _when_free(lambda: run_where_it_can(self._settings, parsed, Console(out, err)))
        except FootnoteError as error:
            raise ToolError(str(error)) from error
        if status != 0:
            raise ToolError(err.getvalue().strip())
        return json.loads(out.getvalue())


def _when_free(do: Callable[[], int]) -> int:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return do()
        except LibraryInUse:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
