"""A page of the web into bytes: few redirects, each checked like the first address, and never more than a document.

No cookies are kept or sent. Proxies that the environment names are not used: behind one, it would be the proxy that
looks the host up, and what was checked here would not be what is called.
"""

from __future__ import annotations

from dataclasses import dataclass

import httpcore
import httpx

from assistant import __version__
from assistant.errors import PageRefused, SiteUnavailable
from assistant.fetching.addresses import plain_address
from assistant.fetching.connecting import Deadline, PublicBackend, Web
from assistant.fetching.kinds import in_utf8, suffix_of, unpacked

_HEADERS = (
    ("User-Agent", f"Footnote/{__version__}"),
    ("Accept", "text/html, application/xhtml+xml, application/pdf, text/plain, text/*;q=0.9, */*;q=0.1"),
    ("Accept-Encoding", "gzip"),
    ("Connection", "close"),
)
_REDIRECTS = (301, 302, 303, 307, 308)
_AGAIN_LATER = (408, 425, 429)
_TOO_MUCH = "It is larger than {megabytes:.0f} MB, which is the most that is fetched. Download it and add the file."
_FAILURES = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a fetch may take; ``silence`` is the longest wait for a single answer, both in seconds."""

    size: int = 50_000_000  # bytes, unpacked
    seconds: float = 60.0
    silence: float = 15.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page: the plain form of the address that was asked for, and the file that it is."""

    address: str
    data: bytes
    suffix: str  # ".html", ".pdf", ".txt", ...


def fetch(address: str, web: Web, limits: Limits = Limits()) -> Fetched:
    """What stands at an address. Raises AddressRefused, PageRefused or SiteUnavailable, each naming the address."""
    url = asked = plain_address(address)
    deadline = Deadline(limits.seconds, web.clock)
    context = httpx.create_ssl_context()
    with httpcore.ConnectionPool(context, network_backend=PublicBackend(web, deadline)) as pool:
        for _ in range(limits.redirects + 1):
            found = _get(pool, url, limits)
            if isinstance(found, httpx.URL):
                url = found
                continue
            return Fetched(str(asked), *found)
    raise PageRefused(f"{asked} leads on and on ({limits.redirects} times). Add the address that it should lead to.")


def _get(pool: httpcore.ConnectionPool, url: httpx.URL, limits: Limits) -> httpx.URL | tuple[bytes, str]:
    """Where a page leads on to, or its bytes and extension."""
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    timeout = dict.fromkeys(("connect", "read", "write", "pool"), limits.silence)
    headers = [("Host", url.netloc.decode("ascii")), *_HEADERS]
    try:
        with pool.stream("GET", target, headers=headers, extensions={"timeout": timeout}) as response:
            replied = httpx.Headers(response.headers)
            if response.status in _REDIRECTS and "location" in replied:
                return _next(url, replied["location"])
            _refuse_status(url, response.status)
            return _read(response, replied, url, limits)
    except _FAILURES as error:
        raise SiteUnavailable(
            f"{url} could not be fetched: {_why(error)} Nothing was changed; try again later."
        ) from error


def _next(url: httpx.URL, location: str) -> httpx.URL:
    try:
        return plain_address(str(url.join(location)))
    except httpx.InvalidURL:
        raise PageRefused(f"{url} leads on to something that is no address. Check it in your browser.") from None


def _refuse_status(url: httpx.URL, status: int) -> None:
    if status == httpx.codes.OK:
        return
    if status in _AGAIN_LATER or status >= 500:
        raise SiteUnavailable(f"{url} is not to be had just now (status {status}). Try again later.")
    if status in (401, 402, 403, 407):
        raise PageRefused(
            f"{url} is not given out to programs, or wants a login (status {status}). Open it in your browser, save "
            "the page, and add the file."
        )
    raise PageRefused(f"There is no page at {url} (status {status}). Check the address in your browser.")


def _read(response: httpcore.Response, headers: httpx.Headers, url: httpx.URL, limits: Limits) -> tuple[bytes, str]:
    kind = headers.get("content-type", "")
    try:
        suffix = suffix_of(kind, url.path)
        too_much = PageRefused(_TOO_MUCH.format(megabytes=limits.size / 1e6))
        stated = headers.get("content-length", "")
        if stated.isdigit() and int(stated) > limits.size:
            raise too_much
        data = bytearray()
        for piece in unpacked(response.iter_stream(), headers.get("content-encoding", ""), limits.size):
            data += piece
            if len(data) > limits.size:
                raise too_much
    except PageRefused as error:
        raise PageRefused(f"{url}: {error}") from None
    return in_utf8(bytes(data), kind), suffix


def _why(error: Exception) -> str:
    if isinstance(error, httpcore.TimeoutException):
        return "it took too long."
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return "its certificate is not valid, so it may not be the site that it says it is."
    return "the connection failed or broke off."
