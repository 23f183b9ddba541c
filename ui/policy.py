"""What a browser may do with what we send: nothing from elsewhere, no script but ours, no frame around the page.

Everything that a document or a model says is escaped before it gets here; this holds where that should ever fail.
"""

from __future__ import annotations

import base64
import hashlib
import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PAGE = "/"
# Gradio needs three things: its own inline scripts, which are let through one by one by their hashes; 'unsafe-eval',
# for the js_on_load of an HTML component; and inline styles. Neither lets an event handler or a script in the markup
# run.
_FOR_THE_PAGE = (
    "default-src 'self'; script-src 'self' 'unsafe-eval' {hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; frame-src 'none'; "
    "worker-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
# Replies that are no page: were one of them ever shown as a page, nothing in it would run or be fetched.
_FOR_THE_REST = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with none at all, our own forms would be sent with the Origin “null”
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), usb=(), clipboard-write=(self)"
    ),
}
_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.S | re.I)


class Policy:
    """Adds the headers to every reply; one that brings a header of its own keeps it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_page = scope["path"].removeprefix(scope.get("root_path", "")) in ("", _PAGE)
        await self._app(scope, receive, _Page(send).send if is_page else _with_headers(send))


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            _add(message, _FOR_THE_REST)
        await send(message)

    return sending


class _Page:
    """Holds the page back until it is whole, since its policy names the scripts in it and goes before it."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message = {}
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                _add(self._start, _FOR_THE_PAGE.format(hashes=" ".join(_hashes(self._body))))
                await self._send(self._start)
                await self._send({**message, "body": self._body})
        else:
            await self._send(message)


def _add(start: Message, policy: str) -> None:
    headers = MutableHeaders(scope=start)
    for name, value in {"content-security-policy": policy, **_ALWAYS}.items():
        headers.setdefault(name, value)


def _hashes(page: bytes) -> list[str]:
    """The scripts that stand in the page, as a policy names them."""
    digests = (hashlib.sha256(script).digest() for script in _INLINE_SCRIPT.findall(page))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]
