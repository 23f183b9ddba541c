"""Says who somebody is: by a name and a password, by a session, or by a program's token."""

from __future__ import annotations

import hmac
import logging
import math
import os
import threading
from collections import OrderedDict
from pathlib import Path

from argon2 import PasswordHasher

from assistant.errors import AccountError, TooManyTries
from assistant.people.accounts import Account, AccountFile
from assistant.people.passwords import (
    HASHER,
    LONGEST,
    hash_password,
    is_outdated,
    is_password,
    new_token,
    token_hash,
)
from assistant.people.sessions import Sessions
from assistant.people.tries import Tries

_REMEMBERED = 256  # names with passwords that were right, as programs send both with every request
_log = logging.getLogger(__name__)


class People:
    """Everybody in a file of people, with their sessions in a home. Safe to use from threads.

    Whatever changes in the file holds from the next request on. While it cannot be used, nobody is let in.
    """

    def __init__(self, file: Path, home: Path, hasher: PasswordHasher = HASHER, tries: Tries | None = None) -> None:
        """Raises AccountError for a file that cannot be used or holds nobody."""
        self._file = AccountFile(file, hasher)
        if not self._file.accounts():
            raise AccountError(f"{file} holds nobody. Add a person: footnote user add NAME --auth-file {file}")
        self._sessions = Sessions(home)
        self._tries = tries or Tries()
        # Somebody who is not there costs as much time as somebody who is.
        self._nobody = hash_password(new_token(), hasher)
        self._key = os.urandom(32)
        self._right: OrderedDict[bytes, tuple[str, str]] = OrderedDict()
        self._lock = threading.Lock()

    def by_password(self, name: str, password: str, address: str) -> Account | None:
        """Who logs in from ``address``; None for a wrong name or password. Takes a while, and 64 MiB.

        Raises TooManyTries.
        """
        name = name.strip().lower()[:64]
        wait = self._tries.begin(name, address)
        if wait:
            raise TooManyTries(math.ceil(wait))
        account = self._accounts().get(name)
        right = len(password) <= LONGEST and is_password(password, account.password if account else self._nobody)
        if account is None or not right:
            return None
        self._tries.succeeded(name, address)
        account = self._renewed(account, password)
        self._remember(name, password, account)
        return account

    def _renewed(self, account: Account, password: str) -> Account:
        """The account with a hash of the present kind; as it is where the file of people cannot be written."""
        if is_outdated(account.password):
            try:
                self._file.set_password(account.name, password)
            except AccountError as error:
                _log.warning("The password of %s keeps its old hash: %s", account.name, error)
        return self._accounts().get(account.name, account)

    def remembered(self, name: str, password: str) -> Account | None:
        """Who this is, at once, if the same name and password were right before; None says nothing."""
        account = self._accounts().get(name.strip().lower())
        with self._lock:
            known = self._right.get(self._digest(name, password))
        return account if account and known == (account.id, account.password) else None

    def by_token(self, token: str) -> Account | None:
        """Whose program has this token."""
        given = token_hash(token)
        for account in self._accounts().values():
            if any(hmac.compare_digest(given, kept) for kept in account.tokens):
                return account
        return None

    def by_session(self, token: str) -> Account | None:
        """Whose session this is; None when it has ended."""
        id_ = self._sessions.account_id(token)
        account = next((each for each in self._accounts().values() if each.id == id_), None)
        return account if account and self._sessions.runs(token, account) else None

    def begin_session(self, account: Account) -> str:
        """The token of a new session. Raises LibraryError."""
        return self._sessions.begin(account)

    def end_session(self, token: str) -> None:
        """End it, whoever's it is. Raises LibraryError."""
        self._sessions.end(token)

    def name_of(self, account_id: str) -> str:
        """The name of somebody by id; empty when they were removed."""
        return next((each.name for each in self._accounts().values() if each.id == account_id), "")

    def _accounts(self) -> dict[str, Account]:
        try:
            return self._file.accounts()
        except AccountError as error:
            _log.error("Nobody is let in: %s", error)
            return {}

    def _remember(self, name: str, password: str, account: Account) -> None:
        with self._lock:
            self._right[self._digest(name, password)] = account.id, account.password
            while len(self._right) > _REMEMBERED:
                self._right.popitem(last=False)

    def _digest(self, name: str, password: str) -> bytes:
        return hmac.digest(self._key, f"{name.strip().lower()}\0{password}".encode(), "sha256")
