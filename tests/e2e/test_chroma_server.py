"""A library on a real Chroma server, shared by two assistants."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant.assistant import build_assistant
from assistant.errors import ChromaUnavailable
from assistant.settings import Settings


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[str]:
    port = free_port()
    chroma = Path(sys.executable).with_name("chroma")
    arguments = [chroma, "run", "--host", "127.0.0.1", "--port", str(port), "--path", str(tmp_path / "chroma")]
    with (tmp_path / "chroma.log").open("w") as log:
        server = subprocess.Popen(arguments, stdout=log, stderr=subprocess.STDOUT, cwd=tmp_path)
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/api/v2/heartbeat")
        yield address
        server.terminate()
        server.wait(20)


def wait_for(address: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if httpx.get(address).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise TimeoutError(address)


def test_two_processes_worth_of_assistants_share_a_library(tmp_path: Path, documents: Path, chroma: str) -> None:
    settings = Settings(home=tmp_path / "home", chroma_url=chroma)
    one, other = build_assistant(settings), build_assistant(settings)
    list(one.add([documents]))
    assert "1987" in other.answer("When did the bakery open?").answer
    other.remove(["bakery.md"])
    assert [source.name for source in one.sources()] == ["ferry.md"]
    assert all(hit.source == "ferry.md" for hit in one.search("bakery"))
    one.close()
    other.close()


def test_a_server_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ChromaUnavailable, match="FOOTNOTE_CHROMA_URL"):
        build_assistant(Settings(home=tmp_path / "home", chroma_url=f"http://127.0.0.1:{free_port()}"))
