"""The settings page: who may change what, and what never leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.ui.adjusting import GOOD_ADDRESS, PretendSettings
from tests.ui.pages import Element, page
from tests.ui.pretend import HOSTILE
from ui.choosing import ADDRESS, choosing, settings_html

OWN = "http://127.0.0.1:7860"


@pytest.fixture
def assistant() -> PretendSettings:
    return PretendSettings()


def ask(assistant: PretendSettings, values: Any, base: str = OWN, origin: str | None = OWN) -> tuple[int, Any]:
    client = TestClient(Starlette(routes=[choosing(assistant)]), base_url=base)
    reply = client.post(ADDRESS, json=values, headers={} if origin is None else {"origin": origin})
    return reply.status_code, reply.json()


def fields(html: str) -> dict[str, Element]:
    """The fields of the form by name, the modes by name and value."""
    boxes = [element.attributes for element in page(html).all("input")]
    names = [f"{box['name']}{box['value'] if box['type'] == 'radio' else ''}" for box in boxes]
    return dict(zip(names, page(html).all("input"), strict=True))


def test_settings_are_shown_and_changed(assistant: PretendSettings) -> None:
    shown = fields(ask(assistant, {"do": "show"})[1]["html"])
    assert "checked" in shown["modeextractive"].attributes
    assert (shown["passages"].attributes["value"], shown["strictness"].attributes["value"]) == ("8", "0.55")
    wish = {"mode": "generated", "openai_base_url": GOOD_ADDRESS, "model": "llama3.2", "passages": "12"}
    changed = fields(ask(assistant, {"do": "keep", "changes": {**wish, "strictness": "0.7"}})[1]["html"])
    assert "checked" in changed["modegenerated"].attributes
    assert changed["model"].attributes["value"] == "llama3.2"
    assert (assistant.chosen.passages, assistant.chosen.strictness) == (12, 0.7)


def test_a_key_goes_in_and_never_comes_out(assistant: PretendSettings) -> None:
    status, reply = ask(assistant, {"do": "keep", "changes": {"openai_api_key": "sk-secret"}})
    assert status == 200
    assert assistant.keys == ["sk-secret"]
    assert "sk-secret" not in str(reply)
    assert "value" not in fields(reply["html"])["openai_api_key"].attributes
    assert [button.text for button in page(reply["html"]).all("button", "link")] == ["Forget the key"]
    bad = {"do": "keep", "changes": {"openai_api_key": "sk-secret", "passages": 99}}
    status, reply = ask(assistant, bad)
    assert status == 400
    assert "sk-secret" not in str(reply)


def test_trying_says_what_came_or_what_is_wrong(assistant: PretendSettings) -> None:
    good = ask(assistant, {"do": "try", "changes": {"openai_base_url": GOOD_ADDRESS, "model": "llama3.2"}})[1]
    assert good["told"].startswith("llama3.2 answered “ready")
    assert good["told"].endswith("after 0.4 s.")
    bad = ask(assistant, {"do": "try", "changes": {"openai_base_url": "http://127.0.0.1:1/v1", "model": "m"}})[1]
    assert bad["error"].startswith("The endpoint at http://127.0.0.1:1/v1 cannot be reached.")
    assert assistant.chosen == PretendSettings().chosen


def test_what_the_environment_has_set_is_shown_as_fixed(assistant: PretendSettings) -> None:
    names = frozenset({"mode", "model", "passages", "openai_api_key"})
    shown = page(settings_html(replace(assistant.chosen, has_key=True, fixed=names)))
    disabled = {e.attributes["name"] for e in shown.all("input") if "disabled" in e.attributes}
    assert disabled == {"mode", "model", "passages"}
    said = [line.text.split()[2] for line in shown.all("p", "fixed")]
    assert said == ["FOOTNOTE_MODE", "FOOTNOTE_MODEL", "FOOTNOTE_PASSAGES"]
    assert "OPENAI_API_KEY is used for this address" in shown.text
    assert shown.all("button", "link") == []


def test_each_setting_has_a_line_that_says_what_it_does(assistant: PretendSettings) -> None:
    shown = page(settings_html(assistant.chosen))
    for field in shown.all("div", "setting"):
        [box] = field.all("input")
        [label] = field.all("label")
        assert label.attributes["for"] == box.attributes["id"]
        assert [line.attributes["id"] for line in field.all("p") if line.text] == [box.attributes["aria-describedby"]]


def test_what_stands_in_a_setting_is_only_words(assistant: PretendSettings) -> None:
    shown = page(settings_html(replace(assistant.chosen, model=HOSTILE, openai_base_url=HOSTILE)))
    assert shown.all("img") == []
    assert [e.attributes["value"] for e in shown.all("input") if e.attributes["name"] == "model"] == [HOSTILE]


@pytest.mark.parametrize(
    ("base", "origin"),
    [
        (OWN, None),
        (OWN, "null"),
        (OWN, "https://elsewhere.example"),
        (OWN, "http://127.0.0.1:8000"),
        ("http://rebound.example:7860", "http://rebound.example:7860"),
        ("https://notes.example", "https://notes.example"),
    ],
)
def test_nobody_else(assistant: PretendSettings, base: str, origin: str | None) -> None:
    for do in ("show", "keep", "try"):
        status, reply = ask(assistant, {"do": do, "changes": {"passages": 9}}, base, origin)
        assert status == 403
        assert set(reply) == {"error"}
    assert assistant.chosen.passages == 8


@pytest.mark.parametrize("values", [[], {"do": "drop"}, {"do": "keep", "changes": {"passages": "x"}}, "x", None])
def test_what_is_no_request(assistant: PretendSettings, values: Any) -> None:
    assert ask(assistant, values)[0] == 400
