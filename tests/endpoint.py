"""A scripted OpenAI-compatible endpoint on loopback: it serves a queue of replies and records what was asked."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass(frozen=True)
class Reply:
    """One scripted reply. A stream gives ``pieces`` one chunk each; otherwise they are joined.

    ``ending`` is what follows the pieces: "stop" (a proper end), "cut" (the connection breaks off), "close" (it ends
    quietly without a finish reason), "stall" (silence until the client goes) or "malformed" (a line that is no JSON).
    "mute" is silence from the start: not even a status is sent.
    """

    pieces: tuple[str, ...] = ()
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    error: dict[str, Any] = field(default_factory=dict)
    ending: str = "stop"
    usage: dict[str, Any] | None = None  # told at the end, where the client asks for it; None: never told
    body: bytes | None = None  # sent as it is, instead of all that


def says(*pieces: str, ending: str = "stop", tokens: tuple[int, int] | None = None) -> Reply:
    """A reply; ``tokens`` are those that the endpoint says it was sent and has sent back."""
    usage = (
        {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)} if tokens else None
    )
    return Reply(pieces=pieces, ending=ending, usage=usage)


def fails(status: int, message: str = "no", code: str = "", headers: dict[str, str] | None = None) -> Reply:
    return Reply(status=status, headers=headers or {}, error={"message": message, "type": "error", "code": code})


@dataclass(frozen=True)
class Recorded:
    """A request as it came: its path, headers (names in lower case) and JSON body."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class ScriptedEndpoint:
    """The server. Queue with ``will(...)``; an empty queue answers "ok"."""

    def __init__(self) -> None:
        self.queue: deque[Reply] = deque()
        self.requests: list[Recorded] = []
        self.hung_up = threading.Event()  # a client closed the connection in the middle of a reply
        self.stopping = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The base URL, as OPENAI_BASE_URL wants it."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def will(self, *replies: Reply) -> None:
        self.queue.extend(replies)

    def close(self) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def endpoint() -> Iterator[ScriptedEndpoint]:
    server = ScriptedEndpoint()
    yield server
    server.close()


def embedding_of(text: str, dimensions: int = 8) -> list[float]:
    """A vector that depends on the letters of ``text`` only."""
    vector = [0.0] * dimensions
    for letter in text.lower():
        vector[ord(letter) % dimensions] += 1.0
    length = sum(value * value for value in vector) ** 0.5 or 1.0
    return [value / length for value in vector]


def _chunk(model: str, delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": model, "choices": [choice]}


def _completion(model: str, text: str) -> dict[str, Any]:
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    return {"id": "c", "object": "chat.completion", "created": 1, "model": model, "choices": [choice]}


def _embeddings(model: str, texts: str | list[str]) -> dict[str, Any]:
    texts = [texts] if isinstance(texts, str) else texts
    data = [{"object": "embedding", "index": i, "embedding": embedding_of(text)} for i, text in enumerate(texts)]
    return {"object": "list", "model": model, "data": data, "usage": {"prompt_tokens": 0, "total_tokens": 0}}


def _handler(endpoint: ScriptedEndpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *arguments: object) -> None:
            """Keep the test's output clean."""

        def do_GET(self) -> None:  # the base class's name
            self._record({})
            self._json(200, {"object": "list", "data": [{"id": "scripted", "object": "model", "owned_by": "tests"}]})

        def do_POST(self) -> None:  # the base class's name
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            self._record(body)
            if self.path.endswith("/embeddings") and not endpoint.queue:
                return self._json(200, _embeddings(body["model"], body["input"]))
            reply = endpoint.queue.popleft() if endpoint.queue else says("ok")
            if reply.body is not None:
                self._send(reply.status, reply.body, reply.headers)
            elif reply.status != 200:
                self._json(reply.status, {"error": reply.error}, reply.headers)
            elif body.get("stream"):
                asked_for = body.get("stream_options", {}).get("include_usage")
                self._stream(reply if asked_for else replace(reply, usage=None), body["model"])
            else:
                self._json(200, _completion(body["model"], "".join(reply.pieces)))

        def _record(self, body: dict[str, Any]) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            endpoint.requests.append(Recorded(self.path, headers, body))

        def _json(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
            self._send(status, json.dumps(body).encode(), {"Content-Type": "application/json"} | (headers or {}))

        def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def _stream(self, reply: Reply, model: str) -> None:
            if reply.ending == "mute":
                self.close_connection = True
                return self._wait_for_the_end()
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            if reply.ending != "close":
                self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.close_connection = True
            chunked = reply.ending != "close"
            try:
                for piece in reply.pieces:
                    self._event(json.dumps(_chunk(model, {"role": "assistant", "content": piece})), chunked)
                self._end(reply, model, chunked)
            except (BrokenPipeError, ConnectionResetError):
                endpoint.hung_up.set()

        def _end(self, reply: Reply, model: str, chunked: bool) -> None:
            ending = reply.ending
            if ending == "stall":
                self._wait_for_the_end()
            elif ending == "malformed":
                self._event('{"choices": [', chunked)
            elif ending == "stop":
                self._event(json.dumps(_chunk(model, {}, "stop")), chunked)
                if reply.usage is not None:
                    self._event(json.dumps({**_chunk(model, {}), "choices": [], "usage": reply.usage}), chunked)
                self._event("[DONE]", chunked)
            if chunked and ending in ("stop", "malformed"):
                self.wfile.write(b"0\r\n\r\n")

        def _wait_for_the_end(self) -> None:
            while not endpoint.stopping.is_set():  # a comment line would be a byte: only look whether it hung up
                self.connection.setblocking(False)
                if self._peer_is_gone():
                    endpoint.hung_up.set()
                    return
                time.sleep(0.01)

        def _peer_is_gone(self) -> bool:
            try:
                return not self.connection.recv(1)
            except BlockingIOError:
                return False
            except OSError:
                return True

        def _event(self, data: str, chunked: bool) -> None:
            line = f"data: {data}\n\n".encode()
            self.wfile.write(b"%x\r\n%s\r\n" % (len(line), line) if chunked else line)
            self.wfile.flush()

    return Handler
