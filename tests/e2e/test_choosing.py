"""Settings that are changed while the assistant runs: they hold from the next question on, and after a restart."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.assistant import build_assistant
from assistant.errors import EndpointRefused, EndpointUnavailable, SettingsError
from assistant.local import LocalAssistant
from assistant.records import Mode
from assistant.settings import Changes, Settings
from tests.endpoint import ScriptedEndpoint, endpoint, fails, says

__all__ = ["endpoint"]
QUESTION = "How many passengers does the ferry Ternen carry?"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "FOOTNOTE_MODE", "FOOTNOTE_MODEL"):
        monkeypatch.delenv(name, raising=False)


def written(endpoint: ScriptedEndpoint, key: str = "") -> Changes:
    return Changes("generated", endpoint.url, "scripted", SecretStr(key) if key else None)


def test_the_next_question_is_answered_as_it_was_chosen(assistant: LocalAssistant, endpoint: ScriptedEndpoint) -> None:
    assert assistant.answer(QUESTION).mode is Mode.EXTRACTIVE
    assert assistant.choose(written(endpoint, "sk-page")).writes
    endpoint.will(says("The ferry carries 90 passengers [1]."))
    answer = assistant.answer(QUESTION)
    assert (answer.mode, answer.model) == (Mode.GENERATED, "scripted")
    assert endpoint.requests[-1].headers["authorization"] == "Bearer sk-page"
    assert not assistant.choose(Changes(mode="extractive", passages=1)).writes
    answer = assistant.answer(QUESTION)
    assert answer.mode is Mode.EXTRACTIVE
    assert len(answer.passages) == 1


def test_strictness_decides_what_is_declined(assistant: LocalAssistant) -> None:
    assistant.choose(Changes(strictness=1.0))
    assert assistant.answer(QUESTION).refused
    assistant.choose(Changes(strictness=0.0))
    assert not assistant.answer(QUESTION).refused


def test_what_was_chosen_holds_after_a_restart(tmp_path: Path, endpoint: ScriptedEndpoint) -> None:
    first = build_assistant(Settings(home=tmp_path / "home"))
    first.choose(written(endpoint))
    first.close()
    again = build_assistant(Settings(home=tmp_path / "home"))
    try:
        assert again.choices().writes
        assert again.choices().model == "scripted"
    finally:
        again.close()


def test_a_question_that_runs_is_finished_as_it_was_begun(
    assistant: LocalAssistant, endpoint: ScriptedEndpoint
) -> None:
    assistant.choose(written(endpoint))
    endpoint.will(says("The ferry carries ", "90 passengers [1]."))
    events = assistant.ask(QUESTION)
    next(events)
    changing = threading.Thread(target=assistant.choose, args=(Changes(mode="extractive"),))
    changing.start()
    changing.join()
    *_, last = events
    assert getattr(last, "answer").mode is Mode.GENERATED  # noqa: B009  # the last event is Finished


def test_trying_asks_the_endpoint_and_keeps_nothing(assistant: LocalAssistant, endpoint: ScriptedEndpoint) -> None:
    endpoint.will(says("Ready."))
    trial = assistant.try_model(written(endpoint, "sk-page"))
    assert (trial.model, trial.reply) == ("scripted", "Ready.")
    assert endpoint.requests[-1].headers["authorization"] == "Bearer sk-page"
    assert not assistant.choices().writes
    assert not assistant.choices().has_key


def test_trying_says_what_is_wrong_and_never_the_key(assistant: LocalAssistant, endpoint: ScriptedEndpoint) -> None:
    endpoint.will(fails(401, "bad key sk-page"))
    with pytest.raises(EndpointRefused, match="rejected the key") as refused:
        assistant.try_model(written(endpoint, "sk-page"))
    assert "sk-page" not in str(refused.value)
    endpoint.will(fails(503))
    with pytest.raises(EndpointUnavailable):
        assistant.try_model(written(endpoint))
    assert len(endpoint.requests) == 2  # it is not tried again while somebody waits
    with pytest.raises(SettingsError, match="No language model is named"):
        assistant.try_model(Changes(mode="generated"))


def test_what_cannot_be_used_leaves_all_as_it_was(assistant: LocalAssistant) -> None:
    before = assistant.choices()
    with pytest.raises(SettingsError):
        assistant.choose(Changes(mode="generated", passages=9))
    assert assistant.choices() == before
