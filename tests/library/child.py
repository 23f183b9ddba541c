"""A process that opens a home and takes files in, under a limit of the system's; it prints what happened, as JSON.

python -m tests.library.child HOME PAPERS [BYTES]: no file may grow beyond BYTES. Rights bind it, also as root.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import sys
from pathlib import Path

from assistant.errors import FootnoteError
from assistant.events import Failed
from assistant.settings import Settings
from tests.library.homes import opened, take_in

_DROP, _OVERRIDE = 24, 1  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE: see prctl(2) and capabilities(7)


def without_override() -> None:
    """Start again as a root whom the rights of files bind as they bind others."""
    if os.geteuid() == 0 and "BOUND" not in os.environ:
        ctypes.CDLL(None).prctl(_DROP, _OVERRIDE, 0, 0, 0)
        os.execve(sys.executable, sys.orig_argv, {**os.environ, "BOUND": "1"})


def take(settings: Settings, papers: str) -> list[str]:
    """Take papers in, and give what went wrong."""
    try:
        with opened(settings) as library:
            return [event.reason for event in take_in(library, Path(papers)) if isinstance(event, Failed)]
    except FootnoteError as error:
        return [str(error)]


def main(home: str, papers: str, most: str = "") -> list[str]:
    if most:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
    return take(Settings(home=Path(home)), papers)


if __name__ == "__main__":
    without_override()
    sys.stdout.write(json.dumps(main(*sys.argv[1:])))
