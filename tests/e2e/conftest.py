"""A small library of invented documents, asked through the real parts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette

from assistant.assistant import build_assistant
from assistant.local import LocalAssistant
from assistant.service import serve_commands
from assistant.settings import Settings

FERRY = """# Ferry to Skarholm

The town council of Skarholm bought a second-hand ferry for 4.2 million kroner in March 2019. The ferry, called Ternen,
carries 18 cars and 90 passengers.

"We could not wait another winter," said Ingrid Moe, the mayor of Skarholm. According to the harbour master Olav Berge,
the old ferry broke down eleven times in 2018.
"""
BAKERY = """# Bakery on Mill Lane

Tomasz Zieliński opened the bakery on Mill Lane in 1987. It sells about 600 loaves a day. The oven was built by his
father and burns beech wood only.
"""


def write_documents(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ferry.md").write_text(FERRY, encoding="utf-8")
    (folder / "bakery.md").write_text(BAKERY, encoding="utf-8")
    return folder


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    return write_documents(tmp_path / "documents")


@pytest.fixture
def assistant(tmp_path: Path, documents: Path) -> Iterator[LocalAssistant]:
    built = build_assistant(Settings(home=tmp_path / "home"))
    list(built.add([documents]))
    yield built
    built.close()


@pytest.fixture
def running_chat(assistant: LocalAssistant) -> Iterator[Path]:
    """A server that holds the home and does commands, as the chat does."""
    config = uvicorn.Config(Starlette(), port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    app: Any = config.app
    app.router.routes.append(serve_commands(assistant, f"http://127.0.0.1:{port}"))
    yield assistant.settings.home
    server.should_exit = True
    thread.join()
