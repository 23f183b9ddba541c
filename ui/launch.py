"""Starts the chat: opens the library, takes the samples in when asked to, and serves the page."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.assistant import build_assistant
from assistant.errors import SettingsError
from assistant.events import Added, Failed
from assistant.local import LocalAssistant
from assistant.people import Account, Leaving, People, PersonalAssistant
from assistant.places import held
from assistant.service import serve_commands
from assistant.settings import Settings
from assistant.terminal import printable
from ui.choosing import choosing
from ui.evaluation import evaluation
from ui.guard import is_loopback
from ui.watching import watching

if TYPE_CHECKING:
    from ui.login import Login

_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # compared with, and how this machine reaches them


@dataclass(frozen=True, slots=True)
class Door:
    """Where the chat listens and who is let in. Raises SettingsError where that cannot be, see ``check``."""

    host: str
    port: int
    auth_file: Path | None = None
    without_login: bool = False

    @property
    def address(self) -> str:
        """How this machine reaches it."""
        host = _ANYWHERE.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    def check(self) -> Door:
        """Say what is wrong before the library is opened, not after. Gives the door with a free port in place of 0."""
        if self.auth_file and self.without_login:
            raise SettingsError("--auth-file asks for a login and --without-login does without. Leave one of them out.")
        if not (is_loopback(self.host) or self.auth_file or self.without_login):
            raise SettingsError(
                f"{self.host} is reached from other machines, and without a login whoever reaches it reads, adds and "
                "removes all documents. Make a login with `footnote user add NAME --auth-file FILE` and start with "
                "--auth-file FILE; or use --host 127.0.0.1; or, if everybody there may do all that, add "
                "--without-login."
            )
        with socket.socket(socket.AF_INET6 if ":" in self.host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
                return replace(self, port=probe.getsockname()[1])
            except (OSError, OverflowError) as error:
                raise SettingsError(
                    f"Port {self.port} on {self.host} cannot be used ({error}). Try --port {self.port % 60000 + 1}."
                ) from None


def chat(settings: Settings, door: Door, samples: Path | None = None, examples: Sequence[str] = ()) -> int:
    """Serve until stopped; returns the exit status. Raises SettingsError or AccountError for a door that cannot be."""
    door = door.check()
    people = People(door.auth_file, settings.at_home()) if door.auth_file else None
    assistant = build_assistant(settings)
    try:
        if samples is not None and not assistant.sources():
            _take_in(assistant, samples)
        from ui.app import serve

        commands = serve_commands(assistant, door.address)
        shown = examples if any(source.name in _names(samples) for source in assistant.sources()) else ()
        routes = [commands, *evaluation(settings.at_home("runs"))]
        if people is None:  # whoever may watch a folder may read it, and whoever sets the endpoint is sent what is read
            routes += [watching(assistant), choosing(assistant)]
        assistant.watch_kept()
        _warn(door, assistant)
        told = f"Footnote is at {door.address}  (stop it with Ctrl+C)"
        say = partial(print, told, file=sys.stderr, flush=True)
        with _login(assistant, people) as login:
            serve(
                assistant,
                door.host,
                door.port,
                routes,
                examples=shown,
                uploads=settings.at_home("uploads"),
                conversations=settings.at_home("conversations"),
                hosts=settings.host_names,
                proxies=settings.proxy_addresses,
                login=login,
                listening=say,
            )
    finally:
        assistant.close()
    return 0


@contextmanager
def _login(assistant: LocalAssistant, people: People | None) -> Iterator[Login | None]:
    """Everybody's own assistant; what they removed goes for good at the end."""
    if people is None:
        yield None
        return
    from ui.login import Login

    leaving = Leaving(assistant)

    def assistant_of(account: Account) -> PersonalAssistant:
        return PersonalAssistant(assistant, account.id, leaving, people.name_of)

    try:
        yield Login(people, assistant_of)
    finally:
        leaving.close()


def _warn(door: Door, assistant: LocalAssistant) -> None:
    if door.without_login and not is_loopback(door.host):
        _tell(f"Warning: there is no login. Whoever reaches {door.host} reads, adds and removes all documents.")
    if not is_loopback(door.host):
        _tell("What is sent is not encrypted. Let a proxy with https stand in front, unless the network is your own.")
    if door.auth_file:
        everybodys = {id_ for place, id_ in assistant.remembered().items() if held(place) is None}
        if everybodys:
            _tell(f"Documents that nobody added with a login are seen by everyone who logs in: {len(everybodys)}.")


def _tell(line: str) -> None:
    print(printable(line), file=sys.stderr, flush=True)


def _take_in(assistant: LocalAssistant, samples: Path) -> None:
    _tell("Taking in the sample documents (only this once) ...")
    for event in assistant.add([samples]):
        match event:
            case Added():
                _tell(f"  {event.source.name}")
            case Failed():
                _tell(f"  {event.name}: {event.reason}")


def _names(samples: Path | None) -> set[str]:
    return {path.name for path in samples.iterdir()} if samples is not None else set()
