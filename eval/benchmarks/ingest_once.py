"""One ingest of a folder in a process of its own, for ``ingest``: prints seconds, passages and peak memory as JSON."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from assistant.assistant import build_assistant
from assistant.events import Failed, Progress
from assistant.local import LocalAssistant
from assistant.settings import Settings
from eval.benchmarks.growing import MadeUp
from eval.benchmarks.measure import folder_bytes, own_memory, peak_memory


def take_in(assistant: LocalAssistant, folder: Path) -> dict[str, float]:
    """Take a folder in. ``searchable`` is when its last document was found by its words, in seconds from the start."""
    begun = searchable = time.perf_counter()
    seen: set[str] = set()
    for event in assistant.add([folder]):
        if isinstance(event, Failed):
            raise SystemExit(event.reason)
        if isinstance(event, Progress) and event.searchable and event.name not in seen:
            seen.add(event.name)
            searchable = time.perf_counter()
    return {"seconds": time.perf_counter() - begun, "searchable": searchable - begun}


def main() -> None:
    """Take a folder into a home."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("home", type=Path)
    parser.add_argument("--chroma-url", default="", help="of the server that keeps the vectors")
    parser.add_argument("--made-up", action="store_true", help="make vectors up instead of computing them")
    arguments = parser.parse_args()
    assistant = build_assistant(Settings(home=arguments.home, mode="extractive", chroma_url=arguments.chroma_url))
    if arguments.made_up:
        assistant._embedder = MadeUp()
    try:
        assistant._embedder.get_text_embedding("warm")
        empty = peak_memory()
        with own_memory() as own:
            found: dict[str, float] = take_in(assistant, arguments.folder)
        found["passages"] = sum(source.passages for source in assistant.sources())
        child = next((worker._process for worker in assistant._worker._workers if worker._process), None)
        reading = peak_memory(child.pid) if child else 0
    finally:
        assistant.close()
    memory = {"peak": peak_memory(), "own": own(), "empty": empty, "reading": reading}
    sys.stdout.write(json.dumps({**found, **memory, "disk": folder_bytes(arguments.home)}) + "\n")


if __name__ == "__main__":
    main()
