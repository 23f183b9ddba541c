"""The page put together: our own routes, Gradio below them, served on this machine."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
from socket import socket
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

from assistant.assistant import Assistant, readable_kinds
from assistant.errors import NotAllowed
from ui import words
from ui.api import add_named_endpoints, completion_routes
from ui.calls import call_route
from ui.conversations import Conversations, conversation_route
from ui.gradio_routes import OnlyUsed
from ui.guard import Guard, is_loopback
from ui.handlers import asked, ingested, refused
from ui.imports import Imports
from ui.limits import BodyLimit
from ui.login import AssistantOf, Checking, Gate, Login, login_routes, of_everybody, owner_of
from ui.originals import originals
from ui.pace import Pace
from ui.policy import Policy
from ui.routes import alive, page_images
from ui.shell import shell
from ui.stopping import Questions, stop_route
from ui.theme import STATIC, head, theme
from ui.uploads import ADDRESS as UPLOADS
from ui.uploads import LARGEST, Uploads, upload_route

_MAIN = "/footnote/static/main.js"
# Gradio finds the names of a component's own events in this text: 'ask', 'ingest'.
_START = f"import('{_MAIN}').then((page) => page.start({{element, trigger, props}}))"
_RECEIVE = f"watch('value', () => import('{_MAIN}').then((page) => page.receive('%s', props.value)))"
_AT_ONCE = 16  # questions answered at the same time; more wait their turn
_EVENTS = 4000  # of Gradio's that run at the same time: an import that waits for its turn is one, too
# Chat front ends that run in a browser on this machine call us from an address of their own.
_NEIGHBOURS = r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?"


def build_app(
    assistant: Assistant,
    extra_routes: Sequence[BaseRoute] = (),
    examples: Sequence[str] = (),
    hosts: Collection[str] = (),
    *,
    uploads: Path,
    conversations: Path,
    login: Login | None = None,
    elsewhere: bool = False,
) -> FastAPI:
    """The web application around an assistant. ``examples`` are questions to offer when nothing has been asked.

    ``hosts`` are names by which it may be called, beside this machine's own, and ``elsewhere`` lets other machines call
    it by an IP address. With a ``login`` everybody has an assistant of their own. ``uploads`` is the folder of files
    that wait to be imported; what lies in it is removed. ``conversations`` is the folder that these are kept in.
    """
    theirs = login.theirs if login else of_everybody(assistant)
    static = Mount("/footnote/static", StaticFiles(directory=STATIC))
    waiting, questions = Uploads(uploads), Questions()
    ours = [static, page_images(theirs), originals(theirs), Route("/footnote/alive", alive), completion_routes(theirs)]
    ours += [call_route(theirs), upload_route(waiting), stop_route(questions)]
    ours.append(conversation_route(Conversations(conversations), hosts))
    middleware = [
        Middleware(Policy),
        Middleware(Guard, hosts, elsewhere),
        Middleware(Pace),
        Middleware(CORSMiddleware, allow_origin_regex=_NEIGHBOURS, allow_methods=["*"], allow_headers=["*"]),
    ]
    if login:
        checking = Checking(login.people)
        middleware.append(Middleware(Gate, login.people, checking, hosts))
        ours += login_routes(login.people, checking, hosts)
    middleware += [Middleware(OnlyUsed), Middleware(BodyLimit)]
    app = FastAPI(
        routes=[*extra_routes, *ours],
        middleware=middleware,
        lifespan=_sweeping(waiting),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    gr.mount_gradio_app(
        app,
        _blocks(theirs, examples, waiting, questions),
        path="/",
        footer_links=[],
        run_history=False,
        app_kwargs={"openapi_url": None, "docs_url": None, "redoc_url": None},
        allowed_paths=[],
        favicon_path=str(STATIC / "icon.png"),
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        theme=theme(),
        head=head(),
    )
    return app


def _sweeping(uploads: Uploads) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Keeps the uploads swept while the application runs."""

    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        sweeping = asyncio.create_task(uploads.keep_sweeping())
        yield
        sweeping.cancel()

    return running


def serve(
    assistant: Assistant,
    host: str = "127.0.0.1",
    port: int = 7860,
    extra_routes: Sequence[BaseRoute] = (),
    *,
    uploads: Path,
    conversations: Path,
    examples: Sequence[str] = (),
    hosts: Collection[str] = (),
    proxies: Collection[str] = (),
    login: Login | None = None,
    listening: Callable[[], None] = lambda: None,
) -> None:
    """Serve the page until the process is told to stop; ``listening`` is called once it can be reached."""
    elsewhere = not is_loopback(host)
    folders = {"uploads": uploads, "conversations": conversations}
    app = build_app(assistant, extra_routes, examples, hosts, **folders, login=login, elsewhere=elsewhere)
    config = server_config(app, host, port, proxies)
    with suppress(KeyboardInterrupt):
        _Server(config, listening).run()


def server_config(app: FastAPI, host: str, port: int, proxies: Collection[str] = ()) -> uvicorn.Config:
    """How it is served. Only ``proxies``, by address or network, are believed about whom they speak for."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=3,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
    )


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._listening()


def _blocks(theirs: AssistantOf, examples: Sequence[str], uploads: Uploads, questions: Questions) -> gr.Blocks:
    blocks: gr.Blocks
    imports = Imports()
    with gr.Blocks(title=words.NAME, analytics_enabled=False, fill_width=True) as blocks:
        page = gr.HTML(
            shell(examples),
            js_on_load=_START + "; // 'ask' 'ingest'",
            apply_default_css=False,
            words=words.FOR_SCRIPTS,
            upload_to=UPLOADS,
            upload_limit=LARGEST // 1_000_000,
            kinds=readable_kinds(),
        )
        answers, files = _channel("answer"), _channel("files")

        def ask(event: gr.EventData, caller: gr.Request) -> Iterator[Any]:
            request = _values(event)
            with questions.answering(owner_of(caller), str(request.get("turn"))) as stop:
                for reply in asked(theirs(caller), request, stop):
                    # Gradio sees that a page has gone when it has something for it; then it closes this.
                    yield gr.skip() if reply is None else reply

        async def ingest(event: gr.EventData, caller: gr.Request) -> AsyncIterator[Any]:
            request, owner = _values(event), owner_of(caller)
            try:
                async for reply in imports.run(owner, ingested(theirs(caller), request, uploads, owner)):
                    yield reply
            except NotAllowed as error:
                yield refused(request, str(error))

        add_named_endpoints(theirs)
        hidden: dict[str, Any] = {"api_name": "page", "api_visibility": "private"}
        quiet: dict[str, Any] = {"show_progress": "hidden", "trigger_mode": "multiple", **hidden}
        page.ask(ask, None, answers, concurrency_limit=_AT_ONCE, **quiet)
        page.ingest(ingest, None, files, concurrency_limit=None, **quiet)
    blocks.max_threads = _EVENTS
    blocks.queue()
    return blocks


def _values(event: gr.EventData) -> dict[str, Any]:
    """What the scripts sent with an event; nothing where it is not what they send."""
    return event._data if isinstance(event._data, dict) else {}


def _channel(name: str) -> gr.HTML:
    """An unseen component whose value is handed to the scripts each time it changes."""
    return gr.HTML(None, html_template="", js_on_load=_RECEIVE % name, visible="hidden")
