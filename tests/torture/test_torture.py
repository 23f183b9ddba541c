"""The quick part of the torture: a few kills at any moment and between any two steps. `make torture` kills hundreds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_nothing_is_lost_when_it_is_killed() -> None:
    # A process of its own: it forks, and this one has threads of Chroma's.
    ran = subprocess.run(
        [sys.executable, "-m", "tests.torture", "--rounds", "10", "--seed", "7"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "10 rounds" in ran.stdout
    assert "between two steps" in ran.stdout
