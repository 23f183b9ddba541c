"""Who is logged in: kept in the home, so that a restart logs nobody out. What a browser holds is a random token.

Only the token's hash is kept. A session ends after a week, when somebody logs out, and when the person is removed or
gets another password.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from assistant.errors import LibraryError
from assistant.people.accounts import Account
from assistant.people.passwords import new_token, token_hash

NAME = "sessions.json"
SECONDS = 7 * 24 * 3600
_MOST = 20  # of one person at once; the oldest ends when there is another


@dataclass(frozen=True, slots=True)
class _Session:
    token: str  # hashed
    account: str  # its id
    password: str  # what tells that the password is still the one it was begun with
    ends: float  # seconds since the epoch


_SESSIONS = TypeAdapter(list[_Session])


class Sessions:
    """The sessions of one home. Safe to use from threads."""

    def __init__(self, home: Path, clock: Callable[[], float] = time.time) -> None:
        self._path, self._clock = home / NAME, clock
        self._lock = threading.Lock()
        self._sessions = {session.token: session for session in self._kept()}

    def begin(self, account: Account) -> str:
        """A new session; gives the token that the browser is to hold. Raises LibraryError."""
        token = new_token()
        session = _Session(token_hash(token), account.id, _fingerprint(account), self._clock() + SECONDS)
        with self._lock:
            now = self._clock()
            running = [each for each in self._sessions.values() if each.ends > now]
            own = [each for each in running if each.account == account.id][1 - _MOST :]
            others = [each for each in running if each.account != account.id]
            self._keep([*others, *own, session])
        return token

    def runs(self, token: str, account: Account) -> bool:
        """Whether a token is of a session of just this account, with its password as it is."""
        session = self._sessions.get(token_hash(token))
        return (
            session is not None
            and session.ends > self._clock()
            and (session.account, session.password) == (account.id, _fingerprint(account))
        )

    def account_id(self, token: str) -> str | None:
        """The id of the account whose session has this token."""
        session = self._sessions.get(token_hash(token))
        return session.account if session else None

    def end(self, token: str) -> None:
        """End a session; the token is worth nothing any more. Raises LibraryError."""
        with self._lock:
            self._keep([each for each in self._sessions.values() if each.token != token_hash(token)])

    def _keep(self, sessions: list[_Session]) -> None:
        draft = self._path.with_suffix(".new")
        try:
            draft.touch(mode=0o600)
            draft.write_bytes(_SESSIONS.dump_json(sessions))
            draft.replace(self._path)
        except OSError as error:
            raise LibraryError(
                f"{self._path} cannot be written ({error.strerror}), so nobody can log in or out. Make room or give "
                "the folder back its rights."
            ) from error
        self._sessions = {session.token: session for session in sessions}

    def _kept(self) -> list[_Session]:
        try:
            return _SESSIONS.validate_json(self._path.read_bytes())
        except (OSError, ValueError):  # none yet, or not to be read: everybody logs in again
            return []


def _fingerprint(account: Account) -> str:
    return hashlib.sha256(account.password.encode()).hexdigest()[:32]
