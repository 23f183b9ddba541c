"""The page that stands still: three columns, the question box, the help. What moves in it is put in by the scripts."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from ui import words
from ui.evaluation import ADDRESS
from ui.faults import QUESTION_LIMIT
from ui.frame import frame
from ui.icons import icon, icon_button, icon_link
from ui.login.page import account_line
from ui.markup import said, tag
from ui.shelf import scope_row, shelf


def shell(examples: Sequence[str]) -> Markup:
    """The whole page without its contents."""
    return tag(
        "div",
        tag("a", words.SKIP, class_="skip", href="#question"),
        _library(),
        _chat(examples),
        frame(),
        tag("div", words.DROP_HERE, id="drop", class_="drop-over", hidden=True, aria_hidden="true"),
        tag("div", id="said", class_="unseen", role="log", aria_live="polite"),
        tag("div", id="notice", class_="notice", role="status", hidden=True),
        _help(),
        _settings(),
        id="footnote",
        data_limit=QUESTION_LIMIT,
    )


def _library() -> Markup:
    new = tag("button", icon("plus"), words.NEW_CONVERSATION, type="button", class_="new", data_action="new")
    return tag(
        "aside",
        tag(
            "div",
            tag("h1", words.NAME, class_="name-plate"),
            icon_button("library", words.CLOSE, "close"),
            class_="bar",
        ),
        new,
        _conversations(),
        shelf(),
        account_line(),
        id="library",
        class_="library",
        aria_label=words.LIBRARY,
    )


def _conversations() -> Markup:
    find = words.FIND_CONVERSATION
    return tag(
        "section",
        tag("div", tag("h2", words.CONVERSATIONS), icon_button("take-in", words.TAKE_IN, "add"), class_="head"),
        tag("input", id="find-conversation", type="search", placeholder=find, aria_label=find, hidden=True),
        tag("div", id="conversations"),
        tag("template", icon_button("", "", "more", aria_haspopup="menu", aria_expanded="false"), id="more-button"),
        tag("input", id="conversation-file", type="file", accept=".json", hidden=True, aria_label=words.TAKE_IN),
        class_="conversations",
    )


def _chat(examples: Sequence[str]) -> Markup:
    turns = tag("div", id="turns", class_="turns")
    return tag(
        "main",
        tag(
            "div",
            icon_button("library", words.SHOW_LIBRARY, "library"),
            tag("p", id="conversation-title", class_="conversation-title"),
            icon_link(ADDRESS, words.EVALUATION, "chart"),
            icon_button("settings", words.SETTINGS, "settings", id="open-settings", hidden="hidden"),
            icon_button("help", words.KEYBOARD, "keyboard"),
            class_="bar",
        ),
        tag("div", _welcome(examples), turns, _composer(), id="scroll", class_="scroll", tabindex=-1),
        tag("div", id="card", class_="card", role="tooltip", hidden=True),
        class_="chat",
        aria_label=words.CHAT,
    )


def _welcome(examples: Sequence[str]) -> Markup:
    buttons = (tag("button", said(text), type="button", data_action="example") for text in examples)
    drop = tag("button", icon("add"), words.DROP_OR_CHOOSE, type="button", class_="drop-zone", data_action="choose")
    return tag(
        "section",
        tag("h2", words.NAME),
        tag("p", words.TAGLINE, class_="tagline"),
        tag("div", tag("h3", words.EXAMPLES), *buttons, id="examples", class_="examples") if examples else None,
        drop,
        None if examples else tag("div", tag("h3", words.EXAMPLES), tag("div"), id="tried", class_="examples tried"),
        id="welcome",
        class_="welcome",
        hidden=True,
    )


def _composer() -> Markup:
    box = tag(
        "textarea",
        id="question",
        rows=1,
        dir="auto",
        placeholder=words.QUESTION_HINT,
        aria_label=words.QUESTION,
        autocomplete="off",
        enterkeyhint="send",
    )
    send = tag(
        "button",
        tag("span", icon("send"), class_="for-send"),
        tag("span", icon("stop"), class_="for-stop"),
        type="submit",
        id="send",
        aria_label=words.SEND,
        data_send=words.SEND,
        data_stop=words.STOP,
    )
    return tag(
        "form",
        tag("p", id="trouble", class_="trouble", role="alert", hidden=True),
        scope_row(),
        tag("div", box, send, class_="box-row"),
        id="composer",
        class_="composer",
    )


def _settings() -> Markup:
    close = icon_button("close-settings", words.CLOSE, "close")
    return tag(
        "dialog",
        tag("div", tag("h2", words.SETTINGS, id="settings-title"), close, class_="bar"),
        tag("div", id="settings-body"),
        id="settings",
        class_="help settings",
        aria_labelledby="settings-title",
    )


def _help() -> Markup:
    rows = (tag("div", tag("dt", *_keys(keys)), tag("dd", does)) for keys, does in words.KEYS)
    return tag(
        "dialog",
        tag(
            "div",
            tag("h2", words.KEYBOARD, id="help-title"),
            icon_button("close-help", words.CLOSE, "close"),
            class_="bar",
        ),
        tag("dl", *rows),
        id="help",
        class_="help",
        aria_labelledby="help-title",
    )


def _keys(keys: str) -> list[Markup]:
    return [tag("kbd", key) for key in keys.split()]
