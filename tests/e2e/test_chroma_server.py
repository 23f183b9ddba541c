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
from assistant.events import Failed
from assistant.settings import Settings


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Server:
    """A Chroma server that can be killed and started again, at one address and on one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_port()
        self.address = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        chroma = Path(sys.executable).with_name("chroma")
        where = ["--host", "127.0.0.1", "--port", str(self._port), "--path", str(self._folder / "chroma")]
        with (self._folder / "chroma.log").open("a") as log:
            self._process = subprocess.Popen(
                [chroma, "run", *where], stdout=log, stderr=subprocess.STDOUT, cwd=self._folder
            )
        wait_for(f"{self.address}/api/v2/heartbeat")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(20)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def chroma(server: Server) -> str:
    return server.address


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


def test_a_server_that_is_killed_and_comes_back_loses_nothing(tmp_path: Path, documents: Path, server: Server) -> None:
    settings = Settings(home=tmp_path / "home", chroma_url=server.address)
    assistant = build_assistant(settings)
    list(assistant.add([documents]))
    server.kill()
    (documents / "ferry.md").write_text("The ferry was sold in 2031.")
    [failed] = [event for event in assistant.add([documents / "ferry.md"]) if isinstance(event, Failed)]
    assert "FOOTNOTE_CHROMA_URL" in failed.reason
    with pytest.raises(ChromaUnavailable):
        assistant.answer("When did the bakery open?")
    assistant.remove(["bakery.md"])  # it is in the catalog no more; its vectors wait for the server
    assert [source.name for source in assistant.sources()] == ["ferry.md"]
    assert "kroner" in assistant.document("ferry.md").text
    server.start()
    list(assistant.add([documents / "ferry.md"]))
    assert "2031" in assistant.answer("When was the ferry sold?").answer
    assert {problem.check for problem in assistant.examine()} == {"pending"}
    list(assistant.mend())
    assert assistant.examine() == []
    assistant.close()
