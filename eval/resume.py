"""Outcomes kept while a run goes on, so that one that was cut off goes on from its last case."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.errors import CasesError
from eval.cases import Case
from eval.outcome import Outcome

NAME = "outcomes.partial.jsonl"
_OUTCOME = TypeAdapter(Outcome)


class Kept:
    """Outcomes by case id in ``folder``, of a run with this manifest; those of another run are thrown away.

    Without a folder they are in memory alone. Raises CasesError where the folder cannot be written.
    """

    def __init__(self, folder: Path | None, manifest: Mapping[str, Any]) -> None:
        self._path = folder / NAME if folder else None
        self._outcomes: dict[str, Outcome] = {}
        if folder:
            self._begin(folder, folder / NAME, json.dumps(manifest, sort_keys=True))

    def _begin(self, folder: Path, path: Path, key: str) -> None:
        self._outcomes = {each.case.id: each for each in _read(path, key)}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lines = [key, *(_OUTCOME.dump_json(each).decode() for each in self._outcomes.values())]
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        except OSError as error:
            problem = f"{folder} cannot be written ({error.strerror})."
            raise CasesError(f"{problem} Give another folder with --out.") from error

    def __len__(self) -> int:
        return len(self._outcomes)

    def missing(self, cases: Sequence[Case]) -> list[Case]:
        """The cases that are still to be asked, in order."""
        return [case for case in cases if case.id not in self._outcomes]

    def keep(self, outcome: Outcome) -> None:
        """Write an outcome down at once, in place of an earlier one of its case."""
        self._outcomes[outcome.case.id] = outcome
        if self._path:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(_OUTCOME.dump_json(outcome).decode() + "\n")

    def all(self, cases: Sequence[Case]) -> list[Outcome]:
        """The outcomes of the cases, in their order."""
        return [self._outcomes[case.id] for case in cases]

    def how_to_go_on(self) -> str:
        """What is to be done after the run was cut off, in words."""
        if self._path is None:
            return "Nothing of this run is kept. With --out DIR it could go on where it stopped."
        return f"{len(self)} answers are kept. To go on, run the same again with --out {self._path.parent}"

    def close(self) -> None:
        """Delete the file: the run is written as a whole."""
        if self._path:
            self._path.unlink(missing_ok=True)


def _read(path: Path, key: str) -> Iterator[Outcome]:
    """The outcomes that can be read from a file that begins with ``key``; a last line may be cut off."""
    if not path.exists():
        return
    first, *lines = path.read_text(encoding="utf-8").split("\n")
    if first != key:
        return
    for line in lines:
        try:
            yield _OUTCOME.validate_json(line)
        except ValidationError:
            return
