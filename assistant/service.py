"""Commands over loopback: while the chat holds a home, the command line hands its commands to the chat.

The chat writes its address and a secret token into the home's lock note, readable by its user only. A command goes
there as its arguments; what it prints comes back a line at a time, as JSON lines, with the exit status last.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import io
import json
import os
import queue
import secrets
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, TextIO, cast
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from assistant.commands import Console, run_command
from assistant.errors import FootnoteError
from assistant.keeping import run_doctor
from assistant.library import holder_of
from assistant.local import LocalAssistant
from assistant.places import place
from assistant.stopping import GivenUp, Stop, under

PATH = "/footnote/command"
_PATIENCE = 0.02  # seconds between looks for the next line
_FIELDS = {"command", "json", "paths", "sources", "source", "start", "end", "question", "k", "mend"}
_FIELDS |= {"folder", "resting", "leave"}  # of a sync
_FIELDS |= {"follow_links"}


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


def forward(home: Path, parsed: argparse.Namespace, console: Console) -> int | None:
    """Have the process that holds ``home`` do a command. None when it does not answer for others."""
    begun = False
    for message in messages(home, parsed):
        begun = True
        if "status" in message:
            return int(message["status"])
        if "out" in message:
            console.say(message["out"])
        else:
            console.tell(message["err"])
    if not begun:
        return None
    console.tell("footnote: the chat stopped before it was done. What was finished is kept; run the command again.")
    return 2


def messages(home: Path, parsed: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """What the process that holds ``home`` says while it does a command: "out" and "err" lines, "status" last.

    Nothing when it does not answer for others; no "status" when it broke off.
    """
    holder = holder_of(home)
    if holder is None or not holder.address:
        return
    address = urlsplit(holder.address)
    connection = http.client.HTTPConnection(address.hostname or "127.0.0.1", address.port or 80, timeout=3600)
    try:
        connection.request("POST", PATH, json.dumps(_fields(parsed)), {"x-footnote-token": holder.token})
        response = connection.getresponse()
        if response.status == http.HTTPStatus.OK:
            yield from map(json.loads, response)
    except (OSError, http.client.HTTPException, ValueError):  # ValueError: cut off within a line
        return
    finally:
        connection.close()


def _fields(parsed: argparse.Namespace) -> dict[str, Any]:
    fields = {name: value for name, value in vars(parsed).items() if name in _FIELDS}
    if "paths" in fields:  # the chat runs in another folder
        fields["paths"] = [str(path.absolute() if isinstance(path, Path) else path) for path in fields["paths"]]
    return fields


def _parsed(body: bytes) -> argparse.Namespace | None:
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if "paths" in fields:
        fields["paths"] = [place(path) for path in fields["paths"]]
    return argparse.Namespace(**{name: value for name, value in fields.items() if name in _FIELDS})


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
