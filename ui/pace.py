"""How often one client may ask: far more than a person does, and less than it takes to keep the machine from others."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui import words
from ui.calls import ADDRESS as CALLS
from ui.uploads import ADDRESS as UPLOADS

_ASKING = ("/gradio_api/queue/join", "/gradio_api/call/", CALLS, "/v1/chat/completions")
_BURST = 240.0  # requests at once
_RATE = 4.0  # requests a second, on and on
_MOST_CLIENTS = 10_000  # that are remembered


class Pace:
    """Turns a client away with 429 while it asks too often. A client is an address: behind a proxy all are one.

    Uploads are counted by themselves, so that a folder of files leaves room for questions and for its own import.
    """

    def __init__(
        self, app: ASGIApp, burst: float = _BURST, rate: float = _RATE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._app, self._burst, self._rate, self._clock = app, burst, rate, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # requests left, and when that was so

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "http" and scope["method"] == "POST" and scope["path"].startswith((*_ASKING, UPLOADS)):
            client = scope["client"][0] if scope.get("client") else ""
            wait = self._wait(f"{client} {UPLOADS}" if scope["path"] == UPLOADS else client)
            if wait > 0:
                error = {"message": words.TOO_OFTEN, "type": "requests", "param": None, "code": "rate_limit_exceeded"}
                reply = JSONResponse({"error": error}, 429, headers={"retry-after": str(int(wait) + 1)})
                await reply(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _wait(self, who: str) -> float:
        """Seconds until somebody may ask; 0 counts this as one request."""
        now = self._clock()
        left, then = self._left.pop(who, (self._burst, now))
        left = min(self._burst, left + (now - then) * self._rate)
        allowed = left >= 1
        self._left[who] = (left - 1 if allowed else left, now)
        if len(self._left) > _MOST_CLIENTS:
            self._left.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self._rate
