"""The page's application without a browser: built, and served on loopback for the length of a test."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from assistant.assistant import Assistant
from ui.app import build_app


def application(assistant: Assistant, *arguments: Any, **options: Any) -> FastAPI:
    """The application, with new folders for uploads and conversations unless they are given."""
    folders = {name: Path(mkdtemp(prefix=f"footnote-{name}-")) / name for name in ("uploads", "conversations")}
    return build_app(assistant, *arguments, **{**folders, **options})


def built(assistant: Assistant, **options: Any) -> FastAPI:
    """The same. Gradio leaves event loops open when it is built where none runs."""

    async def build() -> FastAPI:
        return application(assistant, **options)

    return asyncio.run(build())


@contextmanager
def served(app: ASGIApp, port: int = 0) -> Iterator[str]:
    """The address of ``app``, which is reached by it until the context ends. Port 0 is any that is free."""
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(30)
