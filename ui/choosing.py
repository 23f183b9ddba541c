"""The settings page: what can be chosen, each with a line that says what it does, and trying the endpoint.

Whoever may name an endpoint may have the documents sent there. So, as with watched folders, this is for the page on the
machine itself. The key goes in and never comes out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from markupsafe import Markup
from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assistant.assistant import Adjustable
from assistant.settings import Changes, Choices
from ui import words
from ui.faults import told
from ui.markup import Child, plain, tag, together
from ui.watching import is_own_page

ADDRESS = "/footnote/settings"
_VARIABLES = {
    "mode": "FOOTNOTE_MODE",
    "openai_base_url": "OPENAI_BASE_URL",
    "model": "FOOTNOTE_MODEL",
    "passages": "FOOTNOTE_PASSAGES",
    "strictness": "FOOTNOTE_STRICTNESS",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a page asks for: the settings as they are, keeping changes, or trying them."""

    do: Literal["show", "keep", "try"] = "show"
    changes: Changes = field(default_factory=Changes)


_WISH = TypeAdapter(Wish)


def choosing(assistant: Adjustable) -> Route:
    """The route that shows the settings, changes them, and tries an endpoint."""

    async def settings(request: Request) -> Response:
        if not is_own_page(request):
            return JSONResponse({"error": words.SETTINGS_NOT_HERE}, 403)
        try:
            wish = _WISH.validate_json(await request.body())
            return JSONResponse(await run_in_threadpool(_done, assistant, wish))
        except ValidationError:  # which may quote the key
            return JSONResponse({"error": words.BAD_REQUEST}, 400)
        except Exception as error:  # the page says so and lives on
            return JSONResponse({"error": told(error)})

    return Route(ADDRESS, settings, methods=["POST"])


def _done(assistant: Adjustable, wish: Wish) -> dict[str, Any]:
    if wish.do == "try":
        trial = assistant.try_model(wish.changes)
        return {"told": words.TESTED.format(model=plain(trial.model), reply=plain(trial.reply), seconds=trial.seconds)}
    choices = assistant.choose(wish.changes) if wish.do == "keep" else assistant.choices()
    return {"html": settings_html(choices)}


def settings_html(choices: Choices) -> Markup:
    """The form; its fields have the names of the settings."""
    test = tag("button", words.TEST, type="button", data_action="test-endpoint")
    return tag(
        "form",
        _modes(choices),
        tag(
            "fieldset",
            tag("legend", words.ENDPOINT),
            _address(choices),
            _text(choices, "model", words.MODEL, words.MODEL_MEANS, choices.model),
            _key(choices),
            tag("div", test, tag("p", id="trial", role="status", class_="quiet"), class_="trial"),
            class_="endpoint",
        ),
        _passages(choices),
        _strictness(choices),
        tag("p", id="settings-trouble", class_="trouble", role="alert", hidden=True),
        tag("div", tag("button", words.SAVE_SETTINGS, type="submit", class_="main"), class_="ending"),
        id="settings-form",
    )


def _modes(choices: Choices) -> Markup:
    fixed = "mode" in choices.fixed
    rows = [
        _mode("extractive", words.QUOTED, words.QUOTED_MEANS, not choices.writes, fixed),
        _mode("generated", words.WRITTEN_MODE, words.WRITTEN_MEANS, choices.writes, fixed),
    ]
    return tag("fieldset", tag("legend", words.ANSWERS), *rows, _fixed(choices, "mode"))


def _mode(value: str, label: str, means: str, chosen: bool, fixed: bool) -> Markup:
    id_, about = f"set-mode-{value}", f"about-mode-{value}"
    button = tag(
        "input", id=id_, type="radio", name_="mode", value=value, checked=chosen, disabled=fixed, aria_describedby=about
    )
    said = tag("div", tag("label", label, for_=id_), tag("p", means, id=about, class_="quiet"))
    return tag("div", button, said, class_="mode")


def _address(choices: Choices) -> Markup:
    options = (tag("option", name, value=address) for address, name in words.ENDPOINTS)
    return together(
        _text(
            choices,
            "openai_base_url",
            words.ENDPOINT_ADDRESS,
            words.ENDPOINT_ADDRESS_MEANS,
            choices.openai_base_url,
            type="url",
            list="endpoints",
        ),
        tag("datalist", *options, id="endpoints"),
    )


def _key(choices: Choices) -> Markup:
    if "openai_api_key" in choices.fixed:
        means = words.KEY_IS_FIXED
    else:
        means = words.KEY_IS_KEPT if choices.has_key else words.KEY_MEANS
    forget = tag("button", words.KEY_FORGET, type="button", class_="link", data_action="forget-key")
    forgettable = choices.has_key and "openai_api_key" not in choices.fixed
    box = tag(
        "input",
        id="set-key",
        name_="openai_api_key",
        type="password",
        autocomplete="off",
        aria_describedby="about-key",
    )
    return _field("key", words.KEY, means, box, forget if forgettable else None)


def _passages(choices: Choices) -> Markup:
    limits: dict[str, Any] = {"type": "number", "min": 1, "max": 50, "required": True}
    return _text(choices, "passages", words.PASSAGES_COUNT, words.PASSAGES_MEAN, str(choices.passages), **limits)


def _strictness(choices: Choices) -> Markup:
    value = f"{choices.strictness:g}"
    limits: dict[str, Any] = {"type": "range", "min": "0", "max": "1", "step": "0.01"}
    shown = tag("output", f"{round(100 * choices.strictness)} %", for_="set-strictness")
    return _text(choices, "strictness", words.STRICTNESS, words.STRICTNESS_MEANS, value, shown, **limits)


def _text(choices: Choices, name: str, label: str, means: str, value: str, *beside: Child, **attributes: Any) -> Markup:
    box = tag(
        "input",
        id=f"set-{name}",
        name_=name,
        value=value,
        disabled=name in choices.fixed,
        aria_describedby=f"about-{name}",
        autocomplete="off",
        **{"type": "text"} | attributes,
    )
    return _field(name, label, means, box, *beside, _fixed(choices, name))


def _field(name: str, label: str, means: str, box: Markup, *more: Child) -> Markup:
    about = tag("p", means, id=f"about-{name}", class_="quiet")
    return tag("div", tag("label", label, for_=f"set-{name}"), box, *more, about, class_="setting")


def _fixed(choices: Choices, name: str) -> Markup | None:
    if name not in choices.fixed:
        return None
    return tag("p", words.FIXED.format(variable=_VARIABLES[name]), class_="quiet fixed")
