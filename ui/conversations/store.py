"""Conversations in the home: a folder a person, a file a conversation, which only this user may read.

A file is JSON Lines: the head, then a line a turn. It is written whole or not at all. Turns are merged by their own
ids, so that two pages never take each other's turns away.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from assistant.errors import ConversationError
from ui import words
from ui.conversations.records import HEAD, ID, Head, Part, StoredTurn, Whole, load_line, load_turn, turn_line

LARGEST = 4_000_000  # bytes of a conversation's turns
MOST = 1000  # conversations of one person
_OWNER = re.compile(r"[a-z0-9][a-z0-9._@-]{0,99}")
_log = logging.getLogger(__name__)


class Conversations:
    """The conversations below ``folder``. Safe to use from threads; no other process writes there."""

    def __init__(self, folder: Path, largest: int = LARGEST, most: int = MOST) -> None:
        self._folder, self._largest, self._most = folder, largest, most
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._locking = threading.Lock()

    def heads(self, owner: str) -> tuple[list[Head], list[str]]:
        """What a person has, newest first, and the ids of those whose files are damaged."""
        found, damaged = [], []
        for path in self._files(owner):
            try:
                found.append(_head(path))
            except FileNotFoundError:  # deleted meanwhile
                continue
            except (OSError, ValueError):
                damaged.append(path.stem)
                _log.warning("%s cannot be read and is left out", path)
        return sorted(found, key=lambda head: -head.changed), damaged

    def whole(self, owner: str, id_: str) -> Whole | None:
        """A conversation, None where there is none. Raises ConversationError for one that is damaged."""
        path = self._path(owner, id_)
        try:
            return _whole(path)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            name = path.relative_to(self._folder.parent).as_posix()
            raise ConversationError(words.CONVERSATION_DAMAGED.format(name=name)) from error

    def holding(self, owner: str, words_: list[str]) -> list[str]:
        """The ids of a person's conversations that hold all of the words."""
        found = []
        for path in self._files(owner):
            try:
                if _whole(path).holds(words_):
                    found.append(path.stem)
            except (OSError, ValueError):  # ``heads`` names it
                continue
        return found

    def keep(self, owner: str, part: Part) -> tuple[str, str] | None:
        """Change or begin a conversation; gives its version before, or nothing, and its version now.

        None where the page knows a conversation that is no more. Raises ConversationError where it cannot be kept.
        """
        turns = [turn for turn in map(load_turn, part.turns) if turn is not None]
        with self._lock(owner):
            before = self.whole(owner, part.id)
            if before is None:
                if part.known:
                    return None
                self._check_new(owner, turns)
            after = _merged(before, part, turns)
            self._write(self._path(owner, part.id), after)
        return before.head.version if before else "", after.head.version

    def delete(self, owner: str, id_: str) -> None:
        """Let go of a conversation, if it is there."""
        with self._lock(owner):
            self._path(owner, id_).unlink(missing_ok=True)

    def _lock(self, owner: str) -> threading.Lock:
        with self._locking:
            return self._locks[owner]

    def _files(self, owner: str) -> list[Path]:
        place = self._place(owner)
        try:
            return [path for path in place.iterdir() if path.suffix == ".jsonl" and ID.fullmatch(path.stem)]
        except FileNotFoundError:  # nothing was kept yet
            return []

    def _place(self, owner: str) -> Path:
        if not _OWNER.fullmatch(owner):
            raise ConversationError(words.BAD_REQUEST)
        return self._folder / owner

    def _path(self, owner: str, id_: str) -> Path:
        if not ID.fullmatch(id_):
            raise ConversationError(words.BAD_REQUEST)
        return self._place(owner) / f"{id_}.jsonl"

    def _check_new(self, owner: str, turns: list[StoredTurn]) -> None:
        if not turns:
            raise ConversationError(words.BAD_REQUEST)
        if len(self._files(owner)) >= self._most:
            raise ConversationError(words.TOO_MANY_CONVERSATIONS.format(most=self._most))

    def _write(self, path: Path, whole: Whole) -> None:
        """Put a whole new file in the place of the old one; a failure leaves the old one."""
        lines = b"".join(map(turn_line, whole.turns))
        if len(lines) > self._largest:
            raise ConversationError(words.CONVERSATION_FULL.format(limit=f"{self._largest / 1e6:g}"))
        head = HEAD.dump_json(replace(whole.head, size=len(lines))) + b"\n"
        draft = path.with_suffix(".new")
        try:
            for folder in (self._folder, path.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
            draft.unlink(missing_ok=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(head + lines)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except OSError as error:
            raise ConversationError(words.CONVERSATION_NO_ROOM.format(reason=error.strerror)) from error


def _merged(before: Whole | None, part: Part, turns: Iterable[StoredTurn]) -> Whole:
    """Each turn in the place of the one with its id, or at the end."""
    kept = {turn.id: turn for turn in before.turns} if before else {}
    kept |= {turn.id: turn for turn in turns}
    left = tuple(turn for turn in kept.values() if turn.id not in part.gone)
    asked = min(part.changed, int(time.time() * 1000))
    title = part.title if part.title is not None else before.head.title if before else ""
    return Whole(Head(part.id, secrets.token_hex(8), title, max(asked, before.head.changed if before else 0), 0), left)


def _head(path: Path) -> Head:
    """The head of a file. Raises OSError, or ValueError where the file is not what was written."""
    with path.open("rb") as file:
        line = file.readline(10_000)
        size = os.fstat(file.fileno()).st_size - len(line)
    head = HEAD.validate_json(line)
    if head.id != path.stem or head.size != size:
        raise ValueError(path.name)
    return head


def _whole(path: Path) -> Whole:
    """What is in a file. Raises OSError, or ValueError where the file is not what was written."""
    first, _, rest = path.read_bytes().partition(b"\n")
    head = HEAD.validate_json(first)
    if head.id != path.stem or head.size != len(rest):
        raise ValueError(path.name)
    return Whole(head, tuple(map(load_line, rest.splitlines())))
