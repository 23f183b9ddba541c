"""Starts the chat: opens the library, takes the samples in when asked to, and serves the page."""

from __future__ import annotations

import socket
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from assistant.assistant import build_assistant
from assistant.errors import SettingsError
from assistant.events import Added, Failed
from assistant.local import LocalAssistant
from assistant.service import serve_commands
from assistant.settings import Settings
from ui.evaluation import evaluation
from ui.guard import is_loopback
from ui.watching import watching


def chat(settings: Settings, host: str, port: int, samples: Path | None = None, examples: Sequence[str] = ()) -> int:
    """Serve until stopped; returns the exit status. Raises SettingsError for an address that cannot be used."""
    _check_address(host, port)
    assistant = build_assistant(settings)
    try:
        if samples is not None and not assistant.sources():
            _take_in(assistant, samples)
        from ui.app import serve

        address = f"http://{host}:{port}"
        commands = serve_commands(assistant, address)
        shown = examples if any(source.name in _names(samples) for source in assistant.sources()) else ()
        told = f"Footnote is at {address}  (stop it with Ctrl+C)"
        say = partial(print, told, file=sys.stderr, flush=True)
        routes = [commands, *evaluation(settings.at_home("runs")), watching(assistant)]
        assistant.watch_kept()
        serve(assistant, host, port, routes, examples=shown, hosts=settings.host_names, listening=say)
    finally:
        assistant.close()
    return 0


def _take_in(assistant: LocalAssistant, samples: Path) -> None:
    print("Taking in the sample documents (only this once) ...", file=sys.stderr, flush=True)
    for event in assistant.add([samples]):
        match event:
            case Added():
                print(f"  {event.source.name}", file=sys.stderr, flush=True)
            case Failed():
                print(f"  {event.name}: {event.reason}", file=sys.stderr, flush=True)


def _names(samples: Path | None) -> set[str]:
    return {path.name for path in samples.iterdir()} if samples is not None else set()


def _check_address(host: str, port: int) -> None:
    """This machine only, and a port that is free: said before the library is opened, not after."""
    if not is_loopback(host):
        raise SettingsError(
            f"Without a login Footnote listens on this machine only, and {host} is reached from others. Use --host "
            "127.0.0.1, and to reach it from elsewhere put a proxy with a login in front of it."
        )
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise SettingsError(
                f"Port {port} on {host} cannot be used ({error}). Try --port {port % 60000 + 1}."
            ) from None
