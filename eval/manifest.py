"""What a run was made with, so that it can be told why another one differs, and made again."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from eval.cases import Case
from eval.interval import SEED

_PACKAGES = ("llama-index-core", "chromadb", "openai", "gradio", "onnxruntime", "tantivy", "tokenizers", "numpy")
_LEFT_OUT = {"home", "openai_api_key", "chroma_token"}  # secrets, and where the user's own library lives


def manifest(asked: str, cases: Sequence[Case], documents: Path, settings: Settings) -> dict[str, Any]:
    """``asked`` in words; versions, settings without secrets, and SHA-256 of models, prompts, cases and documents."""
    return {
        "asked": asked,
        "footnote": _version("footnote"),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
        "packages": {name: _version(name) for name in _PACKAGES},
        "settings": settings.model_dump(mode="json", exclude=_LEFT_OUT),
        "models": _hashes(resources.files("assistant.models") / "weights", (".onnx",)),
        "prompts": _hashes(resources.files("prompts"), (".md",)),
        "cases": {"count": len(cases), "sha256": _sha256(json.dumps([asdict(case) for case in cases]).encode())},
        "documents": _documents(documents),
        "seed": SEED,
    }


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _hashes(folder: Traversable, endings: tuple[str, ...]) -> dict[str, str]:
    files = sorted((file for file in folder.iterdir() if file.name.endswith(endings)), key=lambda file: file.name)
    return {file.name: _sha256(file.read_bytes()) for file in files}


def _documents(folder: Path) -> dict[str, Any]:
    """How many files there are, and one hash over their names and bytes."""
    files = sorted(_files(folder))
    whole = hashlib.sha256()
    for name, path in files:
        whole.update(f"{name}\0{_sha256(path.read_bytes())}\n".encode())
    return {"count": len(files), "sha256": whole.hexdigest()}


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
