"""What the page's scripts call and wait for: ``POST /footnote/call/NAME`` with a JSON value, answered with one."""

from __future__ import annotations

import json
from json import loads
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assistant.assistant import Assistant
from ui import words
from ui.handlers import server_functions
from ui.login import AssistantOf

ADDRESS = "/footnote/call/"


def call_route(theirs: AssistantOf) -> Route:
    """The functions of ``server_functions``, each for the caller's assistant."""

    async def call(request: Request) -> Response:
        body, name = await request.body(), request.path_params["name"]
        status, content = await run_in_threadpool(_called, theirs(request), name, body)
        return Response(content, status, media_type="application/json")

    return Route(f"{ADDRESS}{{name}}", call, methods=["POST"])


def _called(assistant: Assistant, name: str, body: bytes) -> tuple[int, str]:
    """The status and the JSON of the reply; both are made in the thread that this runs in."""
    function = next((each for each in server_functions(assistant) if each.__name__ == name), None)
    if function is None:
        return 404, json.dumps({"error": words.BAD_REQUEST})
    try:
        given: Any = loads(body)
    except (ValueError, RecursionError):
        return 400, json.dumps({"error": words.BAD_REQUEST})
    return 200, json.dumps(function(given))
