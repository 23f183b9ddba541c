"""The key of the language model is in no output, log, error, report or file of the home, however it is asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.settings import Settings, load_settings
from eval.manifest import manifest
from tests.endpoint import ScriptedEndpoint, endpoint, fails, says

__all__ = ["endpoint"]
KEY, TOKEN = "sk-canary-48151623", "token-canary-108"


def run(*arguments: str, home: Path, url: str) -> str:
    """All that a command prints, at the most talkative; it may fail."""
    told = {"OPENAI_API_KEY": KEY, "FOOTNOTE_CHROMA_TOKEN": TOKEN, "FOOTNOTE_LOG": "DEBUG", "OPENAI_LOG": "debug"}
    told |= {"OPENAI_BASE_URL": url, "FOOTNOTE_MODEL": "scripted", "FOOTNOTE_MODEL_RETRIES": "0"}
    ran = subprocess.run(
        [sys.executable, "-m", "assistant.cli", *arguments, "--home", str(home)],
        capture_output=True,
        timeout=180,
        check=False,
        env={**os.environ, **told, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    return (ran.stdout + ran.stderr).decode()


def test_no_command_tells_the_key(tmp_path: Path, documents: Path, endpoint: ScriptedEndpoint) -> None:
    home = tmp_path / "home"
    echoed = f"Incorrect API key provided: {KEY}"
    endpoint.will(says("The ferry cost 4.2 million kroner [1]."), fails(401, echoed), fails(500, echoed))
    said = run("ingest", str(documents), home=home, url=endpoint.url)
    for _ in range(3):
        said += run("ask", "How much did the ferry cost?", "--json", home=home, url=endpoint.url)
    said += run("ask", "--nonsense", home=home, url="http://user:" + KEY + "@127.0.0.1:1/v1")
    assert endpoint.requests[0].headers["authorization"] == f"Bearer {KEY}"  # it is used, and so could be told
    assert "4.2 million" in said
    kept = [path for path in home.rglob("*") if path.is_file()]
    assert kept
    held = said.encode() + b"".join(path.read_bytes() for path in kept)
    assert KEY.encode() not in held
    assert TOKEN.encode() not in held


def test_no_settings_and_no_manifest_tell_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, documents: Path) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    settings: Settings = load_settings(home=tmp_path)
    told = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()} "
    told += json.dumps(manifest("asked", [], documents, settings), default=str)
    assert KEY not in told
