"""The command line's side of assistant.service: a command is sent to the chat that holds the home."""

from __future__ import annotations

import argparse
import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from assistant.library import holder_of
from assistant.terminal import Console

PATH = "/footnote/command"
FIELDS = {"command", "json", "paths", "sources", "source", "start", "end", "question", "k", "mend"}
FIELDS |= {"folder", "resting", "leave"}  # of a sync
FIELDS |= {"follow_links"}


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
    fields = {name: value for name, value in vars(parsed).items() if name in FIELDS}
    if "paths" in fields:  # the chat runs in another folder
        fields["paths"] = [str(path.absolute() if isinstance(path, Path) else path) for path in fields["paths"]]
    return fields
