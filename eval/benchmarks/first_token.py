"""How soon the first word of a language model is passed on: ``python -m eval.benchmarks.first_token``.

An endpoint in this process thinks for a known time, then streams. The first word must be passed on no later than
retrieval takes and 50 ms after the endpoint's own first word: what the assistant adds is the time from the passages to
the request, and from the endpoint's first word to ours.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.assistant import build_assistant
from assistant.events import PassagesFound, Token
from assistant.local import LocalAssistant
from assistant.settings import Settings
from eval.benchmarks.documents import SAMPLES
from eval.benchmarks.endpoint import TimedEndpoint
from eval.benchmarks.measure import seconds, spread
from eval.benchmarks.reading import questions
from eval.benchmarks.report import Aim, Report, Table, command, options, tell

ADDED_AT_MOST = 0.05  # seconds


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of one question: until the passages are found, from then to the request, and from word to word."""

    retrieval: float
    to_request: float
    passing_on: float

    @property
    def added(self) -> float:
        """What is neither retrieval nor the endpoint's."""
        return self.to_request + self.passing_on


def ask(assistant: LocalAssistant, endpoint: TimedEndpoint, question: str) -> Times:
    """Ask until the first word. Raises RuntimeError where none comes."""
    begun = found = time.perf_counter()
    events = assistant.ask(question)
    for event in events:
        if isinstance(event, PassagesFound):
            found = time.perf_counter()
        elif isinstance(event, Token):
            came = time.perf_counter()
            for _ in events:  # to the end, or the next question waits for the connection
                pass
            return Times(found - begun, endpoint.asked - found, came - endpoint.spoke)
    raise RuntimeError("no word came from the endpoint")


def measure(asked: Sequence[str], thinking: float, documents: Path = SAMPLES) -> list[Times]:
    """The times of each question on the documents, after one to warm up."""
    endpoint = TimedEndpoint(thinking)
    try:
        with TemporaryDirectory(prefix="footnote-") as home:
            assistant = build_assistant(
                Settings(home=Path(home), mode="generated", model="timed", openai_base_url=endpoint.url)
            )
            try:
                list(assistant.add([documents]))
                ask(assistant, endpoint, asked[0])
                return [ask(assistant, endpoint, question) for question in asked]
            finally:
                assistant.close()
    finally:
        endpoint.close()


def report(times: Sequence[Times], thinking: float) -> Report:
    """The figures as a table."""
    parts = {
        "retrieval": [each.retrieval for each in times],
        "from the passages to the request": [each.to_request for each in times],
        "from the endpoint's first word to ours": [each.passing_on for each in times],
        "added in all": [each.added for each in times],
    }
    figures = {name: spread(values) for name, values in parts.items()}
    rows = [
        (name, *(f"{1000 * value:.1f} ms" for value in (f.least, f.median, f.p95, f.most)))
        for name, f in figures.items()
    ]
    added = figures["added in all"].p95
    aim = Aim(
        "added to retrieval and the endpoint, p95",
        f"at most {seconds(ADDED_AT_MOST)}",
        seconds(added),
        added <= ADDED_AT_MOST,
    )
    note = f"{len(times)} questions; the endpoint thinks for {seconds(thinking)}."
    table = Table(("what", "least", "median", "p95", "most"), rows, note)
    return Report("first_token", "The first word with a language model", command("first_token"), [aim], [table])


def main() -> None:
    """The command line."""
    parser = options("first_token", "Time how soon a language model's first word is passed on.")
    parser.add_argument("--questions", type=int, default=100, help="how many questions are asked, at most")
    parser.add_argument("--thinking", type=float, default=0.2, help="seconds until the endpoint's first word")
    given = parser.parse_args()
    tell(report(measure(questions()[: given.questions], given.thinking), given.thinking), given.out)


if __name__ == "__main__":
    main()
