"""The quick part of the fuzzing, and every file that ever found something or was made to do harm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from assistant.errors import ReadingError
from assistant.reading.worker import Limits, ReadingWorker
from tests.fuzz.mutate import mutated
from tests.fuzz.trial import ROOT, samples, tried
from tests.reading import contract

HOSTILE = sorted((ROOT / "tests" / "fixtures" / "hostile").iterdir())
_FEW = 150


@pytest.fixture(scope="module")
def worker() -> Iterator[ReadingWorker]:
    made = ReadingWorker(Limits(seconds=4, memory=768 << 20))
    yield made
    made.close()


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.name)
def test_hostile_files_are_read_or_refused(path: Path, worker: ReadingWorker) -> None:
    """Loops and floods, which break the reader of PDFs, and finds of the fuzzer; the next file is read all the same."""
    for reads in (
        lambda data: contract.check(worker.read(data, path.name)),
        lambda data: worker.page_png(data, 1, 0.5),
    ):
        try:
            reads(path.read_bytes())
        except ReadingError as error:
            assert str(error)  # noqa: PT017  # either outcome is right
    assert worker.read(b"The next file.", "next.txt").text == "The next file."


def test_damaged_files_keep_the_laws(worker: ReadingWorker) -> None:
    """A few hundredths of what ``make fuzz`` does, the same ones every time."""
    files, random = samples(), Random(11)
    for _ in range(_FEW):
        name = random.choice(sorted(files))
        kin = [other for other in sorted(files) if Path(other).suffix == Path(name).suffix]
        data = mutated(files[name], files[random.choice(kin)], random)
        find = tried(worker, data, name, draws=random.random() < 0.3)
        assert find is None, f"{name}: {find}"
