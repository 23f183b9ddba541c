"""The file of people: a line of JSON each, readable by its owner only, written whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from argon2 import PasswordHasher
from filelock import FileLock
from pydantic import TypeAdapter

from assistant.errors import AccountError
from assistant.people.passwords import HASHER, LONGEST, SHORTEST, hash_password, new_token, token_hash

_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")


@dataclass(frozen=True, slots=True)
class Account:
    """A person. ``id`` is never given to another, also not to a later person of the same name."""

    id: str
    name: str
    password: str  # hashed, see passwords
    tokens: tuple[str, ...] = ()  # hashed


_ACCOUNT = TypeAdapter(Account)


class AccountFile:
    """Reads and writes the file. Safe to use from threads, and from several processes at once."""

    def __init__(self, path: Path, hasher: PasswordHasher = HASHER) -> None:
        self.path = path.expanduser().absolute()
        self._hasher = hasher
        self._reading = threading.Lock()
        self._read: tuple[tuple[int, ...], dict[str, Account]] | None = None

    def accounts(self) -> dict[str, Account]:
        """Everybody by name, as the file is now. Raises AccountError where it cannot be used."""
        with self._reading:
            state = self._state()
            if self._read is None or self._read[0] != state:
                self._read = state, {account.name: account for account in self._parsed()}
            return self._read[1]

    def add(self, name: str, password: str) -> Account:
        """Make the file where there is none, and put a person into it. Raises AccountError."""
        if not _NAME.fullmatch(name):
            raise AccountError(
                f"“{name}” cannot be a name: it takes 1 to 64 of a to z, 0 to 9, dot, @, _ and -, and begins with a "
                "letter or a digit."
            )
        account = Account(f"{name}.{secrets.token_hex(4)}", name, self._hashed(password))

        def added(accounts: dict[str, Account]) -> None:
            if name in accounts:
                raise AccountError(f"{name} is there already. `footnote user password {name}` gives another password.")
            accounts[name] = account

        self._change(added, new=True)
        return account

    def remove(self, name: str) -> Account:
        """Take a person out; whatever they are logged in with ends at once. Raises AccountError."""
        gone: list[Account] = []

        def without(accounts: dict[str, Account]) -> None:
            gone.append(_of(accounts, name))
            del accounts[name]

        self._change(without)
        return gone[0]

    def set_password(self, name: str, password: str) -> None:
        """Give a person another password; what was begun with the old one ends. Raises AccountError."""
        hashed = self._hashed(password)
        self._replace(name, lambda account: replace(account, password=hashed))

    def add_token(self, name: str) -> str:
        """A new token for a person's programs. It is not kept and cannot be shown again. Raises AccountError."""
        token = new_token()
        self._replace(name, lambda account: replace(account, tokens=(*account.tokens, token_hash(token))))
        return token

    def remove_tokens(self, name: str) -> int:
        """Make all tokens of a person useless; gives how many there were. Raises AccountError."""
        counts: list[int] = []

        def without(account: Account) -> Account:
            counts.append(len(account.tokens))
            return replace(account, tokens=())

        self._replace(name, without)
        return counts[0]

    def _replace(self, name: str, change: Callable[[Account], Account]) -> None:
        def changed(accounts: dict[str, Account]) -> None:
            accounts[name] = change(_of(accounts, name))

        self._change(changed)

    def _hashed(self, password: str) -> str:
        if not SHORTEST <= len(password) <= LONGEST:
            raise AccountError(
                f"A password has {SHORTEST} to {LONGEST} characters, and this one has {len(password)}. Choose another."
            )
        return hash_password(password, self._hasher)

    def _change(self, change: Callable[[dict[str, Account]], None], new: bool = False) -> None:
        try:
            with FileLock(f"{self.path}.lock", mode=0o600):
                accounts = {} if new and not self.path.exists() else dict(self.accounts())
                change(accounts)
                _write(self.path, accounts.values())
        except OSError as error:
            raise AccountError(f"{self.path} cannot be written ({error.strerror}). Nothing was changed.") from error

    def _state(self) -> tuple[int, ...]:
        """What tells that the file has changed."""
        try:
            status = self.path.stat()
        except OSError as error:
            raise AccountError(
                f"{self.path} cannot be read ({error.strerror}). Make it with: footnote user add NAME --auth-file "
                f"{self.path}"
            ) from error
        if os.name == "posix" and status.st_mode & 0o077:
            raise AccountError(f"{self.path} may be read or written by others. Run: chmod 600 {self.path}")
        return status.st_ino, status.st_size, status.st_mtime_ns

    def _parsed(self) -> list[Account]:
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
            return [_ACCOUNT.validate_json(line) for line in lines if line.strip()]
        except (OSError, ValueError) as error:
            raise AccountError(
                f"{self.path} is not a file of people ({type(error).__name__}). Restore it, or move it away and make a "
                "new one with `footnote user add`."
            ) from None


def _of(accounts: dict[str, Account], name: str) -> Account:
    if name not in accounts:
        raise AccountError(f"There is nobody called “{name}”. `footnote user list` lists who there is.")
    return accounts[name]


def _write(path: Path, accounts: Iterable[Account]) -> None:
    """Put a whole new file in the place of the old one; a failure leaves the old one."""
    lines = b"".join(_ACCOUNT.dump_json(account) + b"\n" for account in accounts)
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # readable by its owner only
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(draft).unlink()
        raise
