"""``python -m tests.attack``: attack a chat on this machine and say what held; 1 where something did not."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.attack.attacks import attack
from tests.attack.site import started
from tests.serving import built
from tests.ui.pretend import PretendAssistant
from tests.ui.site import Site


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    parser.add_argument("--questions", type=int, default=300, help="how many are asked (default: 300)")
    parsed = parser.parse_args()
    with TemporaryDirectory(prefix="footnote-attack-") as folder:
        other = Path(folder) / "other"
        other.mkdir()
        app = built(PretendAssistant(), login=Site.made(other).login)  # for its list of routes
        with started(Path(folder)) as target:
            attack(target, app, _say, parsed.questions)
    held = "everything held" if not target.faults else f"{len(target.faults)} faults"
    _say(f"{datetime.now(UTC):%Y-%m-%d}: {held}.")
    for fault in target.faults:
        _say(fault)
    return 1 if target.faults else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
