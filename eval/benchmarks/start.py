"""How long it takes to start: ``python -m eval.benchmarks.start``.

Each command is a process of its own, on a home that holds the sample documents and was used before, so that the files
it needs are in the system's memory. The commands take turns. The chat is timed from its start to its page's answer.
"""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from eval.benchmarks.documents import SAMPLES
from eval.benchmarks.measure import Spread, seconds, spread
from eval.benchmarks.report import Aim, Report, Table, command, options, tell

QUESTION = "When was the first detection of methane made?"
FOOTNOTE = (sys.executable, "-m", "assistant.cli")
AIMS = {"footnote --help": 0.3, "footnote ask": 2.5, "footnote chat": 5.0}
_PATIENCE = 300.0  # seconds until a chat that does not answer is given up
_LOOK = 0.01


def commands(home: Path) -> dict[str, list[str]]:
    """The commands that are timed to their end, by name."""
    at = ["--home", str(home)]
    return {
        "footnote --help": [*FOOTNOTE, "--help"],
        "footnote sources": [*FOOTNOTE, "sources", *at],
        "footnote search": [*FOOTNOTE, "search", QUESTION, *at],
        "footnote ask": [*FOOTNOTE, "ask", QUESTION, *at],
    }


def run_once(words: Sequence[str]) -> tuple[float, float]:
    """Seconds that a command takes, and seconds of processor time. Raises CalledProcessError where it fails."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(words, check=True, capture_output=True, env=_environment())  # noqa: S603  # this program itself
    took, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def modules_of(words: Sequence[str]) -> int:
    """How many modules a command imports."""
    python, *rest = words
    told = subprocess.run(  # noqa: S603  # this program itself
        [python, "-X", "importtime", *rest], check=True, capture_output=True, text=True, env=_environment()
    ).stderr
    return sum(line.startswith("import time:") for line in told.splitlines()) - 1  # the first is a heading


def chat_once(home: Path) -> float:
    """Seconds from starting a chat to its page. Raises TimeoutError."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.perf_counter()
    chat = subprocess.Popen(  # noqa: S603  # this program itself
        [*FOOTNOTE, "chat", "--home", str(home), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )
    try:
        with httpx.Client(trust_env=False) as client:
            while time.perf_counter() - begun < _PATIENCE:
                try:
                    if client.get(f"http://127.0.0.1:{port}/").is_success:
                        return time.perf_counter() - begun
                except httpx.TransportError:
                    time.sleep(_LOOK)
        raise TimeoutError(f"the chat did not answer within {_PATIENCE:.0f} s")
    finally:
        chat.terminate()
        chat.wait()


def _environment() -> dict[str, str]:
    """This environment without a language model: answers are extracted."""
    return {name: value for name, value in os.environ.items() if name not in ("FOOTNOTE_MODEL", "FOOTNOTE_MODE")}


def measure(
    repeats: int, chats: int, documents: Path = SAMPLES
) -> tuple[dict[str, Spread], dict[str, Spread], dict[str, int]]:
    """Seconds and processor seconds of each command, and how many modules it imports."""
    with TemporaryDirectory(prefix="footnote-") as folder:
        home = Path(folder) / "home"
        run_once([*FOOTNOTE, "ingest", str(documents), "--home", str(home)])
        timed = commands(home)
        modules = {name: modules_of(words) for name, words in timed.items()}  # and so all is read once
        took: dict[str, list[tuple[float, float]]] = {name: [] for name in timed}
        for _ in range(repeats):
            for name, words in timed.items():
                took[name].append(run_once(words))
        waits = [chat_once(home) for _ in range(chats + 1)][1:] if chats else []
    wall = {name: spread([each for each, _ in times]) for name, times in took.items()}
    busy = {name: spread([each for _, each in times]) for name, times in took.items()}
    return (wall | {"footnote chat": spread(waits)} if waits else wall), busy, modules


def report(wall: Mapping[str, Spread], busy: Mapping[str, Spread], modules: Mapping[str, int]) -> Report:
    """The figures as tables."""
    rows = [
        (
            name,
            *(seconds(value) for value in (took.least, took.median, took.most)),
            seconds(busy[name].median) if name in busy else "",
            f"{modules[name]:,}" if name in modules else "",
        )
        for name, took in wall.items()
    ]
    aims = [
        Aim(name, f"under {seconds(bound)}", seconds(wall[name].median), wall[name].median < bound)
        for name, bound in AIMS.items()
        if name in wall
    ]
    columns = ("command", "least", "median", "most", "processor time", "modules imported")
    return Report("start", "Starting", command("start"), aims, [Table(columns, rows)])


def main() -> None:
    """The command line."""
    parser = options("start", "Time how long the commands take from nothing to their end.")
    parser.add_argument("--repeats", type=int, default=15, help="how often each command is run")
    parser.add_argument("--chats", type=int, default=5, help="how often the chat is started (0: never)")
    arguments = parser.parse_args()
    tell(report(*measure(arguments.repeats, arguments.chats)), arguments.out)


if __name__ == "__main__":
    main()
