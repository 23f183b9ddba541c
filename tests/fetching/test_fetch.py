"""Fetching from invented sites: what may not be called is not, and what is sent is never more than a document."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from dataclasses import replace

import httpcore
import pytest

from assistant.errors import AddressRefused, PageRefused, SiteUnavailable
from assistant.fetching import Limits, fetch
from assistant.fetching.kinds import unpacked
from tests.web import ARTICLE, PUBLIC, InventedWeb, Reply, leads_to, served


@pytest.fixture(scope="module")
def shared() -> Iterator[InventedWeb]:
    with served() as invented:
        yield invented


@pytest.fixture
def web(shared: InventedWeb) -> InventedWeb:
    """The web with one page, as nobody has called it yet."""
    for kept in (shared.replies, shared.names, shared.looked_up, shared.connected, shared.asked):
        kept.clear()
    shared.clock = lambda: 0.0
    shared.replies["site.example/clock"] = Reply()
    return shared


def test_a_page_comes_as_it_is(web: InventedWeb) -> None:
    page = fetch("http://Site.example/clock#top", web.web)
    assert (page.address, page.suffix, page.data) == ("http://site.example/clock", ".html", ARTICLE.encode())
    assert web.connected == [(PUBLIC, 80)]
    [(host, path, headers)] = web.asked
    assert (host, path) == ("site.example", "/clock")
    assert headers["User-Agent"].startswith("Footnote/")


@pytest.mark.parametrize(
    "host",
    """127.0.0.1 10.0.0.1 192.168.0.1 169.254.169.254 0.0.0.0 0 127.1 2130706433 0x7f.1 0x7f000001 0177.0.0.1
    017700000001 [::1] [::] [fe80::1] [fc00::1] [::ffff:127.0.0.1] [::ffff:7f00:1] [64:ff9b::7f00:1] [ff02::1]
    １２７.０.０.１ localhost""".split(),
)
def test_a_private_address_is_refused_however_it_is_written(web: InventedWeb, host: str) -> None:
    with pytest.raises(AddressRefused):
        fetch(f"http://{host}/clock", web.web)
    assert web.connected == []


@pytest.mark.parametrize("answers", [["127.0.0.1"], [PUBLIC, "10.0.0.1"], ["::1"], ["fd00::1", PUBLIC], ["0.0.0.0"]])
def test_a_name_that_leads_to_a_private_address_is_refused(web: InventedWeb, answers: list[str]) -> None:
    web.names["site.example"] = [answers]
    with pytest.raises(AddressRefused, match=r"site\.example \("):
        fetch("http://site.example/clock", web.web)
    assert web.connected == []


def test_a_name_is_looked_up_once_and_what_was_checked_is_called(web: InventedWeb) -> None:
    web.names["site.example"] = [[PUBLIC], ["127.0.0.1"]]
    assert fetch("http://site.example/clock", web.web).suffix == ".html"
    assert web.looked_up == ["site.example"]
    assert web.connected == [(PUBLIC, 80)]


def test_a_name_that_turns_private_is_refused_at_the_next_call(web: InventedWeb) -> None:
    web.names["site.example"] = [[PUBLIC], ["127.0.0.1"]]
    web.replies["site.example/old"] = leads_to("/clock")
    with pytest.raises(AddressRefused):
        fetch("http://site.example/old", web.web)
    assert web.connected == [(PUBLIC, 80)]


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1/clock",
        "//127.0.0.1/clock",
        "http://2130706433/",
        "http://[::1]/",
        "http://inside.example/clock",
        "http://site.example:8080/",
        "http://name:word@site.example/clock",
        "file:///etc/passwd",
        "ftp://site.example/clock",
    ],
)
@pytest.mark.parametrize("status", [301, 307])
def test_a_redirect_is_checked_like_the_first_address(web: InventedWeb, to: str, status: int) -> None:
    web.names["inside.example"] = [["192.168.1.1"]]
    web.replies["site.example/old"] = leads_to(to, status)
    with pytest.raises(AddressRefused):
        fetch("http://site.example/old", web.web)
    assert web.connected == [(PUBLIC, 80)]
    assert [path for _, path, _ in web.asked] == ["/old"]


def test_a_redirect_is_followed_under_the_address_that_was_asked_for(web: InventedWeb) -> None:
    web.replies["site.example/old"] = leads_to("http://other.example/new")
    web.replies["other.example/new"] = Reply(b"Ebb at six.", "text/plain")
    page = fetch("http://site.example/old", web.web)
    assert (page.address, page.data, page.suffix) == ("http://site.example/old", b"Ebb at six.", ".txt")


def test_redirects_without_an_end_are_given_up(web: InventedWeb) -> None:
    web.replies["site.example/round"] = leads_to("/round")
    with pytest.raises(PageRefused, match="leads on and on"):
        fetch("http://site.example/round", web.web)
    assert len(web.asked) == Limits().redirects + 1


def test_cookies_are_not_sent_back(web: InventedWeb) -> None:
    web.replies["site.example/old"] = leads_to("/clock")
    web.replies["site.example/old"].headers["Set-Cookie"] = "who=you"
    fetch("http://site.example/old", web.web)
    assert not [headers for _, _, headers in web.asked if "Cookie" in headers]


def test_proxies_of_the_environment_are_not_used(web: InventedWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://proxy.example:3128")
    fetch("http://site.example/clock", web.web)
    assert web.connected == [(PUBLIC, 80)]
    with pytest.raises(AddressRefused):
        fetch("http://127.0.0.1/clock", web.web)


def test_the_next_address_is_tried_when_one_is_down(web: InventedWeb) -> None:
    web.names["site.example"] = [["192.0.32.8", PUBLIC]]
    assert fetch("http://site.example/clock", web.web).suffix == ".html"
    assert [address for address, _ in web.connected] == ["192.0.32.8", PUBLIC]


@pytest.mark.parametrize("stated", [True, False])
def test_what_is_too_large_is_not_taken(web: InventedWeb, stated: bool) -> None:
    web.replies["site.example/big"] = Reply(b"x" * 5000, "text/plain", says_size=stated)
    with pytest.raises(PageRefused, match="larger than"):
        fetch("http://site.example/big", web.web, Limits(size=4000))


def test_what_unpacks_to_too_much_is_not_unpacked(web: InventedWeb) -> None:
    bomb = gzip.compress(b"\0" * 5_000_000)
    web.replies["site.example/bomb"] = Reply(bomb, "text/plain", headers={"Content-Encoding": "gzip"})
    with pytest.raises(PageRefused, match="larger than"):
        fetch("http://site.example/bomb", web.web, Limits(size=4000))
    assert len(next(unpacked([bomb], "gzip", 4000))) == 4001


def test_a_packed_page_is_unpacked(web: InventedWeb) -> None:
    packed = {"Content-Encoding": "gzip"}
    web.replies["site.example/clock"] = Reply(gzip.compress(ARTICLE.encode()), headers=packed)
    assert fetch("http://site.example/clock", web.web).data == ARTICLE.encode()
    web.replies["site.example/clock"] = Reply(gzip.compress(ARTICLE.encode())[:-20], headers=packed)
    with pytest.raises(SiteUnavailable, match="broke off"):
        fetch("http://site.example/clock", web.web)


def test_a_page_that_drips_is_given_up_at_the_deadline(web: InventedWeb) -> None:
    now = iter(range(0, 10_000, 20))
    web.clock = lambda: float(next(now))  # every look at the clock finds it 20 s on
    with pytest.raises(SiteUnavailable, match="took too long"):
        fetch("http://site.example/clock", web.web)


@pytest.mark.parametrize(
    ("kind", "path", "suffix"),
    [
        ("text/html", "/a.php", ".html"),
        ("application/xhtml+xml", "/a", ".html"),
        ("application/pdf", "/a", ".pdf"),
        ("text/plain", "/readme.md", ".md"),
        ("text/csv; header=present", "/a", ".csv"),
        ("application/octet-stream", "/report.PDF", ".pdf"),
    ],
)
def test_the_kind_that_the_site_states_is_the_kind_it_is(web: InventedWeb, kind: str, path: str, suffix: str) -> None:
    web.replies[f"site.example{path}"] = Reply(b"data", kind)
    assert fetch(f"http://site.example{path}", web.web).suffix == suffix


@pytest.mark.parametrize("kind", ["image/png", "application/zip", "application/octet-stream", "video/mp4", ""])
def test_other_kinds_are_refused_with_what_to_do(web: InventedWeb, kind: str) -> None:
    web.replies["site.example/a"] = Reply(b"data", kind)
    with pytest.raises(PageRefused, match="download anything else"):
        fetch("http://site.example/a", web.web)


def test_a_stated_encoding_is_kept_with_the_text(web: InventedWeb) -> None:
    web.replies["site.example/a"] = Reply("Прилив в шесть".encode("cp1251"), "text/plain; charset=windows-1251")
    assert fetch("http://site.example/a", web.web).data.decode("utf-8-sig") == "Прилив в шесть"
    web.replies["site.example/a"] = Reply(b"Ebb", "text/plain; charset=hex")
    assert fetch("http://site.example/a", web.web).data == b"Ebb"


@pytest.mark.parametrize(
    ("status", "error", "says"),
    [
        (404, PageRefused, "no page"),
        (403, PageRefused, "save the page"),
        (204, PageRefused, "no page"),
        (304, PageRefused, "no page"),
        (429, SiteUnavailable, "later"),
        (503, SiteUnavailable, "later"),
    ],
)
def test_a_status_says_what_to_do(web: InventedWeb, status: int, error: type[Exception], says: str) -> None:
    web.replies["site.example/a"] = Reply(b"", "text/html", status)
    with pytest.raises(error, match=says):
        fetch("http://site.example/a", web.web)


def test_a_name_that_nobody_knows(web: InventedWeb) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(SiteUnavailable, match=r"No site called nowhere\.invalid"):
        fetch("http://nowhere.invalid/", replace(web.web, look_up=unknown))


def test_a_site_that_is_down(web: InventedWeb) -> None:
    web.names["site.example"] = [["192.0.32.8"]]
    with pytest.raises(SiteUnavailable, match="try again later"):
        fetch("http://site.example/clock", web.web)


def test_https_is_asked_for_under_the_sites_own_name(web: InventedWeb) -> None:
    names: list[str | None] = []

    class Listening(httpcore.MockStream):
        def start_tls(self, ssl_context, server_hostname=None, timeout=None):  # type: ignore[no-untyped-def]
            assert ssl_context.check_hostname
            names.append(server_hostname)
            return self

    class Backend(httpcore.NetworkBackend):
        def connect_tcp(self, host, port, *args, **options):  # type: ignore[no-untyped-def]
            web.connected.append((host, port))
            body = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nEbb"
            return Listening([body])

    assert fetch("https://site.example/", replace(web.web, backend=Backend())).data == b"Ebb"
    assert (web.connected, names) == ([(PUBLIC, 443)], ["site.example"])
