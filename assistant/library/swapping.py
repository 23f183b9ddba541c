"""The last part of a restore: what was prepared takes the place of the library in the home.

A restore is prepared in ``restoring/`` and decided by one rename, to ``restored/``. Before that the home is as it was.
After it the library is swapped, in steps that can be begun again after each, so that the next process to open the home
finishes a restore that was broken off.
"""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from assistant.library.archive import library_of
from assistant.library.aside import place_aside
from assistant.library.lock import WriteLock, writable

PREPARED, DECIDED = "restoring", "restored"
NEW = "new"  # the folder in them that holds the library as it is to be
_log = logging.getLogger(__name__)


def finish_restore(home: Path) -> None:
    """Finish a restore that was broken off after it was decided, undo one that was not, and say so."""
    prepared, decided = home / PREPARED, home / DECIDED
    if not (prepared.exists() or decided.exists()):
        return
    with writable(home), WriteLock(home).held():
        if prepared.exists():
            shutil.rmtree(prepared)
            _log.warning("A restore was broken off before it changed anything. Run `footnote restore` again.")
        if decided.exists():
            swap(home)
            _log.warning(
                "A restore was broken off, and is finished now. Run `footnote doctor --mend`, which makes its vectors. "
                "What was in the home before is in aside/."
            )


def swap(home: Path) -> None:
    """Set the library in the home aside, and put the one that is decided in its place."""
    decided = home / DECIDED
    new, before, clearing = decided / NEW, decided / "before", decided / "clearing"
    if new.exists() and not before.exists():
        clearing.mkdir(exist_ok=True)
        for path in library_of(home):
            path.rename(clearing / path.name)
        clearing.rename(before)
    if new.exists():
        for path in sorted(new.iterdir()):
            path.rename(home / path.name)
        new.rmdir()
    if before.exists() and any(before.iterdir()):
        before.rename(place_aside(home, "before-restore"))
    shutil.rmtree(decided)
