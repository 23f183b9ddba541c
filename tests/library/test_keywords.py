"""The keyword index: what a process that was killed left in its folder is in nobody's way."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from assistant.library.keywords import Keywords
from assistant.records import Passage


def passage(source: str, text: str) -> Passage:
    return Passage(f"{source}:0-{len(text)}", source, 0, len(text), text)


def test_a_commit_that_was_killed_before_its_end_can_be_made_again(tmp_path: Path) -> None:
    words = Keywords(tmp_path / "words")
    words.add([(passage("a", "the mast"), ""), (passage("b", "the keel"), "")])
    done = shutil.copytree(tmp_path / "words", tmp_path / "done")
    Keywords(done).remove(["a"])
    # As when it is killed: the file of what is deleted is there, and the index does not know of it yet.
    [deleted] = done.glob("*.del")
    shutil.copy(deleted, tmp_path / "words")
    managed = tmp_path / "words" / ".managed.json"
    managed.write_text(json.dumps([*json.loads(managed.read_text()), deleted.name]))
    again = Keywords(tmp_path / "words")
    again.remove(["a"])
    assert again.ids() == ["b:0-8"]


def test_a_rebuild_holds_what_it_is_given_and_nothing_else(tmp_path: Path) -> None:
    words = Keywords(tmp_path / "words")
    words.add([(passage("a", "the mast"), "")])
    words.rebuild([(passage("b", "the keel"), "")])
    assert words.ids() == ["b:0-8"]
    assert words.search("mast", 3) == []
