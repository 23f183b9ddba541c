"""What was begun and what was done, a line each, written past every buffer: it outlives the process that writes it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class State:
    """What the library must hold: the versions that each paper may have (None: it is not there), and its judgements."""

    papers: dict[int, set[int | None]] = field(default_factory=dict)
    judgements: int = 0  # that were kept
    judging: int = 0  # that were begun


class Journal:
    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, *entry: object) -> None:
        with self._path.open("ab", buffering=0) as file:
            file.write(json.dumps(entry).encode() + b"\n")
            os.fsync(file.fileno())

    def settle(self, paper: int, version: int | None) -> None:
        """A paper was found in this version; what was in flight is decided."""
        self.write("done", paper, version)

    def state(self) -> State:
        state = State()
        for line in self._path.read_text().splitlines() if self._path.exists() else ():
            kind, *rest = json.loads(line)
            if kind == "begin":
                paper, version = rest
                state.papers[paper] = state.papers.get(paper, {None}) | {version}
            elif kind == "done":
                paper, version = rest
                state.papers[paper] = {version}
            elif kind == "judging":
                state.judging += 1
            else:
                state.judgements += 1
        return state
