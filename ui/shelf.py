"""The part of the page that holds the documents, without its rows: how to add, to find, to choose by date, to watch."""

from __future__ import annotations

from markupsafe import Markup

from ui import words
from ui.documents import failed_buttons
from ui.icons import icon, icon_button
from ui.markup import tag


def shelf() -> Markup:
    """The section of documents."""
    find, add = words.FIND_DOCUMENT, words.ADD_DOCUMENTS
    return tag(
        "section",
        _head(),
        _dates(),
        _line("add-page", "page-address", words.PAGE_ADDRESS, words.ADD_PAGE),
        tag("template", failed_buttons(), id="failed-buttons"),
        tag("ul", id="files", class_="files", aria_label=words.ARRIVING),
        tag("input", id="find-document", type="search", placeholder=find, aria_label=find, hidden=True),
        tag("ul", id="documents", class_="documents", aria_label=words.DOCUMENTS),
        tag("p", id="documents-found", class_="quiet none", role="status"),
        _watched(),
        tag("input", id="picker", type="file", multiple=True, hidden=True, aria_label=add),
        tag("input", id="folder-picker", type="file", webkitdirectory=True, hidden=True, aria_label=words.ADD_FOLDER),
        class_="library-documents",
    )


def scope_row() -> Markup:
    """Where the page says of what the next question is asked, above the question box."""
    close = icon("close")
    chips = (
        tag(
            "button",
            tag("span"),
            close,
            type="button",
            id=f"scope-{part}",
            class_="scope-chip",
            data_action=f"clear-{part}",
            title=words.ASK_ALL,
            hidden=True,
        )
        for part in ("chosen", "dates")
    )
    return tag("div", *chips, id="scope", class_="scope", role="group", aria_label=words.SCOPE, hidden=True)


def _head() -> Markup:
    return tag(
        "div",
        tag("h2", words.DOCUMENTS),
        icon_button("dates", words.FILTER_DATES, "calendar", aria_expanded="false", aria_controls="dates"),
        icon_button("choose-folder", words.ADD_FOLDER, "folder"),
        icon_button("choose", words.ADD_DOCUMENTS, "add"),
        class_="head",
    )


def _dates() -> Markup:
    fields = (
        tag("label", tag("span", label), tag("input", id=field, type="date"))
        for field, label in (("published-from", words.DATES_FROM), ("published-to", words.DATES_TO))
    )
    hint = tag("p", words.DATES_HINT, class_="quiet")
    return tag("form", *fields, hint, id="dates", class_="dates", aria_label=words.FILTER_DATES, hidden=True)


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
