"""With every socket but loopback forbidden, Footnote installs nothing, fetches nothing, and answers all the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import socket, sys, ipaddress
from pathlib import Path

def guarded(event, arguments):
    if event == "socket.getaddrinfo" and arguments[0] not in (None, "localhost", "127.0.0.1", "::1"):
        print("LOOKED UP", arguments[0]); sys.exit(9)
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        if not ipaddress.ip_address(arguments[1][0]).is_loopback:
            print("CALLED", arguments[1]); sys.exit(9)

sys.addaudithook(guarded)
from assistant.cli import main
home, documents = sys.argv[1:]
assert main(["ingest", documents, "--home", home]) == 0
assert main(["ask", "Who opened the bakery on Mill Lane?", "--home", home]) == 0
import gradio, ui.app
"""


def test_nothing_is_fetched_by_ingesting_asking_or_importing(tmp_path: Path, documents: Path) -> None:
    left_out = ("proxy", "telemetry", "xdg_")
    clean = {name: value for name, value in os.environ.items() if not any(part in name.lower() for part in left_out)}
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "home"), str(documents)],
        capture_output=True,
        text=True,
        timeout=240,
        env=clean | {"HF_HOME": str(tmp_path / "hf"), "NLTK_DATA": str(tmp_path / "nltk"), "HOME": str(tmp_path)},
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Zieliński" in ran.stdout
    # onnxruntime keeps what it would send to its maker in the cache, and sends it past Python's sockets.
    assert not [path for path in tmp_path.rglob("*") if path.suffix == ".onnx" or "onnxruntime" in path.name.lower()]
