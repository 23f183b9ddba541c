"""Of which documents a question is asked: what a browser sends, what the assistant gets, what the page says."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest

from assistant.errors import UnknownSource
from assistant.records import Filters
from tests.ui.pages import page
from tests.ui.pretend import HOSTILE, PretendAssistant
from ui import history
from ui.handlers import asked
from ui.scope import Scope, scope_line, scope_of


@pytest.fixture
def assistant() -> PretendAssistant:
    return PretendAssistant()


def test_a_question_is_asked_of_what_was_chosen_and_its_turn_keeps_that(assistant: PretendAssistant) -> None:
    ferry = assistant.source("ferry.md")
    scope = {"sources": [ferry.id], "titles": ["whatever"], "published_from": "2024-01-01", "published_to": None}
    *_, last = asked(assistant, {"question": "When do sailings stop?", "scope": scope}, threading.Event())
    assert assistant.filters == [Filters(frozenset({ferry.id}), date(2024, 1, 1))]
    [line] = page(last["html"]).all("p", "scope-line")
    assert line.text == "Asked only “Harbour ferry: winter timetable”, published 2024-01-01 or later"
    kept = history.load(last["view"])
    assert kept is not None
    assert kept.scope == Scope((ferry.id,), (ferry.title,), date(2024, 1, 1))


def test_a_document_that_is_gone_is_not_asked_and_the_others_are(assistant: PretendAssistant) -> None:
    ferry = assistant.source("ferry.md").id
    assert scope_of({"sources": ["gone", ferry, ferry]}, assistant).sources == (ferry,)
    with pytest.raises(UnknownSource, match="no longer in the library"):
        scope_of({"sources": ["gone"]}, assistant)


def test_where_all_are_gone_the_page_says_so_and_asking_again_asks_all(assistant: PretendAssistant) -> None:
    request = {"question": "When do sailings stop?", "scope": {"sources": ["gone"]}}
    *_, last = asked(assistant, request, threading.Event())
    assert "no longer in the library. Ask again to ask all that are." in page(last["html"]).text
    assert last["view"]["scope"]["sources"] == []
    assert assistant.filters == []


@pytest.mark.parametrize("sent", [None, {}, "x", {"sources": 7}, {"published_from": "soon"}, {"sources": [{}]}])
def test_what_is_no_scope_is_all_documents(assistant: PretendAssistant, sent: Any) -> None:
    assert scope_of(sent, assistant) == Scope()


def test_a_turn_that_was_kept_before_there_were_scopes_is_of_all_documents() -> None:
    kept = history.load({"question": "q", "stage": "stopped"})
    assert kept is not None
    assert kept.scope.filters == Filters()


@pytest.mark.parametrize(
    ("scope", "line"),
    [
        (Scope(), None),
        (Scope(published_to=date(2020, 5, 1)), "published 2020-05-01 or earlier"),
        (Scope(published_from=date(2020, 5, 1), published_to=date(2021, 1, 1)), "published 2020-05-01 to 2021-01-01"),
        (Scope(tuple("abcd"), tuple("ABCD")), "Asked only 4 documents"),
        (Scope(("a",), (HOSTILE,)), f"Asked only “{HOSTILE}”"),
    ],
)
def test_the_line_says_which(scope: Scope, line: str | None) -> None:
    shown = scope_line(scope)
    assert (shown and page(shown).text) == line
