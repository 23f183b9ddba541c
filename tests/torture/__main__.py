"""``python -m tests.torture``: kill Footnote many times and see that nothing is lost; 1 where something is."""

from __future__ import annotations

import argparse
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.torture.driver import Outcome, torture


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--rounds", type=int, default=300, help="how many processes are killed (default: 300)")
    parser.add_argument("--seed", type=int, default=1, help="what chance starts from (default: 1)")
    parser.add_argument("--chat", action="store_true", help="kill the whole chat, with the embedded model")
    parser.add_argument("--keep", type=Path, help="where homes in which something was wrong are kept")
    parsed = parser.parse_args()
    with TemporaryDirectory(prefix="footnote-torture-") as folder:
        root = Path(folder) / "root"
        outcome = torture(root, parsed.rounds, parsed.seed, parsed.chat, _tell)
        if outcome.wrong and parsed.keep:
            shutil.copytree(root, parsed.keep)
    sys.stdout.write("\n".join([*_lines(outcome), ""]))
    return 1 if outcome.wrong or outcome.rounds < parsed.rounds else 0


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _lines(outcome: Outcome) -> list[str]:
    kills = ", ".join(f"{count} {kind}" for kind, count in sorted(outcome.kills.items()))
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    held = "nothing was lost" if not outcome.wrong else f"{len(outcome.wrong)} things were wrong"
    return [
        f"{day}: {outcome.rounds} rounds, seed {outcome.seed}, {outcome.seconds:.0f} s; {kills}; "
        f"{outcome.mended} restarts needed `footnote doctor --mend`; {held}.",
        *outcome.wrong,
    ]


if __name__ == "__main__":
    sys.exit(main())
