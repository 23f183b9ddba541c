"""Many people at once at one server: ``python -m eval.benchmarks.people --people 20``.

A real server is started with a login, and everybody in it has one private document. All ask at the same moment, each in
a conversation of their own, and again for each round. The exit status is 1 when an answer is lost, when one has a word
of another person's document, when somebody waits much longer than the others, or when the server takes too much memory.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.assistant import build_assistant
from assistant.people import AccountFile, Leaving, PersonalAssistant
from assistant.settings import load_settings
from eval.benchmarks.crowd import Caller, Member, Reply, crowd
from eval.tables import table

_SLOWEST = 3.0  # times the median that anybody may wait on average
_PASSWORD = "only tokens are used"  # noqa: S105  # of accounts that live as long as the run


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run. Seconds are of whole answers; megabytes are the server's resident memory (0: not known)."""

    people: int
    asked: int
    lost: int
    crossed: int  # answers with anything of another person's document, or to another question
    right: int  # answers that hold the right fact
    median: float
    longest: float
    slowest: float  # mean wait of whoever waited longest, in means of the median person
    megabytes_first: float  # after the first round
    megabytes_last: float
    megabytes_peak: float
    faults: tuple[str, ...] = ()


def measure(people: int, rounds: int, home: Path) -> Outcome:
    """Start a server over an empty ``home`` and have a crowd ask it."""
    members = crowd(people)
    tokens = _move_in(members, home)
    with _server(home) as (address, pid):
        callers = [Caller(address, member, tokens[member.name]) for member in members]
        replies: list[Reply] = []
        memory = []
        for _ in range(rounds):
            replies += _all_at_once(callers)
            memory.append(_memory(pid, "VmRSS"))
        peak = _memory(pid, "VmHWM")
        for caller in callers:
            caller.close()
    return _outcome(members, replies, (memory[0], memory[-1], peak))


def _move_in(members: Sequence[Member], home: Path) -> dict[str, str]:
    """An account and a private document for everybody; gives each their token."""
    accounts = AccountFile(home / "people.jsonl")
    assistant = build_assistant(load_settings(home=home))
    try:
        leaving = Leaving(assistant)
        for member in members:
            account = accounts.add(member.name, _PASSWORD)
            file = home / "warehouse.md"
            file.write_text(member.document, encoding="utf-8")
            list(PersonalAssistant(assistant, account.id, leaving, str).add([file], [file.name]))
            file.unlink()
    finally:
        assistant.close()
    return {member.name: accounts.add_token(member.name) for member in members}


@contextmanager
def _server(home: Path) -> Iterator[tuple[str, int]]:
    """Its address and process id, until the context ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "assistant.cli", "chat", "--home", str(home), "--port", str(port)]
    command += ["--auth-file", str(home / "people.jsonl")]
    root = {"PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(  # noqa: S603  # our own command
        command, stderr=subprocess.PIPE, text=True, env=os.environ | root
    ) as process:
        assert process.stderr is not None  # noqa: S101  # it is a pipe
        try:
            said = ""
            for line in process.stderr:
                said += line
                if "Footnote is at" in line:
                    break
            else:
                raise ConnectionError(f"The server did not start: {said}")
            threading.Thread(target=process.stderr.read, daemon=True).start()  # or the pipe would fill
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()


def _all_at_once(callers: Sequence[Caller]) -> list[Reply]:
    start = threading.Barrier(len(callers))
    replies: list[Reply] = []

    def work(caller: Caller) -> None:
        start.wait()
        replies.extend(caller.ask_all())

    threads = [threading.Thread(target=work, args=[caller]) for caller in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return replies


def _outcome(members: Sequence[Member], replies: Sequence[Reply], memory: tuple[float, float, float]) -> Outcome:
    facts = {member.name: member.facts for member in members}
    waits = defaultdict(list)
    for reply in replies:
        waits[reply.asker].append(reply.seconds)
    means = [statistics.mean(seconds) for seconds in waits.values()]
    first, last, peak = memory
    return Outcome(
        people=len(members),
        asked=len(replies),
        lost=sum(reply.answer is None for reply in replies),
        crossed=sum(_is_crossed(reply, facts) for reply in replies),
        right=sum(reply.answer is not None and reply.expected in reply.answer["answer"] for reply in replies),
        median=round(statistics.median(reply.seconds for reply in replies), 2),
        longest=round(max(reply.seconds for reply in replies), 2),
        slowest=round(max(means) / statistics.median(means), 2),
        megabytes_first=first,
        megabytes_last=last,
        megabytes_peak=peak,
        faults=tuple(sorted({reply.fault for reply in replies if reply.fault})),
    )


def _is_crossed(reply: Reply, facts: dict[str, tuple[str, ...]]) -> bool:
    if reply.answer is None:
        return False
    text = json.dumps(reply.answer, ensure_ascii=False)
    others = [fact for name, theirs in facts.items() if name != reply.asker for fact in theirs]
    return reply.answer["question"] != reply.question or any(_says(text, fact) for fact in others)


def _says(text: str, fact: str) -> bool:
    return re.search(rf"(?<![\w,.]){re.escape(fact)}(?![\w,]|\.\d)", text) is not None


def _memory(pid: int, kind: str) -> float:
    """Megabytes of a process, by Linux's own name for what is meant."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    found = next((line.split()[1] for line in lines if line.startswith(f"{kind}:")), "0")
    return round(int(found) / 1024, 1)


def faults(outcome: Outcome, most_memory: float) -> list[str]:
    """What is wrong with a run; empty when nothing is."""
    wrong = {
        f"{outcome.lost} answers were lost: {'; '.join(outcome.faults)}": outcome.lost > 0,
        f"{outcome.crossed} answers were another person's": outcome.crossed > 0,
        f"somebody waited {outcome.slowest} times as long as the median": outcome.slowest > _SLOWEST,
        f"the server took {outcome.megabytes_peak} MB": outcome.megabytes_peak > most_memory,
    }
    return [words for words, is_so in wrong.items() if is_so]


def main() -> int:
    """The command line; gives the exit status."""
    parser = argparse.ArgumentParser(description="Ask one server as many people at once.")
    parser.add_argument("--people", type=int, default=20, choices=range(1, 51), metavar="N", help="how many (20)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each asks three questions (3)")
    parser.add_argument("--most-memory", type=float, default=1500, help="megabytes the server may take (1500)")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    parsed = parser.parse_args()
    with TemporaryDirectory(prefix="footnote-people-") as folder:
        outcome = measure(parsed.people, parsed.rounds, Path(folder))
    wrong = faults(outcome, parsed.most_memory)
    values = asdict(outcome) | {"wrong": wrong}
    rows = [(name, str(value)) for name, value in asdict(outcome).items() if name != "faults"]
    sys.stdout.write(json.dumps(values, indent=2) if parsed.json else table(("", "value"), rows, figures=True))
    sys.stdout.write("\n")
    for words in wrong:
        sys.stderr.write(f"{words}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
