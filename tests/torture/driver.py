"""Start, kill, restart, look: again and again on one home."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from assistant.models import build_embedder
from assistant.settings import Settings
from tests.embedders import WordEmbedder
from tests.torture.chat import kill_the_chat
from tests.torture.verdict import judge
from tests.torture.worker import make_home, work

_LONGEST = 1.5  # seconds from ready to killed
_PATIENCE = 120.0  # seconds in which a process gets ready, or kills itself between two steps


@dataclass
class Outcome:
    """How a run went. ``kills`` counts by kind; ``wrong`` has a line for each thing that did not hold."""

    seed: int
    rounds: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    mended: int = 0  # restarts that needed the doctor
    seconds: float = 0.0


def torture(root: Path, rounds: int, seed: int, chat: bool, tell: Callable[[str], None]) -> Outcome:
    """Kill ``rounds`` processes on a home below ``root``: the chat, or else workers, every other one at a step."""
    outcome, chance, begun = Outcome(seed), random.Random(seed), time.monotonic()
    root.mkdir(parents=True)
    (root / "papers").mkdir()
    _apart(lambda: make_home(root / "home"))
    for number in range(rounds):
        kind = kill_the_chat(root, chance) if chat else _kill_one(root, chance, steps=number % 2 == 1)
        outcome.kills[kind] += 1
        outcome.rounds += 1
        verdict = root / "verdict"
        verdict.unlink(missing_ok=True)
        embedder = build_embedder(Settings()) if chat else WordEmbedder()
        status = _apart(lambda: verdict.write_text("\n".join(judge(root, embedder))))  # noqa: B023  # run at once
        lines = verdict.read_text().splitlines() if verdict.exists() else [f"the restart ended with status {status}"]
        outcome.wrong += [f"round {number}, {kind}: {line}" for line in lines]
        if lines:
            shutil.copytree(root / "home", root / f"wrong-{number}", ignore=shutil.ignore_patterns("lock", "writing"))
        tell(f"{number + 1}/{rounds} {kind}: {'; '.join(lines) or 'whole'}")
        if lines and lines[0].startswith("the restart"):
            break
    mended = root / "mended"
    outcome.mended = len(mended.read_text().splitlines()) if mended.exists() else 0
    outcome.seconds = time.monotonic() - begun
    return outcome


def _kill_one(root: Path, chance: random.Random, steps: bool) -> str:
    """Start a worker and have it killed; gives how it died."""
    ready = root / "ready"
    ready.unlink(missing_ok=True)
    seed = chance.randrange(1 << 30)
    pid = os.fork()
    if pid == 0:
        _run(lambda: work(root, seed, steps))
    until = time.monotonic() + _PATIENCE
    while not ready.exists() and time.monotonic() < until and not _ended(pid):
        time.sleep(0.005)
    until = time.monotonic() + (_PATIENCE if steps else chance.random() * _LONGEST)
    while time.monotonic() < until:
        if _ended(pid):
            break
        time.sleep(0.002)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return "between two steps" if steps else "at any moment"
    return f"the worker ended by itself with status {status}"


def _ended(pid: int) -> bool:
    """Whether a child has ended; it still can be waited for."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _apart(act: Callable[[], object]) -> int:
    """Do something in a process of its own, so that nothing of Chroma is in this one; its exit status."""
    pid = os.fork()
    if pid == 0:
        _run(act)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _run(act: Callable[[], object]) -> None:
    """In a child: act, and end without anything that the parent is to do at its end."""
    status = 1
    try:
        act()
        status = 0
    except BaseException:
        traceback.print_exc(file=sys.stderr)
    finally:
        os._exit(status)
