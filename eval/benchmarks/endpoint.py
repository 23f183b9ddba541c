"""A language-model endpoint that answers after a known time: it speaks OpenAI's chat protocol on loopback, streamed."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WORDS = ("The ", "documents ", "say ", "so ", "[1].")


class TimedEndpoint:
    """Waits ``thinking`` seconds, then streams a few words, and notes when a request came and its first word went.

    ``asked`` and ``spoke`` are in seconds of ``time.perf_counter`` for the newest request.
    """

    def __init__(self, thinking: float) -> None:
        self.thinking = thinking
        self.asked = self.spoke = 0.0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The address, as OPENAI_BASE_URL wants it."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _chunk(delta: dict[str, str], ending: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": ending}
    return json.dumps({"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]})


def _handler(endpoint: TimedEndpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *arguments: Any) -> None:
            """Say nothing."""

        def do_POST(self) -> None:  # the base class's name
            self.rfile.read(int(self.headers["content-length"]))
            endpoint.asked = time.perf_counter()
            time.sleep(endpoint.thinking)
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            endpoint.spoke = time.perf_counter()
            for word in WORDS:
                self._send(_chunk({"role": "assistant", "content": word}))
            self._send(_chunk({}, "stop"))
            self._send("[DONE]")

        def _send(self, data: str) -> None:
            self.wfile.write(f"data: {data}\n\n".encode())
            self.wfile.flush()

    return Handler
