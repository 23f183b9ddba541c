"""The page that stands still: three columns, the question box, the help. What moves in it is put in by the scripts."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from ui import words
from ui.evaluation import ADDRESS
from ui.faults import QUESTION_LIMIT
from ui.icons import icon, icon_button, icon_link
from ui.markup import said, tag, together


def shell(examples: Sequence[str]) -> Markup:
    """The whole page without its contents."""
    return tag(
        "div",
        tag("a", words.SKIP, class_="skip", href="#question"),
        _library(),
        _chat(examples),
        _sheet(),
        tag("div", id="card", class_="card", role="tooltip", hidden=True),
        tag("div", words.DROP_HERE, id="drop", class_="drop-over", hidden=True, aria_hidden="true"),
        tag("div", id="said", class_="unseen", role="log", aria_live="polite"),
        tag("div", id="notice", class_="notice", role="status", hidden=True),
        _help(),
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
        tag("section", tag("h2", words.CONVERSATIONS), tag("ul", id="conversations"), class_="conversations"),
        tag(
            "section",
            tag("div", tag("h2", words.DOCUMENTS), icon_button("choose", words.ADD_DOCUMENTS, "add"), class_="head"),
            _line("add-page", "page-address", words.PAGE_ADDRESS, words.ADD_PAGE),
            tag("ul", id="files", class_="files"),
            tag("ul", id="documents", class_="documents"),
            _watched(),
            tag("input", id="picker", type="file", multiple=True, hidden=True, aria_label=words.ADD_DOCUMENTS),
            class_="library-documents",
        ),
        id="library",
        class_="library",
        aria_label=words.LIBRARY,
    )


def _watched() -> Markup:
    return tag(
        "details",
        tag("summary", words.WATCHED),
        tag("ul", id="watched-list"),
        _line("watch", "watch-folder", words.FOLDER_PATH, words.WATCH),
        id="watched",
        class_="watched",
        hidden=True,
    )


def _line(form: str, field: str, hint: str, does: str) -> Markup:
    """A form of one line: a field and the button that does something with it."""
    box = tag("input", id=field, type="text", placeholder=hint, aria_label=hint, autocomplete="off", spellcheck="false")
    send = tag("button", icon("plus"), type="submit", class_="icon-button", title=does, aria_label=does)
    return tag("form", box, send, id=form, class_="line")


def _chat(examples: Sequence[str]) -> Markup:
    turns = tag("div", id="turns", class_="turns")
    return tag(
        "main",
        tag(
            "div",
            icon_button("library", words.SHOW_LIBRARY, "library"),
            tag("p", id="conversation-title", class_="conversation-title"),
            icon_link(ADDRESS, words.EVALUATION, "chart"),
            icon_button("help", words.KEYBOARD, "keyboard"),
            class_="bar",
        ),
        tag("div", _welcome(examples), turns, _composer(), id="scroll", class_="scroll", tabindex=-1),
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
        id="welcome",
        class_="welcome",
        hidden=True,
    )


def _composer() -> Markup:
    box = tag(
        "textarea",
        id="question",
        rows=1,
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
        tag("div", box, send, class_="box-row"),
        id="composer",
        class_="composer",
    )


def _sheet() -> Markup:
    tools = together(
        icon_button("previous", words.PREVIOUS, "previous"),
        tag("span", id="citation-of", class_="quiet", aria_live="polite"),
        icon_button("next", words.NEXT, "next"),
        tag("span", class_="gap"),
        icon_button("copy-quote", words.COPY_QUOTE, "copy"),
        icon_button("close-sheet", words.CLOSE, "close"),
    )
    grip = tag(
        "div",
        id="grip",
        class_="grip",
        role="separator",
        aria_orientation="vertical",
        aria_label=words.RESIZE,
        aria_valuenow=440,
        aria_valuemin=320,
        aria_valuemax=900,
        tabindex=0,
    )
    return tag(
        "aside",
        grip,
        tag("div", tools, class_="bar"),
        tag("div", id="sheet-body", class_="sheet-body", tabindex=0, role="region", aria_labelledby="sheet-title"),
        tag("div", id="ticks", class_="ticks", aria_hidden="true"),
        id="sheet",
        class_="sheet",
        aria_label=words.SOURCE,
        tabindex=-1,
        hidden=True,
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
