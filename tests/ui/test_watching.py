"""Watched folders on the page, and who may say which."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.records import Watched
from tests.ui.pages import page
from tests.ui.pretend import HOSTILE, PretendAssistant
from ui.watching import ADDRESS, watched_html, watching

OWN = "http://127.0.0.1:7860"


@pytest.fixture
def assistant() -> PretendAssistant:
    return PretendAssistant()


def ask(assistant: PretendAssistant, values: Any, base: str = OWN, origin: str | None = OWN) -> tuple[int, Any]:
    client = TestClient(Starlette(routes=[watching(assistant)]), base_url=base)
    reply = client.post(ADDRESS, json=values, headers={} if origin is None else {"origin": origin})
    return reply.status_code, reply.json()


def test_folders_are_watched_listed_and_watched_no_longer(assistant: PretendAssistant) -> None:
    assert ask(assistant, {})[1] == {"html": "", "count": 0, "changes": 0}
    status, reply = ask(assistant, {"watch": "/home/ida/papers"})
    assert (status, reply["count"]) == (200, 1)
    assert [row.text for row in page(reply["html"]).all("p")] == ["papers", "in step · 12 files"]
    assert ask(assistant, {"watch": "papers"})[1]["error"].startswith("There is no folder")
    assert ask(assistant, {"stop": "/home/ida/papers"})[1]["count"] == 0


@pytest.mark.parametrize("base", ["http://127.0.0.1:7860", "http://localhost:7860", "http://[::1]:7860"])
def test_this_machine_by_any_of_its_names(assistant: PretendAssistant, base: str) -> None:
    assert ask(assistant, {"watch": "/a"}, base, base)[0] == 200


@pytest.mark.parametrize(
    ("base", "origin"),
    [
        (OWN, None),  # no browser's own page
        (OWN, "null"),
        (OWN, "https://elsewhere.example"),
        (OWN, "http://127.0.0.1:8000"),  # another program's page on this machine
        (OWN, "https://127.0.0.1:7860"),
        ("http://rebound.example:7860", "http://rebound.example:7860"),
        ("https://notes.example", "https://notes.example"),  # a proxy in front
        ("http://192.168.1.7:7860", "http://192.168.1.7:7860"),
    ],
)
def test_nobody_else(assistant: PretendAssistant, base: str, origin: str | None) -> None:
    status, reply = ask(assistant, {"watch": "/etc"}, base, origin)
    assert status == 403
    assert set(reply) == {"error"}
    assert assistant.folders == {}


@pytest.mark.parametrize("values", [[], {"watch": 7}, "x", None])
def test_what_is_no_request(assistant: PretendAssistant, values: Any) -> None:
    assert ask(assistant, values)[0] == 400


def test_what_is_wrong_is_shown_and_a_name_is_only_a_name() -> None:
    rows = page(
        watched_html(
            [
                Watched(f"/a/{HOSTILE}", "working", 1, f"{HOSTILE}.txt"),
                Watched("/b", "in step", 2, "report.pdf: It needs a password."),
                Watched("/c", "failed", 0, "The folder /c cannot be read."),
                Watched("/d", "elsewhere"),
            ]
        )
    ).all("li")
    assert [row.all("img") for row in rows] == [[], [], [], []]
    assert rows[0].text.startswith(f"{HOSTILE}taking in {HOSTILE}.txt · 1 file")
    assert "not taken in: report.pdf: It needs a password." in rows[1].text
    assert rows[2].attributes["class"] == "file failed"
    assert "another process" in rows[3].text
