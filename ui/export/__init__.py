"""Conversations leave the page as Markdown, as a page to print or as JSON, and the JSON comes back.

All that is written here was said by documents, models and strangers: it is escaped as the page escapes it.
"""

from __future__ import annotations

from ui.export.exchange import read_json
from ui.export.record import Note, Rating, load_conversation
from ui.export.saving import Form, saved

__all__ = ["Form", "Note", "Rating", "load_conversation", "read_json", "saved"]
