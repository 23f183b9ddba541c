"""A Chroma server for as long as a benchmark needs one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

_PATIENCE = 60.0  # seconds until a server that does not answer is given up


@contextmanager
def chroma_server(folder: Path) -> Iterator[str]:
    """The address of a Chroma server that runs meanwhile and keeps its files in ``folder``. Raises TimeoutError."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    chroma = str(Path(sys.executable).with_name("chroma"))
    program = [chroma, "run", "--host", "127.0.0.1", "--port", str(port), "--path", str(folder)]
    url = f"http://127.0.0.1:{port}"
    quiet = {**os.environ, "ANONYMIZED_TELEMETRY": "False"}
    server = subprocess.Popen(  # noqa: S603  # Chroma's own program
        program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=quiet
    )
    try:
        _wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait()


def _wait_for(url: str) -> None:
    begun = time.perf_counter()
    with httpx.Client(trust_env=False) as client:
        while time.perf_counter() - begun < _PATIENCE:
            try:
                if client.get(f"{url}/api/v2/heartbeat").is_success:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
    raise TimeoutError(f"the Chroma server did not answer within {_PATIENCE:.0f} s")
