"""Which articles are trained on, which are for development, which are for reporting."""

from __future__ import annotations

import hashlib
from typing import Literal

Part = Literal["train", "dev", "test"]


def part_of(title: str) -> Part:
    """Where an article belongs: 50 % train, 20 % dev, 30 % test, by the SHA-256 of its title."""
    bucket = int(hashlib.sha256(title.encode()).hexdigest()[:8], 16) % 10
    return "train" if bucket < 5 else "dev" if bucket < 7 else "test"
