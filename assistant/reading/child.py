"""The process that reads files: one request after the other from its input, each answered on its output."""

from __future__ import annotations

import os
import signal
import sys
from typing import BinaryIO

from assistant.errors import ReadingError, TooLarge
from assistant.reading.confine import limit_memory, limit_writing
from assistant.reading.parcel import PATIENCE, Header, packed, receive, send
from assistant.reading.seal import seal

_GRACE = 10  # seconds beyond the limit by the clock: the app, if it is still there, has ended this process by then


def serve(memory: int, seconds: float, characters: int) -> None:
    """Answer requests until the input ends. ``memory`` is in bytes, ``seconds`` of processor time for one request."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the app, which ends this process itself
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "r+b") as nowhere:  # noqa: PTH123  # whatever prints must not break the frames
        os.dup2(nowhere.fileno(), 0)
        os.dup2(nowhere.fileno(), 1)
    limit_memory(memory)
    limit_writing()
    seal()
    while True:
        try:
            header, data = receive(requests)
        except EOFError:
            return
        _watch(seconds)
        _answer(replies, header, data, characters)
        _watch(0)


def _watch(seconds: float) -> None:
    """End this process after so much work, whatever it is doing then; 0 calls it off. Windows has no such alarm.

    A second alarm goes by the clock, for a process that waits and whose app is gone.
    """
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.setitimer(signal.ITIMER_REAL, seconds * PATIENCE + _GRACE if seconds else 0)


def _answer(replies: BinaryIO, header: Header, data: bytes, characters: int) -> None:
    try:
        reply, body = _done(header, data, characters)
    except ReadingError as error:
        reply, body = {"failed": type(error).__name__, "message": str(error)}, b""
    except MemoryError:
        reply, body = {"failed": "MemoryError", "message": ""}, b""
    send(replies, reply, body)


def _done(header: Header, data: bytes, characters: int) -> tuple[Header, bytes]:
    if header["do"] == "draw":
        from assistant.reading.render import page_png

        return {}, page_png(data, header["number"], header["scale"])
    from assistant.reading import read

    document = read(data, header["name"], header["suffix"])
    if len(document.text) > characters:
        raise TooLarge(
            f"{header['name']}: It holds {len(document.text):,} characters of text, more than the {characters:,} that "
            "one document may. Split it into smaller files, and add those."
        )
    return packed(document)
