"""Whose a document is, on its row."""

from __future__ import annotations

import pytest

from assistant.people import Standing
from tests.ui.pages import page
from tests.ui.pretend import HOSTILE, PretendAssistant
from ui.documents import documents_html
from ui.handlers import server_functions


@pytest.mark.parametrize(
    ("standing", "mark", "told"),
    [
        (None, None, ""),
        (Standing(mine=True), "own", ""),
        (Standing(mine=True, shared_by_me=True), "shared", "seen by everyone"),
        (Standing(mine=False), "others", ""),
        (Standing(mine=False, by=("ada", HOSTILE)), "others", f"shared by ada, {HOSTILE}"),
        (Standing(mine=True, by=("ada",)), "own", "shared by ada"),
    ],
)
def test_a_row_says_whose_it_is_and_what_may_be_done(standing: Standing | None, mark: str | None, told: str) -> None:
    source = PretendAssistant().source("ferry.md")
    [row] = page(documents_html([source], {source.id: standing} if standing else {})).all("li", "document")
    assert row.attributes.get("data-standing") == mark
    [facts] = [line.text for line in row.all("span", "quiet")]
    assert facts.endswith(told)
    assert ("shared" in facts or "everyone" in facts) == bool(told)


def test_where_nobody_logs_in_there_is_nothing_to_share() -> None:
    assistant = PretendAssistant()
    call = {function.__name__: function for function in server_functions(assistant)}
    assert "everybody sees" in call["share"]({"source": "ferry.md", "everybody": True})["error"]
