"""``python -m tests.fuzz --minutes 60``: damage files for so long, and keep each that finds something, made small."""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from assistant.reading.worker import ReadingWorker
from tests.fuzz.mutate import mutated
from tests.fuzz.trial import LIMITS, ROOT, Find, samples, tried

_KEPT_OF_A_KIND = 3
_TRIES = 150  # to make a file smaller


def main() -> int:
    """Fuzz until the time is over; the exit status is 1 where something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--out", type=Path, default=ROOT / ".fuzz", help="where finds and the tally go")
    parsed = parser.parse_args()
    parsed.out.mkdir(parents=True, exist_ok=True)
    tally = Tally(parsed.out, parsed.seed)
    worker = ReadingWorker(LIMITS)
    try:
        _fuzz(worker, tally, time.monotonic() + parsed.minutes * 60)
    finally:
        worker.close()
        tally.write()
    return 1 if tally.finds else 0


class Tally:
    """What was run and found, written to ``tally.json`` beside the finds as it goes."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.seed, self.runs, self.finds = seed, Counter[str](), Counter[str]()
        self._folder, self._begun, self._started = folder, time.monotonic(), datetime.now(UTC)

    def keep(self, name: str, data: bytes, find: Find) -> None:
        """Save the file that found something, with what it found beside it."""
        stem = f"{Path(name).suffix.lstrip('.')}-{hashlib.sha256(data).hexdigest()[:10]}"
        (self._folder / f"{stem}{Path(name).suffix}").write_bytes(data)
        (self._folder / f"{stem}.found").write_text(f"{name}\n{find.what}\n{find.detail}\n", encoding="utf-8")

    def write(self) -> None:
        """Bring the file up to date."""
        told = {
            "begun": self._started.isoformat(timespec="seconds"),
            "minutes": round((time.monotonic() - self._begun) / 60, 1),
            "seed": self.seed,
            "executions": sum(self.runs.values()),
            "by format": dict(sorted(self.runs.items())),
            "finds": dict(self.finds),
        }
        (self._folder / "tally.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def _fuzz(worker: ReadingWorker, tally: Tally, until: float) -> None:
    files = samples()
    formats: dict[str, list[str]] = {}
    for name in files:
        formats.setdefault(Path(name).suffix, []).append(name)
    random = Random(tally.seed)
    while time.monotonic() < until:
        suffix = random.choice(sorted(formats))
        name, other = random.choice(formats[suffix]), random.choice(formats[suffix])
        data = mutated(files[name], files[other], random)
        find = tried(worker, data, name, draws=random.random() < 0.3)
        tally.runs[suffix.lstrip(".")] += 1
        if find:
            kind = f"{suffix}: {find.what}"
            tally.finds[kind] += 1
            if tally.finds[kind] <= _KEPT_OF_A_KIND:
                tally.keep(name, _smaller(worker, data, name, find), find)
        if find or sum(tally.runs.values()) % 200 == 0:
            tally.write()


def _smaller(worker: ReadingWorker, data: bytes, name: str, find: Find) -> bytes:
    """Parts left out while the same is still found, from halves down; slow finds are left as they are."""
    if find.what in ("took too much", "slow to split") or data.startswith(b"PK"):
        return data
    length, tries = len(data) // 2, 0
    while length and tries < _TRIES:
        start = 0
        while start < len(data) and tries < _TRIES:
            shorter, tries = data[:start] + data[start + length :], tries + 1
            again = tried(worker, shorter, name, draws=True)
            if again and again.what == find.what:
                data = shorter
            else:
                start += length
        length //= 2
    return data


if __name__ == "__main__":
    raise SystemExit(main())
