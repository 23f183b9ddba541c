"""The page put together: our own routes, Gradio below them, served on this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from socket import socket
from threading import Event
from typing import Any

# Gradio reads both when it is imported or builds a queue. The second is how often it sums up its own statistics, which
# nobody reads here: by default after every event, over all events so far.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from assistant.assistant import Assistant
from ui import words
from ui.api import add_named_endpoints, completion_routes
from ui.guard import Guard
from ui.handlers import asked, ingested, server_functions
from ui.routes import alive, page_images
from ui.shell import shell
from ui.theme import STATIC, head, theme

_MAIN = "/footnote/static/main.js"
# Gradio finds the names of a component's own events in this text: 'ask', 'halt', 'ingest'.
_START = f"import('{_MAIN}').then((page) => page.start({{element, trigger, props, server, upload}}))"
_RECEIVE = f"watch('value', () => import('{_MAIN}').then((page) => page.receive('%s', props.value)))"
_AT_ONCE = 16  # questions answered at the same time; more wait their turn
_LARGEST_UPLOAD = "500mb"
# Chat front ends that run in a browser on this machine call us from an address of their own.
_NEIGHBOURS = r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?"


def build_app(
    assistant: Assistant,
    extra_routes: Sequence[BaseRoute] = (),
    examples: Sequence[str] = (),
    hosts: Collection[str] = (),
) -> FastAPI:
    """The web application around an assistant. ``examples`` are questions to offer when nothing has been asked.

    ``hosts`` are names by which it may be called, beside this machine's own.
    """
    static = Mount("/footnote/static", StaticFiles(directory=STATIC))
    ours = [static, page_images(assistant), Route("/footnote/alive", alive), completion_routes(assistant)]
    app = FastAPI(
        routes=[*extra_routes, *ours],
        middleware=[
            Middleware(Guard, hosts),
            Middleware(CORSMiddleware, allow_origin_regex=_NEIGHBOURS, allow_methods=["*"], allow_headers=["*"]),
        ],
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    gr.mount_gradio_app(
        app,
        _blocks(assistant, examples),
        path="/",
        footer_links=[],
        run_history=False,
        app_kwargs={"openapi_url": None, "docs_url": None, "redoc_url": None},
        allowed_paths=[],
        favicon_path=str(STATIC / "icon.png"),
        show_error=False,
        max_file_size=_LARGEST_UPLOAD,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        theme=theme(),
        head=head(),
    )
    return app


def serve(
    assistant: Assistant,
    host: str = "127.0.0.1",
    port: int = 7860,
    extra_routes: Sequence[BaseRoute] = (),
    *,
    examples: Sequence[str] = (),
    hosts: Collection[str] = (),
    listening: Callable[[], None] = lambda: None,
) -> None:
    """Serve the page until the process is told to stop; ``listening`` is called once it can be reached."""
    app = build_app(assistant, extra_routes, examples, hosts)
    config = uvicorn.Config(app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=3)
    with suppress(KeyboardInterrupt):
        _Server(config, listening).run()


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._listening()


def _blocks(assistant: Assistant, examples: Sequence[str]) -> gr.Blocks:
    blocks: gr.Blocks
    with gr.Blocks(title=words.NAME, analytics_enabled=False, fill_width=True) as blocks:
        page = gr.HTML(
            shell(examples),
            js_on_load=_START + "; // 'ask' 'halt' 'ingest'",
            apply_default_css=False,
            server_functions=server_functions(assistant),
            words=words.FOR_SCRIPTS,
        )
        answers, files = _channel("answer"), _channel("files")
        stop = gr.State(None)

        def ask(event: gr.EventData) -> Iterator[tuple[Any, Event]]:
            stopping = Event()
            for reply in asked(assistant, event._data, stopping):
                yield reply, stopping

        def halt(stopping: Event | None) -> None:
            if stopping is not None:
                stopping.set()

        def ingest(event: gr.EventData) -> Iterator[Any]:
            yield from ingested(assistant, event._data)

        add_named_endpoints(assistant)
        hidden: dict[str, Any] = {"api_name": "page", "api_visibility": "private"}
        quiet: dict[str, Any] = {"show_progress": "hidden", "trigger_mode": "multiple", **hidden}
        page.ask(ask, None, [answers, stop], concurrency_limit=_AT_ONCE, **quiet)
        page.halt(halt, stop, None, queue=False, **quiet)
        page.ingest(ingest, None, files, concurrency_limit=1, **quiet)
    return blocks


def _channel(name: str) -> gr.HTML:
    """An unseen component whose value is handed to the scripts each time it changes."""
    return gr.HTML(None, html_template="", js_on_load=_RECEIVE % name, visible="hidden")
