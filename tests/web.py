"""A web of invented sites, served from this machine: only where names lead and packets go is invented."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpcore

from assistant.fetching import Web
from assistant.fetching.connecting import look_up

PUBLIC = "93.184.215.14"
ARTICLE = """<!doctype html><html><head><title>The Harbour Clock</title></head><body>
<nav><a href="/">Home</a> <a href="/more">More news from Oldhaven</a></nav>
<article><h1>The Harbour Clock</h1>
<p>The harbour clock of Oldhaven was made by Ida Brandt in 1893. It strikes the hour with a bell of bronze that weighs
forty kilograms, and it is wound by hand every Sunday morning.</p>
<p>In a storm in 1921 the hands were torn off. They were found a week later in the nets of the fishing boat Anna, and
hang in the town hall today.</p></article>
<footer>Imprint and privacy</footer></body></html>"""


@dataclass
class Reply:
    """What a site sends for a path."""

    body: bytes = ARTICLE.encode()
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    says_size: bool = True


def leads_to(address: str, status: int = 302) -> Reply:
    return Reply(b"", "text/plain", status, {"Location": address})


@dataclass
class InventedWeb:
    """``names`` leads host names to addresses, a list a look-up; others go to the system, which knows numbers only.

    ``connected`` has the addresses that were called, and ``asked`` the requests that came: host, path and headers.
    """

    port: int
    replies: dict[str, Reply] = field(default_factory=dict)
    names: dict[str, list[list[str]]] = field(default_factory=dict)
    looked_up: list[str] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    clock: Callable[[], float] = lambda: 0.0

    @property
    def web(self) -> Web:
        return Web(self._look_up, _Rerouted(self), self.clock)

    def _look_up(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        if host in self.names:
            answers = self.names[host]
            return answers.pop(0) if len(answers) > 1 else answers[0]
        if host.endswith((".example", ".test")):
            return [PUBLIC]
        return look_up(host, port)


class _Rerouted(httpcore.SyncBackend):
    def __init__(self, invented: InventedWeb) -> None:
        self._invented = invented

    def connect_tcp(self, host: str, port: int, *args: Any, **options: Any) -> httpcore.NetworkStream:
        self._invented.connected.append((host, port))
        if host == "192.0.32.8":  # a machine that is down
            raise httpcore.ConnectError("refused")
        return super().connect_tcp("127.0.0.1", self._invented.port, *args, **options)


@contextmanager
def served() -> Iterator[InventedWeb]:
    """The web, until the end."""
    invented = InventedWeb(0)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers["Host"]
            invented.asked.append((host, self.path, dict(self.headers.items())))
            reply = invented.replies.get(host + self.path, Reply(b"no", "text/plain", 404))
            self.send_response(reply.status)
            for name, value in {"Content-Type": reply.kind, **reply.headers}.items():
                self.send_header(name, value)
            if reply.says_size:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            try:
                self.wfile.write(reply.body)
            except OSError:  # the other side had enough
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        invented.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield invented
        finally:
            server.shutdown()
            thread.join()
