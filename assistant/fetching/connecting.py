"""Connections to public addresses only: a host is looked up once, and what was checked is what is connected to."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import httpcore

from assistant.errors import SiteUnavailable
from assistant.fetching.addresses import refuse_private

Option = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


def look_up(host: str, port: int) -> list[str]:
    """The IP addresses of a host, by the system's resolver, which also reads 127.1, 0x7f.1 and 2130706433 as it would
    to connect. Raises OSError or UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Web:
    """How the web is reached. Tests bring a web of their own; the checks are the same for every one."""

    look_up: Callable[[str, int], list[str]] = look_up
    backend: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)
    clock: Callable[[], float] = time.monotonic  # seconds


class Deadline:
    """The moment at which a fetch is given up, however slowly it still comes."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._clock, self._end = clock, clock() + seconds

    def within(self, timeout: float | None) -> float:
        """The seconds that may be waited, at most ``timeout``. Raises httpcore.ReadTimeout when none are left."""
        left = self._end - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the whole page is up")
        return left if timeout is None else min(timeout, left)


class PublicBackend(httpcore.NetworkBackend):
    """Connects by name to public addresses only. A second look-up could give another answer, so there is none."""

    def __init__(self, web: Web, deadline: Deadline) -> None:
        self._web, self._deadline = web, deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Option] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address that takes it. Raises AddressRefused, SiteUnavailable, or httpcore's."""
        failure: Exception = httpcore.ConnectError("no address")
        for address in self._checked(host, port):
            wait = self._deadline.within(timeout)
            try:
                stream = self._web.backend.connect_tcp(address, port, wait, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            return _TimedStream(stream, self._deadline)
        raise failure

    def _checked(self, host: str, port: int) -> list[str]:
        try:
            addresses = self._web.look_up(host, port)
        except (OSError, UnicodeError) as error:
            raise SiteUnavailable(
                f"No site called {host} was found ({error}). Check the address and that this machine is online."
            ) from None
        refuse_private(host, addresses)
        return addresses


class _TimedStream(httpcore.NetworkStream):
    """A connection that no wait holds longer than the deadline allows, in its headers either."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.within(timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        wait = self._deadline.within(timeout)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, wait), self._deadline)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
