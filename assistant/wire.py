"""The events of a sync as lines of JSON, for the process that watches a folder while the chat does the work."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.assistant import Assistant
from assistant.events import Added, Failed, Progress, Removed, Renamed, SyncEvent, Unchanged
from assistant.terminal import Console

_ADAPTERS: dict[str, TypeAdapter[SyncEvent]] = {
    kind.__name__: TypeAdapter(kind) for kind in (Progress, Added, Unchanged, Failed, Removed, Renamed)
}


def line_of(event: SyncEvent) -> str:
    """An event as one line."""
    kind = type(event).__name__
    return json.dumps({kind: _ADAPTERS[kind].dump_python(event, mode="json")})


def event_of(line: str) -> SyncEvent | None:
    """The event that a line is; None where it is none."""
    try:
        [(kind, values)] = json.loads(line).items()
        return _ADAPTERS[kind].validate_python(values)
    except (ValueError, AttributeError, KeyError, ValidationError):
        return None


def run_sync(assistant: Assistant, parsed: argparse.Namespace, console: Console) -> int:
    """The command that a watching process sends: bring the library in step with a folder, a line an event."""
    resting = {path: (size, modified) for path, (size, modified) in parsed.resting.items()}
    for event in assistant.sync(Path(parsed.folder), resting, parsed.leave):
        console.say(line_of(event))
    return 0
