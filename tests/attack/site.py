"""A chat with a login to attack: its address, a token of each of two people, and its process."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from assistant.people import AccountFile

PASSWORD = "a long enough one"
_PATIENCE = 600.0  # seconds in which it gets ready


@dataclass
class Target:
    """A running chat. ``log`` is where its process writes; ``tokens`` are by name."""

    address: str
    tokens: dict[str, str]
    pid: int
    log: Path | None = None
    faults: list[str] = field(default_factory=list)

    def client(self, name: str = "") -> httpx.Client:
        """Somebody's program; with no name a stranger's."""
        headers = {"authorization": f"Bearer {self.tokens[name]}"} if name else {}
        return httpx.Client(base_url=self.address, headers=headers, timeout=120, follow_redirects=False)

    def expect(self, holds: bool, fault: str) -> None:
        """Note a fault unless something holds."""
        if not holds:
            self.faults.append(fault)

    def memory(self) -> float:
        """Megabytes that the process holds."""
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.pid}/status").read_text())
        return int(found[1]) / 1024 if found else 0.0

    def threads_and_files(self) -> tuple[int, int]:
        """How many threads and open files the process has."""
        proc = Path(f"/proc/{self.pid}")
        return len(list((proc / "task").iterdir())), len(list((proc / "fd").iterdir()))


def add(target: Target, name: str, files: dict[str, bytes]) -> str:
    """Have somebody import files as the page does; gives what the page is told at the end."""
    with target.client(name) as client:
        uploaded = [
            {"name": file, "upload": sent(client, "/footnote/uploads", content=data).json()["upload"]}
            for file, data in files.items()
        ]
        return last_of(client, "ingest", {"batch": "b", "files": uploaded})


def last_of(client: httpx.Client, event: str, values: dict[str, Any]) -> str:
    """What comes last of one of the page's own events."""
    session, last = join(client, event, values), ""
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as lines:
        for line in lines.iter_lines():
            if "process_generating" in line or "process_completed" in line:
                last = line
            if "close_stream" in line:
                break
    return last


def join(client: httpx.Client, event: str, values: dict[str, Any]) -> str:
    """Trigger one of the page's own events; gives the session that hears of it."""
    listed = client.get("/config").json()["dependencies"]
    [number] = [each["id"] for each in listed if any(target[1] == event for target in each["targets"])]
    session = f"attack{time.monotonic_ns()}"
    body = {"fn_index": number, "data": [], "event_data": values, "session_hash": session}
    sent(client, "/gradio_api/queue/join", json=body).raise_for_status()
    return session


def sent(client: httpx.Client, path: str, **content: Any) -> httpx.Response:
    """The reply to a POST; who is told to wait waits."""
    while (reply := client.post(path, **content)).status_code == 429:
        time.sleep(float(reply.headers["retry-after"]))
    return reply


@contextmanager
def started(folder: Path) -> Iterator[Target]:
    """The chat as the command line starts it, with the embedded models, until the end."""
    people = AccountFile(folder / "people.jsonl")
    for name in ("ada", "bob"):
        people.add(name, PASSWORD)
    tokens = {name: people.add_token(name) for name in ("ada", "bob")}
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    options = ["--home", str(folder / "home"), "--port", str(port), "--auth-file", str(people.path)]
    log = folder / "log"
    with log.open("wb") as file:
        process = subprocess.Popen([sys.executable, "-m", "assistant.cli", "chat", *options], stdout=file, stderr=file)
    try:
        until = time.monotonic() + _PATIENCE
        while "Footnote is at" not in log.read_text():
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the chat did not start: {log.read_text()}")
            time.sleep(0.2)
        yield Target(f"http://127.0.0.1:{port}", tokens, process.pid, log)
    finally:
        process.terminate()
        process.wait(60)
