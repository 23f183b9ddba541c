"""Bounds that the system sets to the process that reads files; ``seal`` refuses more, on Linux."""

from __future__ import annotations

import sys


def limit_memory(most: int) -> None:
    """Bound the address space of this process, in bytes, where the system can: Linux does, macOS and Windows do not."""
    if sys.platform == "win32":
        return
    import resource

    for limit in (resource.RLIMIT_AS, resource.RLIMIT_DATA):
        try:
            resource.setrlimit(limit, (most, most))
        except (ValueError, OSError):  # macOS takes no bound on what is mapped; a lower bound may be set already
            continue


def limit_writing() -> None:
    """From now on this process writes no file and leaves no image of its memory behind."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
