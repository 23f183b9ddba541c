from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from assistant.events import AskEvent, Finished, PassagesFound, Searching, Token
from tests.ui.pretend import PretendAssistant, answered
from ui.chat import TurnView, finished_sentences, stopped, turn_of, view_turn


@pytest.fixture(scope="module")
def assistant() -> PretendAssistant:
    return PretendAssistant()


def test_every_event_becomes_a_state(assistant: PretendAssistant) -> None:
    *_, finished = answered(assistant, "q")
    found = PassagesFound(assistant.hits())
    events: list[AskEvent] = [Searching("the q"), found, Token("In a "), Token("gale."), finished]
    views = list(view_turn("q", events))
    assert [view.stage for view in views] == ["searching", "searching", "reading", "writing", "writing", "done"]
    assert views[1].searched == "the q"
    assert views[2].found == 4
    assert views[4].partial == "In a gale."
    assert isinstance(finished, Finished)
    assert views[5].answer is finished.answer


def test_events_that_end_early_leave_a_stopped_turn_with_its_text() -> None:
    *_, last = view_turn("q", [Searching("q"), Token("half a ")])
    assert (last.stage, last.partial) == ("stopped", "half a ")
    assert turn_of(last).answer == "half a "


def test_a_foreseen_error_is_shown_in_its_own_words(assistant: PretendAssistant) -> None:
    *_, last = view_turn("unavailable", assistant.ask("unavailable"))
    assert last.stage == "failed"
    assert last.error.startswith("The language model at http://localhost:11434 does not answer.")


def test_an_unforeseen_error_is_logged_under_the_entry_that_is_shown(
    assistant: PretendAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        *_, last = view_turn("broken", assistant.ask("broken"))
    assert last.stage == "failed"
    assert "secret detail" not in last.error
    entry = caplog.messages[0].split()[-1]
    assert entry in last.error
    assert "secret detail" in caplog.text


def test_what_was_written_before_an_error_is_kept() -> None:
    def events() -> Iterator[AskEvent]:
        yield Token("The first ")
        raise ConnectionError

    *_, last = view_turn("q", events())
    assert (last.stage, last.partial) == ("failed", "The first ")


def test_only_whole_sentences_are_announced_while_it_is_written() -> None:
    view = TurnView("q", "writing", partial="The first crossing leaves at 6.40. In a ga")
    assert finished_sentences(view) == ["The first crossing leaves at 6.40."]
    assert finished_sentences(stopped(view)) == ["The first crossing leaves at 6.40.", "In a ga"]


def test_the_finished_answer_is_announced_by_its_short_form(assistant: PretendAssistant) -> None:
    *_, last = view_turn("q", answered(assistant, "q"))
    assert finished_sentences(last) == ["In a gale above force nine"]
    assert turn_of(last).answer == last.answer.answer if last.answer else False
