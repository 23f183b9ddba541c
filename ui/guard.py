"""Who may call: this machine, by its own name, from its own pages.

Listening on loopback is not enough: a page of another site can send requests to it, and a name that its owner points at
127.0.0.1 (DNS rebinding) even lets it read the replies. Such requests carry the foreign name in Host or Origin.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui import words


class Guard:
    """Lets a request through if its Host, and its Origin where it has one, is this machine or one of ``hosts``."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] = ()) -> None:
        self._app, self._hosts = app, frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            callers = [f"//{headers.get('host', '')}", *headers.getlist("origin")]
            if not all(self._knows(_host(caller)) for caller in callers):
                error = {"message": words.FOREIGN, "type": "invalid_request_error", "param": None, "code": "forbidden"}
                await JSONResponse({"error": error}, 403)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _knows(self, host: str) -> bool:
        return is_loopback(host) or host in self._hosts


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine for itself only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
