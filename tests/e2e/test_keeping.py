"""`footnote doctor`, `backup` and `restore`: on a home that nobody holds, and while the chat runs."""

from __future__ import annotations

import os
from pathlib import Path

from assistant.local import LocalAssistant
from tests.e2e.test_cli import document, footnote


def test_a_damaged_home_is_found_mended_backed_up_and_restored(tmp_path: Path, documents: Path) -> None:
    home, other, file = tmp_path / "home", tmp_path / "other", tmp_path / "backup.zip"
    footnote("ingest", str(documents), home=home)
    assert footnote("doctor", home=home).stdout == "All is well.\n"
    os.truncate(home / "chroma" / "chroma.sqlite3", 9000)
    refused = footnote("ask", "When did the bakery open?", home=home, status=2).stderr
    assert "footnote doctor --mend" in refused
    assert "Traceback" not in refused
    found = document(footnote("doctor", "--json", home=home, status=1))
    assert [problem["check"] for problem in found["left"]] == ["chroma"]
    mended = document(footnote("doctor", "--mend", "--json", home=home))
    assert (len(mended["problems"]), mended["left"]) == (1, [])
    made = document(footnote("backup", str(file), "--json", home=home))
    assert (made["sources"], made["bytes"]) == (2, file.stat().st_size)
    assert "--replace" in footnote("restore", str(file), home=home, status=2).stderr
    restored = document(footnote("restore", str(file), "--json", home=other))
    assert (restored["left"], restored["left_out"]) == ([], [])
    assert "1987" in footnote("ask", "When did the bakery open?", home=other).stdout


def test_while_the_chat_runs(running_chat: Path, assistant: LocalAssistant, tmp_path: Path) -> None:
    bakery = assistant.source("bakery.md")
    assistant._library.parts.vectors.remove([bakery.id])
    assert "1 found" in footnote("doctor", home=running_chat, status=1).stdout
    assert document(footnote("doctor", "--mend", "--json", home=running_chat))["left"] == []
    assert assistant.search("beech wood oven")[0].scores.meaning is not None
    footnote("backup", str(tmp_path / "backup.zip"), home=running_chat)
    assert (
        "in use" in footnote("restore", str(tmp_path / "backup.zip"), "--replace", home=running_chat, status=2).stderr
    )
    assert document(footnote("restore", str(tmp_path / "backup.zip"), "--json", home=tmp_path / "other"))["left"] == []
