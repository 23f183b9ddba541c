"""Freed memory does not stay with the threads."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

ARENAS = """
import ctypes, tempfile, threading
from pathlib import Path
from assistant.memory import share_arenas

share_arenas()
meet = threading.Barrier(9)

def allocate() -> None:
    kept = bytearray(50_000)
    meet.wait()
    meet.wait()
    del kept

for _ in range(8):
    threading.Thread(target=allocate).start()
meet.wait()
c = ctypes.CDLL(None)
c.fopen.restype = ctypes.c_void_p
with tempfile.TemporaryDirectory() as folder:
    told = Path(folder) / "arenas.xml"
    file = ctypes.c_void_p(c.fopen(str(told).encode(), b"w"))
    c.malloc_info(0, file)
    c.fclose(file)
    print(told.read_text().count("<heap "))
meet.wait()
"""


def arenas(**environment: str) -> int:
    """How many arenas eight threads and the first one allocate from."""
    mine = {name: value for name, value in os.environ.items() if name not in ("MALLOC_ARENA_MAX", "GLIBC_TUNABLES")}
    words = [sys.executable, "-c", ARENAS]
    return int(subprocess.run(words, capture_output=True, text=True, check=True, env=mine | environment).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="arenas are glibc's")
def test_threads_share_two_arenas_unless_the_environment_says_otherwise() -> None:
    assert arenas() == 2
    assert arenas(MALLOC_ARENA_MAX="5") == 5
