"""How large a request's body may be. It is counted before anything parses it.

Gradio parses JSON on the event loop, so its routes take little. Routes that parse in a thread take more. Uploads are
not parsed, and are counted where they are stored.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.client import PATH as COMMANDS
from ui import words
from ui.calls import ADDRESS as CALLS
from ui.conversations.route import ADDRESS as CONVERSATIONS
from ui.uploads import ADDRESS as UPLOADS

ON_THE_LOOP = 1 << 16  # bytes
IN_A_THREAD = 1 << 20  # bytes
_PARSED_IN_A_THREAD = (CALLS, CONVERSATIONS, COMMANDS, "/v1/chat/completions")


class BodyLimit:
    """Reads a body before the route does, and refuses it with 413 as soon as it is too large."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["path"] == UPLOADS:
            await self._app(scope, receive, send)
            return
        limit = IN_A_THREAD if scope["path"].startswith(_PARSED_IN_A_THREAD) else ON_THE_LOOP
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced[:20]) > limit:
            await _too_large(limit)(scope, receive, send)
            return
        body, more = bytearray(), True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > limit:
                await _too_large(limit)(scope, receive, send)
                return
        await self._app(scope, _again(bytes(body), receive), send)


def _again(body: bytes, receive: Receive) -> Receive:
    """What gives the body once, and then whatever comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_message


def _too_large(limit: int) -> JSONResponse:
    message = words.TOO_LARGE.format(limit=limit)
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": "request_too_large"}
    return JSONResponse({"error": error}, 413)
