"""``footnote user``: who may log in. It works on the file of people alone; no library is opened."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AccountError
from assistant.terminal import Console, as_document

if TYPE_CHECKING:
    from assistant.people import AccountFile


def add_user_arguments(user: argparse.ArgumentParser) -> None:
    """The command line of ``footnote user``."""
    every = argparse.ArgumentParser(add_help=False)
    every.add_argument("--auth-file", type=Path, required=True, help="the file of people")
    every.add_argument("--json", action="store_true", help="one JSON document on stdout, all else on stderr")
    named = argparse.ArgumentParser(add_help=False)
    named.add_argument("name", metavar="NAME")
    typed = argparse.ArgumentParser(add_help=False)
    typed.add_argument("--password-stdin", action="store_true", help="read the password from the first line of stdin")
    actions = user.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("add", parents=[named, every, typed], help="let somebody in; makes the file if there is none")
    actions.add_parser("password", parents=[named, every, typed], help="give somebody another password")
    token = actions.add_parser("token", parents=[named, every], help="make a token for somebody's programs")
    token.add_argument("--revoke", action="store_true", help="make all of their tokens useless instead")
    actions.add_parser("remove", parents=[named, every], help="let somebody in no longer")
    actions.add_parser("list", parents=[every], help="list who may log in")


def run_user(parsed: argparse.Namespace, console: Console) -> int:
    """Do one action and return its exit status. Raises AccountError."""
    from assistant.people import AccountFile

    file = AccountFile(parsed.auth_file)
    row, told = _ACTIONS[parsed.action](file, parsed)
    console.say(as_document(row) if parsed.json else told)
    return 0


_Done = tuple[Mapping[str, Any] | list[Mapping[str, Any]], str]


def _add(file: AccountFile, parsed: argparse.Namespace) -> _Done:
    account = file.add(parsed.name, _password(parsed))
    chat = f"footnote chat --auth-file {file.path}"
    return {"added": account.name}, f"{account.name} may log in now. Start the chat with: {chat}"


def _set_password(file: AccountFile, parsed: argparse.Namespace) -> _Done:
    file.accounts()  # so that nobody types a password for nothing
    file.set_password(parsed.name, _password(parsed))
    return {"changed": parsed.name}, f"{parsed.name} has another password, and is logged out everywhere."


def _token(file: AccountFile, parsed: argparse.Namespace) -> _Done:
    if parsed.revoke:
        count = file.remove_tokens(parsed.name)
        return {"revoked": count}, f"{count} of {parsed.name}'s tokens are worth nothing any more."
    token = file.add_token(parsed.name)
    return {"token": token}, token


def _remove(file: AccountFile, parsed: argparse.Namespace) -> _Done:
    account = file.remove(parsed.name)
    told = (
        f"{account.name} may log in no longer, and is logged out everywhere. What {account.name} added stays in the "
        f"library; the command line has it as {account.id}/…"
    )
    return {"removed": account.name, "id": account.id}, told


def _list(file: AccountFile, _parsed: argparse.Namespace) -> _Done:
    accounts = sorted(file.accounts().values(), key=lambda account: account.name)
    rows: list[Mapping[str, Any]] = [
        {"name": account.name, "id": account.id, "tokens": len(account.tokens)} for account in accounts
    ]
    lines = [f"{row['name']}  [{row['id']}]" + (f", tokens: {row['tokens']}" if row["tokens"] else "") for row in rows]
    return rows, "\n".join(lines) or "Nobody may log in yet."


_ACTIONS: dict[str, Callable[[AccountFile, argparse.Namespace], _Done]] = {
    "add": _add,
    "password": _set_password,
    "token": _token,
    "remove": _remove,
    "list": _list,
}


def _password(parsed: argparse.Namespace) -> str:
    """A password from the terminal, unseen and typed twice, or the first line of stdin."""
    if parsed.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise AccountError("There is no terminal to type a password at. Use --password-stdin.")
    password = getpass.getpass(f"Password for {parsed.name}: ")
    if password != getpass.getpass("The same again: "):
        raise AccountError("The two passwords are not the same. Nothing was changed.")
    return password
