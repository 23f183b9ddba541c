"""The gate: nothing passes before it is known who asks, but the page to log in on and what that page is made of.

Browsers show a session's cookie; it counts only for requests of our own pages, so that no other page, also none of
another program on the same machine, can ask in somebody's name. Programs send a token (Bearer) or a name and a password
(Basic) with each request.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection
from urllib.parse import quote, urlsplit

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.client import PATH as COMMANDS
from assistant.errors import TooManyTries
from assistant.people import Account, People
from ui import words
from ui.login.callers import PERSON

LOGIN = "/footnote/login"
COOKIE = "footnote_session"
# Commands of the command line carry a secret of their own, from a file that only their user can read.
_OPEN = {LOGIN, COMMANDS, *(f"/footnote/static/{name}" for name in ("tokens.css", "login.css", "icon.png"))}
# The same for everybody, so that a browser may keep it.
_EVERYBODYS = ("/assets/", "/static/", "/footnote/static/")
_AT_ONCE = 2  # passwords checked at the same time, as each takes 64 MiB and a good part of a second


class Checking:
    """Checks passwords, a few at a time, without holding up anything else."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._limiter: CapacityLimiter | None = None

    async def account(self, name: str, password: str, address: str) -> Account | None:
        """Who this is, if anybody. Raises TooManyTries."""
        if self._limiter is None:  # made where an event loop runs
            self._limiter = CapacityLimiter(_AT_ONCE)
        return await to_thread.run_sync(self._people.by_password, name, password, address, limiter=self._limiter)


class Gate:
    """Lets those through whom ``people`` know, and writes who it is into the request's scope.

    ``hosts`` are names by which a proxy may call.
    """

    def __init__(self, app: ASGIApp, people: People, checking: Checking, hosts: Collection[str] = ()) -> None:
        self._app, self._people, self._checking, self._hosts = app, people, checking, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "http" and scope["path"] not in _OPEN:
            reply = await self._refused(Request(scope, receive))
            if reply is not None:
                await reply(scope, receive, send)
                return
            if not scope["path"].startswith(_EVERYBODYS):
                send = _unkept(send)
        if scope["type"] != "websocket":  # there are none here
            await self._app(scope, receive, send)

    async def _refused(self, request: Request) -> Response | None:
        """What a request gets instead of what it asks for; None when it may pass."""
        try:
            account = await self._account(request)
        except TooManyTries as error:
            return _too_many(error)
        if account is None:
            return _unknown(request)
        request.scope[PERSON] = account
        return None

    async def _account(self, request: Request) -> Account | None:
        kind, _, value = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return self._people.by_token(value.strip())
        if kind.lower() == "basic":
            return await self._by_basic(value, address_of(request))
        token = request.cookies.get(COOKIE, "")
        return self._people.by_session(token) if token and is_own(request, self._hosts) else None

    async def _by_basic(self, value: str, address: str) -> Account | None:
        try:
            name, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        known = self._people.remembered(name, secret) or self._people.by_token(secret)
        if known:
            return known if known.name == name.strip().lower() else None
        return await self._checking.account(name, secret, address)


def address_of(request: Request) -> str:
    """From where a request comes; a proxy on this machine may tell it in X-Forwarded-For."""
    return request.client.host if request.client else ""


def is_own(request: Request, hosts: Collection[str]) -> bool:
    """Whether a request comes from a page of this very address, or from no page at all.

    A browser names the page in the Origin of everything that may change something, and no page can make it say ours. A
    proxy may call by another name than the browser; that one is in ``hosts``.
    """
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none") or _is_visit(request)
    try:
        named = urlsplit(origin)
        return named.netloc == request.headers.get("host", "") or named.hostname in hosts
    except ValueError:
        return False


def _is_visit(request: Request) -> bool:
    """Whether somebody opens a page, be it by a link elsewhere."""
    return request.method == "GET" and request.headers.get("sec-fetch-mode", "navigate") == "navigate"


def _unknown(request: Request) -> Response:
    """For a person the page to log in on, for a program what is missing."""
    if request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", "") and _is_visit(request):
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        address = LOGIN if wanted == "/" else f"{LOGIN}?next={quote(wanted, safe='')}"
        return RedirectResponse(address, 303, headers={"cache-control": "no-store"})
    # “Basic” would make a browser open a window of its own.
    headers = {"www-authenticate": 'Bearer realm="Footnote"', "cache-control": "no-store"}
    return JSONResponse({"error": _error(words.LOGIN_NEEDED, "invalid_api_key")}, 401, headers=headers)


def _too_many(error: TooManyTries) -> Response:
    headers = {"retry-after": str(error.seconds), "cache-control": "no-store"}
    return JSONResponse({"error": _error(str(error), "rate_limit_exceeded")}, 429, headers=headers)


def _error(message: str, code: str) -> dict[str, str | None]:
    return {"message": message, "type": "invalid_request_error", "param": None, "code": code}


def _unkept(send: Send) -> Send:
    """Nothing of what somebody sees is kept by their browser for the next person at it."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = Headers(raw=message.get("headers", []))
            kept = [(name, value) for name, value in headers.raw if name != b"cache-control"]
            message = {**message, "headers": [*kept, (b"cache-control", b"private, no-store")]}
        await send(message)

    return sent
