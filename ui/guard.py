"""By which names Footnote may be called, and from which pages.

Listening on loopback is not enough: a page of another site can send requests to it, and a name that its owner points at
127.0.0.1 (DNS rebinding) even lets it read the replies. Such requests carry the foreign name in Host or Origin. An IP
address in Host is no name that anybody could point elsewhere.
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
    """Lets a request through if its Host, and its Origin where it has one, is this machine or one of ``hosts``.

    ``elsewhere``: it may be called from other machines, by any IP address; the Origin is then that address, too.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] = (), elsewhere: bool = False) -> None:
        self._app, self._hosts, self._elsewhere = app, frozenset(host.lower() for host in hosts), elsewhere

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            host = headers.get("host", "")
            called = self._knows(_host(f"//{host}")) or (self._elsewhere and is_ip_address(_host(f"//{host}")))
            if not called or not all(self._is_ours(origin, host) for origin in headers.getlist("origin")):
                error = {"message": words.FOREIGN, "type": "invalid_request_error", "param": None, "code": "forbidden"}
                await JSONResponse({"error": error}, 403)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _is_ours(self, origin: str, host: str) -> bool:
        return self._knows(_host(origin)) or (self._elsewhere and origin.partition("://")[2] == host)

    def _knows(self, host: str) -> bool:
        return is_loopback(host) or host in self._hosts


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine for itself only."""
    return host == "localhost" or (is_ip_address(host) and ipaddress.ip_address(host).is_loopback)


def is_ip_address(host: str) -> bool:
    """Whether a host is an address rather than a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
