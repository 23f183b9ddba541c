"""Questions to a library in a process of its own, for ``scale``: prints seconds, passages and memory as JSON."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from assistant.assistant import build_assistant
from assistant.local import LocalAssistant
from assistant.retrieve import DEPTH
from assistant.settings import Settings
from eval.benchmarks.measure import peak_memory

Result = TypeVar("Result")


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """What work gives, and its seconds."""
    begun = time.perf_counter()
    result = work()
    return result, time.perf_counter() - begun


def ask(assistant: LocalAssistant, questions: Sequence[str]) -> dict[str, list[float]]:
    """Seconds of each question by stage: its vector, both searches of the library, the search, and the answer."""
    times: dict[str, list[float]] = {}
    for question in questions:
        for stage, seconds in _stages(assistant, question).items():
            times.setdefault(stage, []).append(seconds)
    return times


def _stages(assistant: LocalAssistant, question: str) -> dict[str, float]:
    library = assistant._library
    vector, embedding = timed(lambda: assistant._embedder.get_query_embedding(question))
    stages: dict[str, Callable[[], object]] = {
        "by words": lambda: library.search_words(question, DEPTH),
        "by meaning": lambda: library.search_vectors(vector, DEPTH),
        "search": lambda: assistant.search(question),
        "whole answer": lambda: assistant.answer(question),
    }
    return {"embed the question": embedding, **{stage: timed(work)[1] for stage, work in stages.items()}}


def main() -> None:
    """Open a home, ask questions (read from the input, a line each), and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--chroma-url", default="")
    arguments = parser.parse_args()
    questions = sys.stdin.read().splitlines()
    settings = Settings(home=arguments.home, mode="extractive", chroma_url=arguments.chroma_url)
    assistant, opening = timed(lambda: build_assistant(settings))
    try:
        _, first = timed(lambda: assistant.answer(questions[0]))
        times = ask(assistant, questions)
        sources = assistant.sources()
    finally:
        assistant.close()
    held = {"passages": sum(source.passages for source in sources), "sources": len(sources)}
    told = {"opening": opening, "first": first, "times": times, "peak": peak_memory(), **held}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
