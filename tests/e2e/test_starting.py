"""What a command loads: starting is quick only while it loads no more than it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"openai", "gradio", "pandas", "trafilatura", "lxml", "pypdfium2", "docx", "openpyxl", "torch", "transformers"}
LIBRARIES = {"llama_index", "chromadb", "onnxruntime", "numpy", "pydantic", "tantivy", "httpx"}


def loaded(*words: str) -> set[str]:
    """The packages that a command has loaded by its end."""
    program = [sys.executable, "-X", "importtime", "-m", "assistant.cli", *words]
    told = subprocess.run(program, capture_output=True, text=True, check=False).stderr
    names = [line.rpartition("|")[2].strip() for line in told.splitlines() if line.startswith("import time:")]
    return {name.split(".")[0] for name in names}


def test_help_loads_no_library() -> None:
    assert loaded("--help") & (HEAVY | LIBRARIES) == set()


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_question_without_a_model_loads_no_client_no_page_and_no_reader_of_files(
    command: str, tmp_path: Path
) -> None:
    found = loaded(command, "When did it open?", "--home", str(tmp_path / "home"))
    assert {"llama_index", "chromadb", "onnxruntime"} <= found
    assert found & HEAVY == set()
