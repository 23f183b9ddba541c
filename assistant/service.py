"""Commands over loopback: while the chat holds a home, the command line hands its commands to the chat.

The chat writes its address and a secret token into the home's lock note, readable by its user only. A command goes
there as its arguments; what it prints comes back a line at a time, as JSON lines, with the exit status last.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import os
import queue
import secrets
import threading
from collections.abc import AsyncIterator
from typing import Any, TextIO, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from assistant.client import FIELDS, PATH
from assistant.commands import run_command
from assistant.errors import FootnoteError
from assistant.keeping import run_doctor
from assistant.local import LocalAssistant
from assistant.places import place
from assistant.stopping import GivenUp, Stop, under
from assistant.terminal import Console

_PATIENCE = 0.02  # seconds between looks for the next line


def serve_commands(assistant: LocalAssistant, address: str) -> Route:
    """The route that does commands, and the note in the lock that says where it is."""
    token = secrets.token_urlsafe(32)
    assistant.announce(address, token, os.getpid())

    async def command(request: Request) -> Response:
        if not secrets.compare_digest(request.headers.get("x-footnote-token", ""), token):
            return JSONResponse({"error": "wrong token"}, status_code=403)
        parsed = await run_in_threadpool(_parsed, await request.body())
        if parsed is None:
            return JSONResponse({"error": "no command"}, status_code=400)
        return StreamingResponse(_run(assistant, parsed), media_type="application/x-ndjson")

    return Route(PATH, command, methods=["POST"])


def _parsed(body: bytes) -> argparse.Namespace | None:
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if "paths" in fields:
        fields["paths"] = [place(path) for path in fields["paths"]]
    return argparse.Namespace(**{name: value for name, value in fields.items() if name in FIELDS})


def _run(assistant: LocalAssistant, parsed: argparse.Namespace) -> AsyncIterator[str]:
    """Do the command in a thread of its own and give its lines as they come."""
    lines: queue.Queue[dict[str, Any]] = queue.Queue()
    stop = Stop()
    console = Console(cast(TextIO, _Lines(lines, "out")), cast(TextIO, _Lines(lines, "err")))

    def work() -> None:
        status = 2
        try:
            run = run_doctor if parsed.command == "doctor" else run_command
            with under(stop):
                status = run(assistant, parsed, console)
        except GivenUp:
            pass  # nobody reads what it would have said
        except FootnoteError as error:
            console.tell(f"footnote: {error}")
        finally:
            lines.put({"status": status})

    threading.Thread(target=work, daemon=True).start()
    return _until_status(lines, stop)


async def _until_status(lines: queue.Queue[dict[str, Any]], stop: Stop) -> AsyncIterator[str]:
    """The lines as they come. When whoever reads them goes away, what waits for a language model is given up."""
    message: dict[str, Any] = {}
    try:
        while "status" not in message:
            try:
                message = lines.get_nowait()
            except queue.Empty:
                await asyncio.sleep(_PATIENCE)
            else:
                yield json.dumps(message) + "\n"
    finally:
        stop.set()


class _Lines(io.TextIOBase):
    """A text stream whose writes become messages."""

    def __init__(self, lines: queue.Queue[dict[str, Any]], kind: str) -> None:
        self._lines, self._kind = lines, kind

    def write(self, text: str) -> int:
        if text != "\n":  # print ends every line with one; the other side prints again
            self._lines.put({self._kind: text})
        return len(text)
