"""Watched folders and web pages through the real parts: on their own, and while the chat holds the home."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.local import LocalAssistant
from assistant.settings import Settings
from assistant.watching import KeptFolders
from tests.e2e.test_cli import document, footnote
from tests.web import Reply, served

PATIENCE = 60  # seconds until a test that hangs fails


@contextmanager
def watching(*folders: Path, home: Path) -> Iterator[subprocess.Popen[str]]:
    """``footnote watch``, running."""
    command = [sys.executable, "-m", "assistant.cli", "watch", *map(str, folders), "--home", str(home), "--json"]
    # A background job ignores Ctrl+C, and what it starts inherits that; but nothing inherits a handler.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        [*command, "--interval", "0.05"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as process:
        signal.signal(signal.SIGINT, before)
        try:
            yield process
        finally:
            process.kill()


def hear(process: subprocess.Popen[str], words: str) -> None:
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if words in line:
            return
    raise AssertionError(said)


def test_a_folder_is_followed_until_the_command_is_stopped(tmp_path: Path, documents: Path) -> None:
    home = tmp_path / "home"
    with watching(documents, home=home) as process:
        hear(process, "in step, 2 files")
        (documents / "bakery.md").rename(documents / "loaves.md")
        hear(process, "bakery.md: renamed to loaves.md")
        (documents / "ferry.md").unlink()
        hear(process, "ferry.md: removed")
        # The home is free while nothing happens, for other commands and for the chat.
        hear(process, "in step, 1 file")
        other = LocalAssistant(Settings(home=home))
        assert [source.name for source in other.sources()] == ["loaves.md"]
        other.close()
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert json.loads(out) == {"added": 2, "removed": 1, "renamed": 1, "failed": 0}


def test_the_list_of_watched_folders(tmp_path: Path, documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"

    def watch(*arguments: str) -> tuple[int, str, str]:
        status = main(["watch", *arguments, "--home", str(home)])
        return status, *capsys.readouterr()

    assert watch("--list", "--json") == (0, "[]\n", "")
    KeptFolders(home).keep(documents)
    assert watch("--list") == (0, f"{documents}\n", "")
    assert json.loads(watch("--list", "--json")[1]) == [str(documents)]
    assert json.loads(watch("--stop", str(documents), "--json")[1]) == {"stopped": [str(documents)]}
    for arguments in (["--stop", str(documents)], [], [str(tmp_path / "nowhere")]):
        status, out, err = watch(*arguments)
        assert (status, out) == (2, "")
        assert "watch" in err or "no folder at" in err


def test_while_the_chat_runs_the_chat_does_the_work(
    running_chat: Path, assistant: LocalAssistant, tmp_path: Path
) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "lamp.txt").write_text("The lighthouse keeper of Skarholm retired in 1974.")
    (more / "bad.pdf").write_bytes(b"%PDF-1.7 nothing more")
    with watching(more, home=running_chat) as process:
        hear(process, "bad.pdf: failed")
        hear(process, "lamp.txt: added")
        assert "lamp.txt" in [source.name for source in assistant.sources()]
        (more / "lamp.txt").unlink()
        hear(process, "lamp.txt: removed")
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert json.loads(out) == {"added": 1, "removed": 1, "renamed": 0, "failed": 1}
    assert "lamp.txt" not in [source.name for source in assistant.sources()]


def soon(test: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not test():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_watched_folder_is_watched_again_after_a_restart(tmp_path: Path, documents: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    first = LocalAssistant(settings)
    first.watch(documents)
    soon(lambda: [each.state for each in first.watched()] == ["in step"])
    first.remove(["ferry.md"])
    first.close()
    (documents / "bakery.md").unlink()
    second = LocalAssistant(settings)
    second.watch_kept()
    soon(lambda: [each.state for each in second.watched()] == ["in step"])
    assert second.sources() == []  # one was removed by hand, and the other's file is gone
    second.unwatch(documents)
    assert second.watched() == []
    second.close()


def test_a_page_is_asked_about_like_a_file(tmp_path: Path) -> None:
    with served() as invented:
        invented.replies["site.example/clock"] = Reply()
        assistant = LocalAssistant(Settings(home=tmp_path / "home"), invented.web)
        events = list(assistant.add(["http://site.example/clock", tmp_path / "nowhere.txt"]))
        assert [type(event).__name__ for event in events if type(event).__name__ != "Progress"] == ["Failed", "Added"]
        answer = assistant.answer("Who made the harbour clock?")
        assert answer.short_answer == "Ida Brandt"
        [citation, *_] = answer.sentences[0].citations
        assert citation.source == "http://site.example/clock"
        assistant.close()


def test_an_address_goes_through_a_running_chat_whole(running_chat: Path) -> None:
    for home in (running_chat, running_chat / "other"):
        ran = footnote("ingest", "http://127.0.0.1/a//b", "file:///etc/passwd", "--json", home=home, status=2)
        [private, no_page] = document(ran)["failed"]
        assert private["name"] == "http://127.0.0.1/a//b"
        assert "private network" in private["reason"]
        assert "https://" in no_page["reason"]
