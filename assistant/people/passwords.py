"""Passwords and tokens as they are kept: never themselves, only what they come to.

A password is hashed with Argon2id (RFC 9106), with a salt of its own; the parameters are kept with the hash. Hashes
that earlier versions made with scrypt are accepted. A token has 256 random bits, so that one SHA-256 is enough for it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from base64 import b64decode

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

SHORTEST = 8  # characters
LONGEST = 1024  # characters
HASHER = PasswordHasher()  # 64 MiB; the parameters are those of RFC 9106 where memory is scarce
_OLD = "scrypt$"
_OLD_MEMORY = 1 << 28  # bytes that a hash may take, whatever its parameters say


def hash_password(password: str, hasher: PasswordHasher = HASHER) -> str:
    """The password's hash with its salt and parameters, as one line of text."""
    return hasher.hash(_typed(password))


def is_password(password: str, kept: str) -> bool:
    """Whether a password is the one that ``kept`` was made from. Raises ValueError where ``kept`` is no hash."""
    if kept.startswith(_OLD):
        return _is_old_password(password, kept)
    try:
        return HASHER.verify(kept, _typed(password))
    except VerificationError:
        return False


def is_outdated(kept: str) -> bool:
    """Whether a hash is of a kind that is not made any more."""
    return kept.startswith(_OLD)


def new_token() -> str:
    """A secret that opens as much as a password, for a program or a browser to keep."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _is_old_password(password: str, kept: str) -> bool:
    _, n, r, p, salt, digest = kept.split("$")
    made = hashlib.scrypt(
        _typed(password), salt=b64decode(salt), n=int(n), r=int(r), p=int(p), maxmem=_OLD_MEMORY, dklen=32
    )
    return hmac.compare_digest(made, b64decode(digest))


def _typed(password: str) -> bytes:
    """The same letters may be typed as different characters on two keyboards."""
    return unicodedata.normalize("NFKC", password).encode()
