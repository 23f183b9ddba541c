from __future__ import annotations

import pytest

from assistant.errors import AddressRefused
from assistant.fetching import plain_address
from assistant.fetching.addresses import is_public


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 127.255.255.254 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1
    224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.9
    :: ::1 fe80::1 fe80::1%eth0 fc00::1 fd12:3456::1 fec0::1 ff02::1 2001:db8::1 ::ffff:127.0.0.1 ::ffff:93.184.215.14
    ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::10.0.0.1 64:ff9b:1::1 2002:7f00:1::1 2002:5db8:d70e::1
    2001:0:4136:e378:8000:63bf:3fff:fdd2 100::1 localhost
    192.88.99.1 168.63.129.16 192.0.0.192 192.0.0.9 192.31.196.1 192.52.193.1 192.175.48.1 3fff::1 3fff:fff::1 5f00::1
    2001:1::1 2001:20::1 2620:4f:8000::1 100:0:0:1::1 64:ff9b::168.63.129.16 64:ff9b::c058:6301""".split(),
)
def test_what_is_not_the_public_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "64:ff9b::93.184.215.14"])
def test_what_is(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("https://Example.org", "https://example.org/"),
        (" http://example.org:80/a?b=c#part ", "http://example.org/a?b=c"),
        ("HTTPS://example.org:443/", "https://example.org/"),
        ("https://bücher.example/Straße", "https://xn--bcher-kva.example/Stra%C3%9Fe"),
    ],
)
def test_one_page_has_one_address(given: str, plain: str) -> None:
    assert str(plain_address(given)) == plain


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://example.org/a", "https://"),
        ("file:///etc/passwd", "https://"),
        ("gopher://example.org", "https://"),
        ("https:///path", "https://"),
        ("https://user:secret@example.org/", "name or password"),
        ("https://user@example.org/", "name or password"),
        ("http://example.org:8080/", "port 8080"),
        ("http://example.org:22/", "port 22"),
        ("http://example.org:99999/", "port 99999"),
        ("http://[::1/", "not an address"),
        ("http://exam\nple.org/", "not an address"),
    ],
)
def test_what_is_not_called_whoever_it_is(address: str, why: str) -> None:
    with pytest.raises(AddressRefused, match=why) as refused:
        plain_address(address)
    assert "secret" not in str(refused.value)
