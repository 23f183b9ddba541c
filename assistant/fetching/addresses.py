"""Which addresses may be called: of the public web, by http or https, with no name and password in them."""

from __future__ import annotations

import ipaddress

import httpx

from assistant.errors import AddressRefused

_SCHEMES = ("http", "https")
_PORTS = (None, 80, 443)  # None: the scheme's own
# These carry an IPv4 address inside, and whoever forwards them may take them to it.
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # NAT64, RFC 6052
# Python counts these as public, at least some versions do, though no public web page is there.
_RESERVED = tuple(
    ipaddress.ip_network(each)
    for each in (
        "192.88.99.0/24",  # relays from IPv6 to IPv4, given up by RFC 7526
        "168.63.129.16/32",  # the host of a virtual machine at Azure
        "192.0.0.0/24",  # protocol assignments; Oracle's cloud has its metadata there
        "192.31.196.0/24",  # AS112, RFC 7535
        "192.52.193.0/24",  # multicast tunnels, RFC 7450
        "192.175.48.0/24",  # AS112, RFC 7534
        "100:0:0:1::/64",  # dummy prefix, RFC 9780
        "2001::/23",  # protocol assignments, Teredo among them
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation, RFC 9637
        "5f00::/16",  # segment routing, RFC 9602
    )
)
_INSTEAD = "Save the page in your browser and add the file."


def plain_address(address: str) -> httpx.URL:
    """An address in the one form by which the library knows it: no fragment, no default port, ASCII host.

    Raises AddressRefused where it is not one that may be called, whatever its host resolves to.
    """
    try:
        url = httpx.URL(address.strip())
        url = url.copy_with(raw_path=url.raw_path, fragment=None)  # a bare host gets its slash
    except httpx.InvalidURL as error:
        raise AddressRefused(f"{address} is not an address of the web ({error}). Check it and try again.") from None
    if url.scheme not in _SCHEMES or not url.host:
        raise AddressRefused(f"{address} is not an address that Footnote fetches. Use one that begins with https://.")
    if url.userinfo:
        raise AddressRefused("An address with a name or password in it is not fetched, for it is kept and shown. "
                             f"{_INSTEAD}")  # fmt: skip
    if url.port not in _PORTS:
        raise AddressRefused(f"{address} asks for port {url.port}, and only 80 and 443 are called. {_INSTEAD}")
    return url


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet: not this machine, its network, or a reserved range."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if any(ip in network for network in _RESERVED):
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _TRANSLATED:
            return is_public(str(ipaddress.IPv4Address(ip.packed[-4:])))
        # A mapped address is asked about as the IPv4 address inside from Python 3.13 on, and as reserved before.
        if ip.ipv4_mapped or ip in _SIX_TO_FOUR or ip.is_site_local or ip.scope_id:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local)


def refuse_private(host: str, addresses: list[str]) -> None:
    """Raise AddressRefused unless every address of a host is public: one that is not could be the one called."""
    for address in addresses:
        if not is_public(address):
            shown = host if host == address else f"{host} ({address})"
            raise AddressRefused(
                f"{shown} is on this machine or a private network, and Footnote fetches from the public web only. "
                f"{_INSTEAD}"
            )
