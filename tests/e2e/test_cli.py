"""The command line: JSON on stdout and nothing else there, exit statuses, and working through a running chat."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from assistant.cli import build_parser
from assistant.local import LocalAssistant


def footnote(*arguments: str, home: Path, status: int = 0) -> subprocess.CompletedProcess[str]:
    ran = subprocess.run(
        [sys.executable, "-m", "assistant.cli", *arguments, "--home", str(home)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert ran.returncode == status, ran.stdout + ran.stderr
    return ran


def document(ran: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(ran.stdout)


def test_a_library_from_the_command_line(tmp_path: Path, documents: Path) -> None:
    home = tmp_path / "home"
    added = document(footnote("ingest", str(documents), "--json", home=home))
    assert [row["source"] for row in added["added"]] == ["bakery.md", "ferry.md"]
    again = document(footnote("ingest", str(documents), "--json", home=home))
    assert (len(again["added"]), len(again["unchanged"])) == (0, 2)
    rows = document(footnote("sources", "--json", home=home))
    assert rows[0]["title"] == "Bakery on Mill Lane"
    [passage, *_] = document(footnote("search", "beech wood", "--k", "2", "--json", home=home))
    text = document(footnote("show", passage["source"], "--json", home=home))["text"]
    assert text[passage["start"] : passage["end"]] == passage["text"]
    answer = document(footnote("ask", "When did the bakery open?", "--json", home=home))
    [citation, *_] = answer["sentences"][0]["citations"]
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    removed = document(footnote("remove", "bakery.md", "--json", home=home))
    assert [row["source"] for row in removed["removed"]] == ["bakery.md"]
    assert [row["source"] for row in document(footnote("sources", "--json", home=home))] == ["ferry.md"]


def test_the_home_may_stand_before_the_command(tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    before = build_parser().parse_args(["--home", str(home), "sources"])
    behind = build_parser().parse_args(["sources", "--home", str(home)])
    assert before == behind
    both = build_parser().parse_args(["--home", str(other), "ask", "Who?", "--home", str(home)])
    assert both.home == home
    assert build_parser().parse_args(["sources"]).home is None
    assert build_parser(for_eval=True).parse_args(["eval", "--home", str(home)]).home == home


def test_input_errors_are_said_and_end_with_two(tmp_path: Path) -> None:
    home = tmp_path / "home"
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing more")
    ran = footnote("ingest", str(bad), str(tmp_path / "nowhere.txt"), "--json", home=home, status=2)
    assert {row["name"] for row in document(ran)["failed"]} == {"bad.pdf", str(tmp_path / "nowhere.txt")}
    assert "Traceback" not in ran.stderr
    assert "no-such" in footnote("remove", "no-such", home=home, status=2).stderr
    assert "--k" in footnote("search", "q", "--k", "0", home=home, status=2).stderr


def test_names_cannot_move_the_terminals_cursor(tmp_path: Path) -> None:
    hostile = tmp_path / "a\x1b[2Jb.txt"
    hostile.write_text("The bell rang twice.")
    ran = footnote("ingest", str(hostile), home=tmp_path / "home")
    assert "\x1b" not in ran.stderr + footnote("sources", home=tmp_path / "home").stdout


def test_commands_go_through_a_running_chat(running_chat: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.txt"
    more.write_text("The lighthouse keeper of Skarholm retired in 1974.")
    added = document(footnote("ingest", str(more), "--json", home=running_chat))
    assert [row["source"] for row in added["added"]] == ["more.txt"]
    answer = document(footnote("ask", "When did the lighthouse keeper retire?", "--json", home=running_chat))
    assert "1974" in answer["answer"]
    assert "no-such" in footnote("remove", "no-such", home=running_chat, status=2).stderr


def test_a_home_in_use_by_a_process_that_does_not_answer(assistant: LocalAssistant) -> None:
    ran = footnote("sources", home=assistant.settings.home, status=2)
    assert "in use" in ran.stderr
    assert "FOOTNOTE_CHROMA_URL" in ran.stderr


def test_help_is_light(tmp_path: Path) -> None:
    program = "import sys; from assistant.cli import build_parser; build_parser(); print(sorted(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert not [
        name for name in ("llama_index", "chromadb", "gradio", "numpy", "pydantic") if f"'{name}'" in ran.stdout
    ]
