"""The file that a conversation is saved as: its name, its kind and its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ui.export.exchange import write_json
from ui.export.markdown import markdown
from ui.export.printable import printable
from ui.export.record import Conversation
from ui.markup import plain

Form = Literal["markdown", "html", "json"]
_FORMS = {
    "markdown": ("md", "text/markdown", markdown),
    "html": ("html", "text/html", printable),
    "json": ("json", "application/json", write_json),
}
_NAME_LENGTH = 60  # characters


@dataclass(frozen=True, slots=True)
class Saved:
    """A file to be saved by the browser."""

    name: str
    type: str
    text: str


def saved(conversation: Conversation, form: Form, day: date) -> Saved:
    """A conversation in one of its forms. ``day`` is today."""
    ending, type_, write = _FORMS[form]
    return Saved(f"{file_name(conversation.title)}.{ending}", type_, write(conversation, day))


def file_name(title: str) -> str:
    """A title as a file may be called on any system, without its ending."""
    words_only = re.sub(r"[^\w-]+", " ", plain(title)).split()
    return "-".join(words_only)[:_NAME_LENGTH].strip("-_") or "conversation"
