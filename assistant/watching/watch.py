"""One watched folder: what was seen of it, what has come to rest, and what is still to be done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import FootnoteError
from assistant.events import Failed, SyncEvent
from assistant.folder import State, look
from assistant.places import written

Events = Generator[SyncEvent, None, None]
Sync = Callable[[Path, Mapping[str, State], Collection[str]], Events]
Seen = dict[str, State]

_AGAIN = 3600.0  # seconds until a file that failed is tried again though it did not change: a full disk may be mended
_SHORTEST, _LONGEST = 5.0, 600.0  # seconds until a library that could not be used is tried again


@dataclass(frozen=True, slots=True)
class _Failure:
    """A file that could not be taken in: as it was, why, and when to try again."""

    state: State
    reason: str
    again: float


class Watch:
    """Looks at one folder and calls ``sync`` for what has been the same for two looks: a file may be half written."""

    def __init__(self, folder: Path, sync: Sync, home: Path, clock: Callable[[], float]) -> None:
        self.folder, self._sync, self._home, self._clock = folder, sync, home, clock
        self.seen: Seen | None = None
        self.restless = True  # whether something may have changed since the last look but one
        self._done: Seen | None = None  # what the library was last brought in step with
        self._failed: dict[str, _Failure] = {}
        self._pause, self._not_before = _SHORTEST, 0.0

    @property
    def in_step(self) -> bool:
        """Whether the library holds what the folder does, but for what cannot be read."""
        return self._done is not None and not self.restless and not self._is_due(self._given_up())

    @property
    def problems(self) -> list[str]:
        """Why files that are there could not be taken in."""
        return [failure.reason for failure in self._failed.values()]

    def turn(self) -> Events:
        """One look, and what is due after it. Raises FolderError, LibraryError; the next turn tries again."""
        found = look(self.folder, without=self._home)
        earlier, self.seen = self.seen, found.files
        if earlier is None:
            return
        for path in [path for path in earlier if path not in self.seen and found.hides(path)]:
            self.seen[path] = earlier[path]
        restless = _differences(earlier, self.seen)
        self.restless = bool(restless)
        leave = restless | self._given_up()
        if self._is_due(leave) and self._clock() >= self._not_before:
            yield from self._bring_in_step(leave)

    def _is_due(self, leave: Collection[str]) -> bool:
        return self._done is None or bool(_differences(self._done, self.seen or {}) - set(leave))

    def _given_up(self) -> set[str]:
        now, seen = self._clock(), self.seen or {}
        self._failed = {path: failure for path, failure in self._failed.items() if seen.get(path) == failure.state}
        return {path for path, failure in self._failed.items() if now < failure.again}

    def _bring_in_step(self, leave: set[str]) -> Events:
        seen, done = dict(self.seen or {}), self._done or {}
        failed: dict[str, str] = {}
        resting = {path: state for path, state in seen.items() if path not in leave and done.get(path) != state}
        try:
            with closing(self._sync(self.folder, resting, leave)) as events:
                for event in events:
                    if isinstance(event, Failed):
                        failed[written(str(self.folder / event.name))] = event.reason
                    yield event
        except FootnoteError:
            self._not_before = self._clock() + self._pause
            self._pause = min(2 * self._pause, _LONGEST)
            raise
        self._pause = _SHORTEST
        for path in resting:
            self._failed.pop(path, None)
            if path in failed:
                self._failed[path] = _Failure(seen[path], failed[path], self._clock() + _AGAIN)
        left = leave | failed.keys()
        self._done = {path: state for path, state in seen.items() if path not in left}
        self._done |= {path: done[path] for path in left if path in done}


def _differences(one: Seen, other: Seen) -> set[str]:
    """The paths that are in only one of two looks, or changed between them."""
    return set() if one == other else {path for path, _ in one.items() ^ other.items()}
