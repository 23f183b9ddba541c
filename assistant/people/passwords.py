"""Passwords and tokens as they are kept: never themselves, only what they come to.

A password is hashed with scrypt (RFC 7914), with a salt of its own; the parameters stand beside the hash, so that they
can be raised without making the old ones useless. A token has 256 random bits, so that one SHA-256 is enough for it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass

SHORTEST = 8  # characters
LONGEST = 1024  # characters
_KIND = "scrypt"
_MEMORY = 1 << 28  # bytes that a hash may take, whatever its parameters say


@dataclass(frozen=True, slots=True)
class Cost:
    """scrypt's n (a power of two), r and p. It takes 128 · n · r bytes: by default 32 MiB."""

    n: int = 1 << 15
    r: int = 8
    p: int = 3  # the OWASP Password Storage Cheat Sheet gives these three


COST = Cost()


def hash_password(password: str, cost: Cost = COST) -> str:
    """The password's hash with its salt and parameters, as one line of text."""
    salt = os.urandom(16)
    parts = [_KIND, str(cost.n), str(cost.r), str(cost.p), _text(salt), _text(_scrypt(password, salt, cost))]
    return "$".join(parts)


def is_password(password: str, kept: str) -> bool:
    """Whether a password is the one that ``kept`` was made from; comparing takes the same time for any."""
    kind, n, r, p, salt, digest = kept.split("$")
    if kind != _KIND:
        raise ValueError(f"unknown kind of hash {kind}")
    made = _scrypt(password, b64decode(salt, validate=True), Cost(int(n), int(r), int(p)))
    return hmac.compare_digest(made, b64decode(digest, validate=True))


def new_token() -> str:
    """A secret that opens as much as a password, for a program or a browser to keep."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _scrypt(password: str, salt: bytes, cost: Cost) -> bytes:
    # The same letters may be typed as different characters on two keyboards.
    typed = unicodedata.normalize("NFKC", password).encode()
    return hashlib.scrypt(typed, salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=_MEMORY, dklen=32)


def _text(data: bytes) -> str:
    return b64encode(data).decode()
