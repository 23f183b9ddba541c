"""The commands that the README shows, run as it shows them."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from assistant.cli import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
# Serving never ends by itself, the suite takes minutes, and a password is typed: other tests and `make test` run these.
ELSEWHERE = (
    *("footnote chat", "footnote eval", "footnote watch papers/", "footnote mcp"),
    "footnote user add ada --auth-file people",
)


def shown_commands() -> list[str]:
    section = README.split("## On the command line")[1].split("\n## ")[0]
    lines = re.findall(r"^footnote .*$", section, re.MULTILINE)
    return [line.split("  #")[0].strip() for line in lines]


def test_the_commands_of_the_readme_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOOTNOTE_HOME", str(tmp_path / "home"))
    shutil.copy(ROOT / "eval" / "samples" / "lease-quay-street.pdf", "contract.pdf")
    shutil.copytree(ROOT / "tests" / "fixtures" / "sources", "reports")
    claim = {"claim": "The rent is 900 euros.", "quotes": ["The monthly rent is 900 euros."]}
    Path("claims.jsonl").write_text(json.dumps(claim), encoding="utf-8")
    commands = [command for command in shown_commands() if command not in ELSEWHERE]
    assert {shlex.split(command)[1] for command in commands} >= {"ingest", "ask", "search", "sources", "remove"}
    for command in commands:
        status = main(shlex.split(command)[1:])
        said = capsys.readouterr()
        assert status == 0, f"{command}\n{said.out}{said.err}"
        assert said.out.strip(), command


def test_every_target_and_file_that_the_readme_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"^make ([a-z]+)$", README, re.MULTILINE)) <= targets
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
