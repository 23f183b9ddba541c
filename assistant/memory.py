"""What the process keeps of the memory that it has freed."""

from __future__ import annotations

import ctypes
import os

_ARENAS = 2  # docs/decisions/0015-what-was-wasteful.md has the figures
_M_ARENA_MAX = -8  # of glibc's malloc.h
_OWN = ("MALLOC_ARENA_MAX", "GLIBC_TUNABLES")


def share_arenas() -> None:
    """Let all threads allocate from two arenas; glibc would make eight for each core, and each keeps what it frees.

    Threads that have an arena keep it, so call this first. Nothing happens without glibc, or where the environment
    says how it is to allocate.
    """
    if any(name in os.environ for name in _OWN):
        return
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # TypeError: Windows has no library of the process itself
        return
    mallopt(_M_ARENA_MAX, _ARENAS)
