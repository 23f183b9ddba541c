"""What is chosen on the page: it holds below the environment, for its owner alone, and keys stay where they are."""

from __future__ import annotations

import json
import logging
import stat
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from assistant.choices import NAME, KeptChoices
from assistant.errors import LibraryUnreadable, SettingsError
from assistant.settings import Changes, Settings

OPENAI = "https://api.openai.com/v1"
OLLAMA = "http://127.0.0.1:11434/v1"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "FOOTNOTE_MODE", "FOOTNOTE_MODEL", "FOOTNOTE_PASSAGES"):
        monkeypatch.delenv(name, raising=False)


def kept(home: Path, *changes: Changes, **given: Any) -> tuple[KeptChoices, Settings]:
    """The choices of a home after changes, as a new process finds them."""
    for change in changes:
        KeptChoices(Settings(home=home, **given)).keep(change)
    choices = KeptChoices(Settings(home=home, **given))
    return choices, choices.settings()


def key_of(settings: Settings) -> str:
    return settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""


def test_what_is_chosen_holds_after_a_restart(tmp_path: Path) -> None:
    changes = Changes("generated", OLLAMA, " llama3.2 ", None, 12, 0.8)
    choices, settings = kept(tmp_path, changes)
    assert (settings.generates, settings.model, settings.openai_base_url) == (True, "llama3.2", OLLAMA)
    assert (settings.passages, settings.strictness) == (12, 0.8)
    assert choices.shown(settings).fixed == frozenset()
    _, later = kept(tmp_path, Changes(mode="extractive"))
    assert (later.generates, later.model, later.passages) == (False, "llama3.2", 12)


def test_the_environment_wins_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path, Changes(passages=12, strictness=0.8))
    monkeypatch.setenv("FOOTNOTE_PASSAGES", "3")
    choices, settings = kept(tmp_path, Changes(passages=20))
    assert (settings.passages, settings.strictness) == (3, 0.8)
    assert choices.shown(settings).fixed == {"passages"}
    monkeypatch.delenv("FOOTNOTE_PASSAGES")
    assert kept(tmp_path)[1].passages == 12


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (Changes(mode="generated"), "No language model is named"),
        (Changes(openai_base_url="file:///etc/passwd"), "must begin with http"),
        (Changes(openai_base_url="127.0.0.1:11434"), "must begin with http"),
        (Changes(openai_base_url="http://me:secret@host/v1"), "hold no user name"),
        (Changes(openai_base_url="http://[::1/v1"), "must begin with http"),
        (Changes(passages=51), "passages: Input should be less than or equal to 50"),
        (Changes(strictness=float("nan")), "strictness"),
    ],
)
def test_what_cannot_be_used_changes_nothing(tmp_path: Path, changes: Changes, told: str) -> None:
    choices = KeptChoices(Settings(home=tmp_path))
    with pytest.raises(SettingsError, match=told):
        choices.keep(changes)
    with pytest.raises(SettingsError, match=told):
        choices.settings_with(changes)
    assert list(tmp_path.iterdir()) == []


def test_trying_keeps_nothing(tmp_path: Path) -> None:
    choices = KeptChoices(Settings(home=tmp_path))
    assert choices.settings_with(Changes(model="llama3.2")).model == "llama3.2"
    assert list(tmp_path.iterdir()) == []


# -- the key


def given_key(address: str = OLLAMA, key: str = "sk-page") -> Changes:
    return Changes(openai_base_url=address, openai_api_key=SecretStr(key))


def test_a_key_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    (tmp_path / NAME).with_suffix(".new").write_text("left behind")
    choices, settings = kept(tmp_path, given_key())
    assert key_of(settings) == "sk-page"
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600
    shown = choices.shown(settings)
    assert shown.has_key
    assert "sk-page" not in repr((shown, settings, given_key()))


def test_a_key_goes_to_the_address_that_it_was_given_for(tmp_path: Path) -> None:
    assert key_of(kept(tmp_path, given_key(), Changes(passages=9))[1]) == "sk-page"
    assert key_of(kept(tmp_path, Changes(openai_base_url=OLLAMA))[1]) == "sk-page"
    elsewhere = Changes(openai_base_url="http://elsewhere.example/v1")
    assert key_of(KeptChoices(Settings(home=tmp_path)).settings_with(elsewhere)) == ""
    assert key_of(kept(tmp_path, elsewhere)[1]) == ""
    assert "sk-page" not in (tmp_path / NAME).read_text()


def test_the_key_of_the_environment_goes_to_its_own_address_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-environment")
    choices, settings = kept(tmp_path)
    assert key_of(settings) == "sk-environment"
    assert choices.shown(settings).fixed == {"openai_api_key"}
    choices, settings = kept(tmp_path, Changes(openai_base_url=OLLAMA))
    assert key_of(settings) == ""
    assert choices.shown(settings).fixed == frozenset()
    assert key_of(kept(tmp_path, given_key())[1]) == "sk-page"
    assert key_of(kept(tmp_path, Changes(openai_base_url=OPENAI))[1]) == "sk-environment"
    assert "sk-environment" not in (tmp_path / NAME).read_text()


def test_a_key_is_forgotten(tmp_path: Path) -> None:
    _, settings = kept(tmp_path, given_key(), Changes(openai_api_key=SecretStr("")))
    assert key_of(settings) == ""
    assert settings.openai_base_url == OLLAMA


# -- the file


@pytest.mark.parametrize("text", ["", "[]", '{"passages": "sk-secret"}', '{"mode": "generated"}'])
def test_a_file_that_cannot_be_used_is_passed_over(tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / NAME).write_text(text)
    with caplog.at_level(logging.WARNING):
        assert kept(tmp_path)[1].passages == 8
    assert str(tmp_path / NAME) in caplog.text
    assert "sk-secret" not in caplog.text


def test_a_home_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    home = tmp_path / "no" / "such"
    with pytest.raises(LibraryUnreadable, match="nothing was changed"):
        KeptChoices(Settings(home=home)).keep(Changes(passages=9))


def test_the_file_holds_what_was_chosen_and_no_more(tmp_path: Path) -> None:
    kept(tmp_path, Changes(passages=9))
    assert json.loads((tmp_path / NAME).read_text()) == {"passages": 9}
