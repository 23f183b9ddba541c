"""What a system can do to a library: no room, no rights, a clock that jumps, others in one home. Nothing is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.feedback import keep_feedback
from assistant.library.catalog import Catalog
from assistant.settings import Settings
from tests.library.homes import TEXTS, examined, fill, holds, judgement, opened, take_in

pytestmark = pytest.mark.heavy
ROOT = Path(__file__).parents[2]
# Little text in a large file: its copy is what does not fit.
LARGE = f"<html><!-- {'x' * 3_000_000} --><body><p>The winter was long, and the harbour froze.</p></body></html>"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "home")
    fill(settings, tmp_path / "papers")
    return settings


def child(settings: Settings, papers: Path, most: int | None = None) -> list[str]:
    """What a process says went wrong when it takes ``papers`` in; no traceback is among it."""
    program = [sys.executable, "-m", "tests.library.child", str(settings.home), str(papers)]
    ran = subprocess.run(
        [*program, *([str(most)] if most else [])], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    reasons: list[str] = json.loads(ran.stdout)
    return reasons


def more(folder: Path) -> Path:
    folder.mkdir()
    (folder / "harbour.html").write_text(LARGE)
    return folder


@pytest.mark.parametrize("most", [4_000, 100_000, 1_000_000])
def test_no_file_can_grow(settings: Settings, tmp_path: Path, most: int) -> None:
    [reason] = child(settings, more(tmp_path / "more"), most)
    assert "room" in reason or "disk is not full" in reason
    holds(settings, *TEXTS)
    assert examined(settings) == []


@pytest.mark.parametrize("left", [0, 40_000, 1_000_000])
def test_a_full_disk(tmp_path: Path, left: int) -> None:
    (tmp_path / "disk").mkdir()
    # A disk of the child's own, which goes with it.
    program = [sys.executable, "-m", "tests.library.full_disk", *map(str, (tmp_path, more(tmp_path / "more"), left))]
    small = 'mount -t tmpfs -o size=6m tmpfs "$0" || exit 77; exec "$@"'
    ran = subprocess.run(
        ["unshare", "--mount", "sh", "-c", small, str(tmp_path / "disk"), *program],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if ran.returncode == 77 or "unshare" in ran.stderr:
        pytest.skip("no right to mount a small disk; test_no_file_can_grow stands in for it")
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    said = json.loads(ran.stdout)
    assert len(said["reasons"]) == 1
    assert "room" in said["reasons"][0] or "disk is not full" in said["reasons"][0]
    assert "Make room" in said["judgement"]


@pytest.mark.parametrize("part", [".", "files", "chroma", "words", "catalog.sqlite"])
def test_no_right_to_write(settings: Settings, tmp_path: Path, part: str) -> None:
    there = settings.home / part
    within = [there, *(there.rglob("*") if part in ("chroma", "words") else ())]
    modes = {path: path.stat().st_mode for path in within}
    for path in within:
        path.chmod(0o500 if path.is_dir() else 0o400)
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "late.txt").write_text("The tide turned late.")
    reasons = child(settings, tmp_path / "more")
    for path, mode in modes.items():
        path.chmod(mode)
    assert len(reasons) == 1
    assert "written" in reasons[0]
    holds(settings, *TEXTS)
    assert examined(settings) == []


def test_a_home_that_may_not_be_entered(settings: Settings, tmp_path: Path) -> None:
    settings.home.chmod(0)
    [reason] = child(settings, tmp_path / "papers")
    settings.home.chmod(0o700)
    assert "--home" in reason
    holds(settings, *TEXTS)


@pytest.mark.parametrize("year", [1971, 2090])
def test_a_clock_that_jumps(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, year: int) -> None:
    paper = tmp_path / "papers" / "mars.txt"
    then = datetime(year, 1, 2, tzinfo=UTC)

    class Clock:
        @staticmethod
        def now(_: object) -> datetime:
            return then

    with opened(settings) as library:
        monkeypatch.setattr("assistant.ingest.datetime", Clock)
        paper.write_text(TEXTS["mars.txt"].replace("2021", "1021"))  # of the same length
        os.utime(paper, (then.timestamp(), then.timestamp()))
        take_in(library, paper)
        source = library.source("mars.txt")
        assert (source.added, library.text(source.id)[-20:]) == (then, TEXTS["mars.txt"][-20:])
        assert "1021" in library.text(source.id)
        monkeypatch.undo()
        paper.write_text(TEXTS["mars.txt"])  # the clock is right again
        take_in(library, paper)
    holds(settings, *TEXTS)
    assert examined(settings) == []


def test_many_make_one_home_at_once(tmp_path: Path) -> None:
    for number in range(40):  # SQLite let one fail about every fifteenth time
        path, catalogs = tmp_path / f"{number}.sqlite", list[Catalog]()
        makers = [threading.Thread(target=lambda: catalogs.append(Catalog(path))) for _ in range(8)]  # noqa: B023
        for maker in makers:
            maker.start()
        for maker in makers:
            maker.join()
        assert len(catalogs) == 8
        for catalog in catalogs:
            assert catalog.meta("schema") == "1"
            catalog.close()


def test_a_judgement_after_one_that_was_cut_short_is_whole(tmp_path: Path) -> None:
    (tmp_path / "feedback.jsonl").write_text('{"rating": "go')
    keep_feedback(tmp_path, judgement())
    keep_feedback(tmp_path, judgement())
    cut, *whole = (tmp_path / "feedback.jsonl").read_text().splitlines()
    assert cut == '{"rating": "go'
    assert [json.loads(line)["rating"] for line in whole] == ["good", "good"]
