"""A crowd for the load test: people with a document each, alike but for its facts, and what each asks about it.

Everybody asks nearly the same, so an answer from another's document would be a good one, and is told by its facts.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

import httpx
from gradio_client import Client

_FIRST = ("Alma", "Bror", "Cato", "Dina", "Egil", "Frida", "Gunn", "Halvor", "Inga", "Jarl")
_LAST = ("Askvik", "Brekke", "Dahl", "Eidem", "Fossen")
_PLACES = ("Nes", "Vik", "Holm", "Sund", "Fjell", "Berg", "Dal", "Lund", "Strand", "Haug")
_PATIENCE = 600.0  # seconds for one answer

DOCUMENT = """# The warehouse of {place}

The warehouse of {place} was built in {year} by the merchant {builder}. It holds {barrels} barrels of herring.

{keeper} keeps the warehouse and lives above it. The roof was tarred again last spring, and the scales were tested by
the county. Visitors are shown round on Thursdays, after the morning's auction.
"""


@dataclass(frozen=True, slots=True)
class Member:
    """One of a crowd, with the facts of their document. Facts differ from everybody else's."""

    name: str
    place: str
    year: str
    builder: str
    barrels: str
    keeper: str

    @property
    def document(self) -> str:
        """Their document, as Markdown."""
        return DOCUMENT.format(
            place=self.place, year=self.year, builder=self.builder, barrels=self.barrels, keeper=self.keeper
        )

    @property
    def facts(self) -> tuple[str, ...]:
        """What nobody else's document says."""
        return (self.year, self.builder, self.barrels, self.keeper)

    @property
    def questions(self) -> tuple[tuple[str, str], ...]:
        """Questions with their answers, to be asked in turn; the last can be understood in its conversation only."""
        return (
            (f"How many barrels does the warehouse of {self.place} hold?", self.barrels),
            (f"When was the warehouse of {self.place} built?", self.year),
            ("Who built it?", self.builder),
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one question: seconds until the whole answer was there, and the answer as ``--json`` prints it.

    ``answer`` is None where none came; ``fault`` then says why.
    """

    asker: str
    question: str
    expected: str
    seconds: float
    answer: dict[str, Any] | None
    fault: str = ""


def crowd(size: int) -> list[Member]:
    """Up to 50 people."""
    members = []
    for k in range(size):
        builder = f"{_FIRST[(k + 3) % 10]} {_LAST[(k // 10 + 1) % 5]}berg"
        keeper = f"{_FIRST[k % 10]} {_LAST[k // 10 % 5]}"
        place = f"{_PLACES[k % 10]}{_PLACES[(k // 10 + k + 3) % 10].lower()}"
        members.append(Member(f"person{k:02}", place, str(1801 + 3 * k), builder, f"{2000 + 37 * k:,}", keeper))
    return members


class Caller:
    """One person at one server: asks over OpenAI's protocol, streamed, and over Gradio's queue, in turn.

    The first question of a conversation and all that lean on it go over OpenAI's protocol, which has conversations.
    """

    def __init__(self, address: str, member: Member, token: str) -> None:
        self._member = member
        headers = {"authorization": f"Bearer {token}"}
        self._http = httpx.Client(base_url=address, headers=headers, timeout=_PATIENCE, trust_env=False)
        self._gradio = Client(address, headers=headers, verbose=False)

    def ask_all(self) -> list[Reply]:
        """Ask all questions, one after another."""
        messages: list[dict[str, str]] = []
        replies = []
        for number, (question, expected) in enumerate(self._member.questions):
            messages.append({"role": "user", "content": question})
            started = time.perf_counter()
            answer, fault = None, ""
            try:
                answer = self._by_gradio(question) if number == 1 else self._by_stream(messages)
            except Exception as error:  # a lost answer is what is looked for
                fault = f"{type(error).__name__}: {error}"
            seconds = time.perf_counter() - started
            replies.append(Reply(self._member.name, question, expected, seconds, answer, fault))
            messages.append({"role": "assistant", "content": answer["answer"] if answer else ""})
        return replies

    def close(self) -> None:
        """Close both connections."""
        self._http.close()
        self._gradio.close()

    def _by_gradio(self, question: str) -> dict[str, Any]:
        answer: dict[str, Any] = self._gradio.submit(question, api_name="/ask").result(timeout=_PATIENCE)
        return answer

    def _by_stream(self, messages: list[dict[str, str]]) -> dict[str, Any]:
        body = {"model": "footnote", "messages": messages, "stream": True}
        answer: dict[str, Any] | None = None
        with self._http.stream("POST", "/v1/chat/completions", json=body) as response:
            response.raise_for_status()
            for line in response.iter_lines():
                if line == "data: [DONE]" and answer is not None:
                    return answer
                if line.startswith("data: {"):
                    chunk = json.loads(line.removeprefix("data: "))
                    answer = chunk.get("footnote", answer)
                    if "error" in chunk:
                        raise ConnectionError(chunk["error"]["message"])
        raise ConnectionError("the stream ended before the answer")
