"""A model file: what is told of one that cannot be used. tests/real_model asks a real one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assistant.errors import MissingExtra, SettingsError
from assistant.models import build_writer
from assistant.settings import Settings


def settings(path: Path) -> Settings:
    return Settings(home=path.parent, model=str(path))


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.gguf cannot be read: No such file"):
        build_writer(settings(tmp_path / "none.gguf"))


def test_a_file_of_another_kind_is_named(tmp_path: Path) -> None:
    (tmp_path / "page.gguf").write_text("<html>Not found</html>")
    with pytest.raises(SettingsError, match=r"page\.gguf is not a GGUF model file"):
        build_writer(settings(tmp_path / "page.gguf"))


def test_without_llama_cpp_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.gguf").write_bytes(b"GGUF")
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(MissingExtra, match=r"footnote\[local\]"):
        build_writer(settings(tmp_path / "model.gguf"))
