"""The few routes of Gradio's that are used. It has many more: uploads, files, proxies, streams, run history.

A list of what is open stays right when a new version of Gradio brings more.
"""

from __future__ import annotations

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

_API = "/gradio_api"
_OPEN = {
    *("/", "/config", "/theme.css", "/favicon.ico", "/manifest.json", "/robots.txt"),
    *(f"{_API}/{name}" for name in ("info", "queue/join", "queue/data", "cancel", "reset", "startup-events", "app_id")),
}
_OPEN_BELOW = ("/assets/", "/static/", "/svelte/", f"{_API}/call/", f"{_API}/heartbeat/", "/footnote/", "/v1/")


class OnlyUsed:
    """Answers 404 for every other path."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "http" and scope["path"] not in _OPEN and not scope["path"].startswith(_OPEN_BELOW):
            await Response(status_code=404)(scope, receive, send)
            return
        await self._app(scope, receive, send)
