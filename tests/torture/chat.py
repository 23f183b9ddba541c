"""The chat as the command line starts it, with the embedded model: killed while it does commands for others."""

from __future__ import annotations

import argparse
import random
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from assistant.client import messages
from assistant.library import holder_of
from tests.torture.documents import name_of, write
from tests.torture.journal import Journal
from tests.torture.worker import PAPERS

_LONGEST = 4.0  # seconds from ready to killed
_PATIENCE = 300.0  # seconds in which it gets ready


def kill_the_chat(root: Path, chance: random.Random) -> str:
    """Start the chat, have it take in, replace, remove and answer, and kill it; gives how it died."""
    home, journal = root / "home", Journal(root / "journal")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    program = [sys.executable, "-m", "assistant.cli", "chat", "--home", str(home), "--port", str(port)]
    with (root / "chat.log").open("ab") as log:
        process = subprocess.Popen(program, stdout=log, stderr=log)
    until = time.monotonic() + _PATIENCE
    while not _answers(home, process.pid) and time.monotonic() < until and process.poll() is None:
        time.sleep(0.05)
    asking = threading.Thread(target=_ask, args=(home, journal, root / "papers", chance.randrange(1 << 30)))
    asking.start()
    time.sleep(chance.random() * _LONGEST)
    ended = process.poll()
    process.kill()
    process.wait()
    asking.join()
    return "the chat" if ended is None else f"the chat ended by itself with status {ended}"


def _answers(home: Path, pid: int) -> bool:
    holder = holder_of(home)
    return holder is not None and holder.pid == pid and bool(holder.address)


def _ask(home: Path, journal: Journal, papers: Path, seed: int) -> None:
    """Send one command after another, until one breaks off."""
    chance = random.Random(seed)
    state = journal.state()
    version = 1 + max((v for versions in state.papers.values() for v in versions if v is not None), default=0)
    there = {paper for paper, versions in state.papers.items() if None not in versions}
    while True:
        paper, what = chance.randrange(PAPERS), chance.random()
        if what < 0.6 or not there:
            journal.write("begin", paper, version)
            done = _do(home, command="ingest", json=True, paths=[write(papers, paper, version)], follow_links=False)
            if done:
                journal.settle(paper, version)
                there.add(paper)
        elif what < 0.8:
            paper = chance.choice(sorted(there))
            journal.write("begin", paper, None)
            done = _do(home, command="remove", json=True, sources=[name_of(paper)])
            if done:
                journal.settle(paper, None)
                there.remove(paper)
        else:
            done = _do(home, command="ask", json=True, question=f"What is paper {paper} about?", source=[])
        if not done:
            return
        version += 1


def _do(home: Path, **fields: object) -> bool:
    """Whether the chat did a command to its end."""
    said = [message["status"] for message in messages(home, argparse.Namespace(**fields)) if "status" in message]
    assert said in ([], [0]), said
    return bool(said)
